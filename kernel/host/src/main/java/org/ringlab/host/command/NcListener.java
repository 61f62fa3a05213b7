package org.ringlab.host.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;
import org.ringlab.netfilter.stack.UdpSocket;

/** {@code nc -l}: waits in the background for one connection ({@code -k}: for any number) and shows what it is sent. */
final class NcListener implements Jobs.Process {
    private final NetStack stack;
    private final boolean keep;
    private final boolean verbose;
    private final Bytes input;
    private final StringBuilder received = new StringBuilder();
    private final StringBuilder remarks = new StringBuilder();
    private @Nullable TcpListener listener;
    private @Nullable UdpSocket socket;
    private @Nullable TcpConnection connection;
    private int shown;
    private boolean ended;

    private NcListener(Session session, boolean keep, boolean verbose, Bytes input) {
        stack = session.machine().stack();
        this.keep = keep;
        this.verbose = verbose;
        this.input = input;
    }

    /** Listens; empty where the port is taken. */
    static Optional<NcListener> listen(Session session, Options options, int port, Streams io) {
        NcListener nc = new NcListener(
                session,
                options.has("-k"),
                options.has("-v"),
                Bytes.utf8(io.in().rest()));
        if (options.has("-u")) {
            nc.socket = nc.stack.sockets().bindUdp(Ipv4Address.ANY, port, (s, from, p, d, data) -> {
                nc.remark("Ncat: Connection from " + from + ".\n");
                nc.received.append(data.utf8());
                if (nc.input.length() > 0) {
                    s.sendFrom(d, from, p, nc.input);
                }
            });
        } else {
            nc.listener = nc.stack.sockets().listen(Ipv4Address.ANY, port, nc::accepted);
        }
        nc.remark("Ncat: Version 7.93 ( https://nmap.org/ncat )\nNcat: Listening on 0.0.0.0:" + port + "\n");
        return nc.listener == null && nc.socket == null ? Optional.empty() : Optional.of(nc);
    }

    private void remark(String text) {
        if (verbose) {
            remarks.append(text);
        }
    }

    private void accepted(TcpConnection c) {
        if (!keep && connection != null) {
            c.abort();
            return;
        }
        connection = c;
        remark("Ncat: Connection from " + c.remoteAddress() + ".\nNcat: Connection from " + c.remoteAddress() + ":"
                + c.remotePort() + ".\n");
        if (!keep) {
            close();
        }
        int[] read = {0};
        boolean[] closed = {false};
        c.onChange(() -> {
            String text = c.received().utf8();
            received.append(text, Math.min(read[0], text.length()), text.length());
            read[0] = text.length();
            if (c.peerClosed() && !closed[0]) {
                closed[0] = true;
                c.shutdownWrite();
                ended |= !keep;
            }
            ended |= !keep && !c.error().isEmpty();
        });
        if (input.length() > 0) {
            c.send(input);
        }
    }

    private void close() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    @Override
    public void report(Streams io) {
        io.err().print(remarks.toString());
        remarks.setLength(0);
        io.out().print(received.substring(shown));
        shown = received.length();
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public int stop(Streams io) {
        report(io);
        kill();
        return Jobs.TERMINATED;
    }

    @Override
    public void kill() {
        close();
        if (connection != null && !ended) {
            connection.shutdownWrite();
        }
    }
}
