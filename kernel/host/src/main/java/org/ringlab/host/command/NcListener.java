package org.ringlab.host.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
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
    private final boolean ncat;
    private final Session session;
    private final boolean numeric;
    private final Bytes input;
    private final StringBuilder received = new StringBuilder();
    private final StringBuilder remarks = new StringBuilder();
    private @Nullable TcpListener listener;
    private @Nullable UdpSocket socket;
    private @Nullable TcpConnection connection;
    private int shown;
    private boolean ended;

    private NcListener(Session session, Options options, Bytes input, boolean ncat) {
        this.session = session;
        stack = session.machine().stack();
        keep = options.has("-k");
        verbose = options.has("-v");
        numeric = options.has("-n");
        this.input = input;
        this.ncat = ncat;
    }

    /**
     * Listens; empty where the port is taken.
     *
     * @param ncat whether it is Ncat, or OpenBSD's program
     */
    static Optional<NcListener> listen(
            Session session, Options options, Ipv4Address at, int port, Streams io, boolean ncat) {
        NcListener nc = new NcListener(session, options, Bytes.utf8(io.in().rest()), ncat);
        boolean datagrams = options.has("-u");
        if (datagrams) {
            nc.socket = nc.stack.sockets().bindUdp(at, port, (s, from, p, d, data) -> {
                if (nc.received.isEmpty()) {
                    nc.remark(ncat ? "Ncat: Connection from " + from + ".\n" : nc.came(from, p));
                }
                nc.received.append(data.utf8());
                if (nc.input.length() > 0) {
                    s.sendFrom(d, from, p, nc.input);
                }
            });
        } else {
            nc.listener = nc.stack.sockets().listen(at, port, nc::accepted);
        }
        nc.remark(
                ncat
                        ? "Ncat: Listening on " + at + ":" + port + "\n"
                        : (datagrams ? "Bound on " : "Listening on ") + at + " " + port + "\n");
        return nc.listener == null && nc.socket == null ? Optional.empty() : Optional.of(nc);
    }

    /** Goes on in the background where it was begun there; in the foreground somebody has to interrupt it. */
    static int stay(Session session, NcListener listener, Streams io) {
        if (session.jobs().mayStay()) {
            session.jobs().stay(listener);
            return 0;
        }
        session.hintOnce(new Diagnostic(
                "nc-foreground",
                Diagnostic.Severity.HINT,
                null,
                "nothing else runs while nc listens in the foreground, so it was interrupted",
                "put & behind it, connect from elsewhere, then say kill %1"));
        listener.stop(io);
        return NcCommand.INTERRUPTED;
    }

    private String came(Ipv4Address from, int port) {
        String name = numeric ? from.toString() : Names.name(session, from).orElse(from.toString());
        return "Connection received on " + name + " " + port + "\n";
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
        String from = "Ncat: Connection from " + c.remoteAddress();
        remark(ncat ? from + ".\n" + from + ":" + c.remotePort() + ".\n" : came(c.remoteAddress(), c.remotePort()));
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
