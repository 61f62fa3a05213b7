package org.ringlab.host.tftp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.UdpSocket;

/** A server that lends files, as dnsmasq has one built in (src/tftp.c): read only, from one directory. */
public final class TftpServer {
    private final NetStack stack;
    private final FileSystem files;
    private final String root;
    private final Consumer<String> log;
    private @Nullable UdpSocket socket;

    /**
     * A server that doesn't listen yet.
     *
     * @param root the directory it serves
     * @param log what it has to say
     */
    public TftpServer(NetStack stack, FileSystem files, String root, Consumer<String> log) {
        this.stack = stack;
        this.files = files;
        this.root = root;
        this.log = log;
    }

    /** Listens at an address, 0.0.0.0 for all; false where the port is taken. */
    public boolean start(Ipv4Address address) {
        socket = stack.sockets().bindUdp(address, TftpPacket.PORT, this::asked);
        return socket != null;
    }

    /** Listens no longer. */
    public void stop() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Each transfer has a port of its own (section 4). */
    private void asked(UdpSocket at, Ipv4Address client, int port, Ipv4Address own, Bytes data) {
        if (TftpPacket.parse(data).orElse(null) instanceof TftpPacket.Read read) {
            new Transfer(client, port, own).begin(read.file());
        }
    }

    /** One file on its way to one client; the client asks again for what was lost. */
    private final class Transfer {
        private final Ipv4Address client;
        private final int port;
        private final Ipv4Address own;
        private byte[] content = new byte[0];
        private @Nullable UdpSocket from;
        private String path = "";

        Transfer(Ipv4Address client, int port, Ipv4Address own) {
            this.client = client;
            this.port = port;
            this.own = own;
        }

        void begin(String file) {
            from = stack.sockets().bindUdp(own, stack.sockets().ephemeralPort(), this::answered);
            path = FileSystem.resolve(root, file.startsWith("/") ? file.substring(1) : file);
            Optional<TftpPacket.Error> refusal = open(file);
            if (refusal.isPresent()) {
                log.accept(refusal.get().text());
                send(refusal.get());
                end();
            } else {
                send(block(1));
            }
        }

        private Optional<TftpPacket.Error> open(String file) {
            if (!path.startsWith(root)) {
                return Optional.of(new TftpPacket.Error(TftpPacket.DENIED, "permission denied"));
            }
            try {
                content = files.read(path).getBytes(StandardCharsets.UTF_8);
                return Optional.empty();
            } catch (FileException none) {
                return Optional.of(new TftpPacket.Error(TftpPacket.NOT_FOUND, "file " + path + " not found"));
            }
        }

        private void answered(UdpSocket at, Ipv4Address source, int sourcePort, Ipv4Address to, Bytes data) {
            if (!source.equals(client) || sourcePort != port) {
                return;
            }
            switch (TftpPacket.parse(data).orElse(new TftpPacket.Error(TftpPacket.ILLEGAL, ""))) {
                case TftpPacket.Ack ack
                when ack.block() * TftpPacket.BLOCK > content.length -> {
                    log.accept("sent " + path + " to " + client);
                    end();
                }
                case TftpPacket.Ack ack -> send(block(ack.block() + 1));
                case TftpPacket.Read again -> send(block(1));
                case TftpPacket.Data unexpected -> end();
                case TftpPacket.Error given -> end();
            }
        }

        private TftpPacket.Data block(int number) {
            int start = Math.min(content.length, (number - 1) * TftpPacket.BLOCK);
            int end = Math.min(content.length, start + TftpPacket.BLOCK);
            return new TftpPacket.Data(number, Bytes.of(content).part(start, end));
        }

        private void send(TftpPacket packet) {
            if (from != null) {
                from.sendTo(client, port, packet.encode());
            }
        }

        private void end() {
            if (from != null) {
                from.close();
            }
        }
    }
}
