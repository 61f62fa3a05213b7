package org.ringlab.host.container;

import org.ringlab.netfilter.stack.TcpConnection;

/** One direction between two connections of a program in the middle: what came in goes out, and so does the end of it. */
public final class Carrier {
    private final TcpConnection from;
    private final TcpConnection to;
    private int carried;
    private boolean closed;

    private Carrier(TcpConnection from, TcpConnection to) {
        this.from = from;
        this.to = to;
    }

    /** Carries both ways between a client and the server that was asked for its sake. */
    public static void join(TcpConnection client, TcpConnection server) {
        Carrier forth = new Carrier(client, server);
        Carrier back = new Carrier(server, client);
        Runnable work = () -> {
            if (!server.connected() && !server.error().isEmpty()) {
                client.abort();
            } else if (server.connected()) {
                forth.carry();
                back.carry();
            }
        };
        client.onChange(work);
        server.onChange(work);
    }

    private void carry() {
        int length = from.received().length();
        if (length > carried) {
            int begin = carried;
            carried = length;
            to.send(from.received().part(begin, length));
        }
        if (from.peerClosed() && !closed) {
            closed = true;
            to.shutdownWrite();
        }
    }
}
