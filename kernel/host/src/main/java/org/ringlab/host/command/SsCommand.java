package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Sockets;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;
import org.ringlab.netfilter.stack.UdpSocket;

/** {@code ss} of iproute2: sockets in columns. */
final class SsCommand extends NamedCommand {
    SsCommand() {
        super("ss", "ss [-l] [-n] [-t] [-u] [-a]: sockets", "-l", "-n", "-t", "-u", "-a", "-lnt");
    }

    /** A row before the columns are set. */
    private record Row(String state, String local, String peer) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "lntuap4");
        if (options.complaint("ss").isPresent()) {
            return Texts.wrong(
                    io, options.complaint("ss").get(), "Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]", 255);
        }
        Sockets sockets = session.machine().stack().sockets();
        List<Row> rows = new ArrayList<>();
        boolean listening = options.has("-l");
        boolean all = options.has("-a");
        if (options.has("-u")) {
            for (UdpSocket u : sockets.udpSockets()) {
                rows.add(new Row("UNCONN", end(u.address(), u.port()), "0.0.0.0:*"));
            }
        }
        if (options.has("-t") || !options.has("-u")) {
            for (TcpListener l : listening || all ? sockets.listeners() : List.<TcpListener>of()) {
                rows.add(new Row("LISTEN", end(l.address(), l.port()), "0.0.0.0:*"));
            }
            for (TcpConnection c : listening ? List.<TcpConnection>of() : sockets.connections()) {
                String state = c.state() == TcpConnection.State.ESTABLISHED
                        ? "ESTAB"
                        : c.state().name().replace('_', '-');
                rows.add(new Row(state, end(c.localAddress(), c.localPort()), end(c.remoteAddress(), c.remotePort())));
            }
        }
        io.out().line(row("State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port"));
        rows.forEach(r -> io.out().line(row(r.state, "0", "0", r.local, r.peer)));
        return 0;
    }

    private static String end(Ipv4Address address, int port) {
        return address + ":" + port;
    }

    private static String row(String state, String receive, String send, String local, String peer) {
        return Texts.left(state, 10) + " " + Texts.left(receive, 7) + Texts.left(send, 7) + Texts.right(local, 22) + " "
                + Texts.right(peer, 22);
    }
}
