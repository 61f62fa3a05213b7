package org.ringlab.host.tftp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.UdpSocket;

/** A client that fetches one file, block by block; what doesn't come is asked for again. */
public final class TftpClient {
    private static final long RETRY = SimClock.SECOND;
    private static final int TRIES = 6;

    private final NetStack stack;
    private final Ipv4Address server;
    private Bytes content = Bytes.EMPTY;
    private int expected = 1;
    private int serverPort = TftpPacket.PORT;
    private @Nullable Result result;

    /** What came of it. */
    public sealed interface Result {
        /** The file. */
        record Got(String text) implements Result {}

        /** The server has no such file, or won't give it. */
        record Refused(String why) implements Result {}

        /** Nobody answered. */
        record TimedOut() implements Result {}
    }

    private TftpClient(NetStack stack, Ipv4Address server) {
        this.stack = stack;
        this.server = server;
    }

    /** Fetches a file; the lab's time goes by meanwhile. */
    public static Result fetch(NetStack stack, Ipv4Address server, String file) {
        return new TftpClient(stack, server).run(file);
    }

    private Result run(String file) {
        UdpSocket socket =
                stack.sockets().bindUdp(Ipv4Address.ANY, stack.sockets().ephemeralPort(), this::received);
        if (socket == null) {
            return new Result.TimedOut();
        }
        for (int tries = 0; tries < TRIES && result == null; ) {
            int before = expected;
            TftpPacket packet = expected == 1 ? new TftpPacket.Read(file) : new TftpPacket.Ack(expected - 1);
            socket.sendTo(server, serverPort, packet.encode());
            stack.network().queue().runUntil(() -> result != null, RETRY);
            tries = expected > before ? 0 : tries + 1;
        }
        socket.close();
        Result came = result;
        return came == null ? new Result.TimedOut() : came;
    }

    private void received(UdpSocket socket, Ipv4Address source, int port, Ipv4Address own, Bytes data) {
        if (!source.equals(server) || serverPort != TftpPacket.PORT && port != serverPort) {
            return;
        }
        switch (TftpPacket.parse(data).orElse(new TftpPacket.Error(TftpPacket.ILLEGAL, "illegal operation"))) {
            case TftpPacket.Data piece
            when piece.block() == (expected & 0xFFFF) -> {
                serverPort = port;
                content = content.plus(piece.data());
                socket.sendTo(source, port, new TftpPacket.Ack(piece.block()).encode());
                expected++;
                if (piece.data().length() < TftpPacket.BLOCK) {
                    result = new Result.Got(new String(content.toArray(), StandardCharsets.UTF_8));
                }
            }
            case TftpPacket.Data old -> socket.sendTo(source, port, new TftpPacket.Ack(old.block()).encode());
            case TftpPacket.Error error -> result = new Result.Refused(error.text());
            case TftpPacket.Read unexpected -> {}
            case TftpPacket.Ack unexpected -> {}
        }
    }
}
