package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.ServiceNames;
import org.ringlab.netfilter.stack.Sockets;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;
import org.ringlab.netfilter.stack.UdpSocket;

/** {@code ss} of iproute2: sockets in columns. */
final class SsCommand extends NamedCommand {
    private static final int MISUSE = 255;

    SsCommand() {
        super("ss", "ss [-l] [-n] [-t] [-u] [-a]: sockets", "-l", "-n", "-t", "-u", "-a", "-lnt");
    }

    /** A socket before the columns are set; {@code state} as a filter calls it. */
    private record Row(String kind, String shown, SsFilter.Socket socket) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "lntuap4HrOe",
                "tcp",
                "udp",
                "listening",
                "all",
                "numeric",
                "processes",
                "no-header",
                "ipv4",
                "oneline");
        Optional<String> complaint = options.has("-e") ? Optional.of("ss: not simulated: -e") : options.complaint("ss");
        if (complaint.isPresent()) {
            return Texts.wrong(io, complaint.get(), "Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]", MISUSE);
        }
        boolean old = session.machine().profile() == Profile.CENTOS7;
        boolean numeric = old || options.has("-n") || options.has("--numeric");
        boolean udp = options.has("-u") || options.has("--udp");
        boolean tcp = options.has("-t") || options.has("--tcp") || !udp;
        SsFilter.Read filter;
        try {
            filter = SsFilter.read(options.operands());
        } catch (SsFilter.Mistake e) {
            String said = String.valueOf(e.getMessage());
            return Texts.wrong(
                    io,
                    said,
                    "Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]",
                    said.startsWith("Error: ") || said.contains("not simulated") ? 1 : MISUSE);
        }
        boolean listening = options.has("-l") || options.has("--listening");
        boolean all = options.has("-a") || options.has("--all");
        List<Row> rows = new ArrayList<>();
        for (Row row : rows(session.machine().stack().sockets(), tcp, udp)) {
            String state = row.socket.state();
            boolean waits = state.equals("listening") || state.equals("closed");
            boolean meant = filter.states().isEmpty()
                    ? listening ? waits : all || !waits
                    : filter.states().contains(state);
            if (meant && filter.meets().test(row.socket)) {
                rows.add(row);
            }
        }
        boolean header = !options.has("-H") && !options.has("--no-header");
        boolean kinds = tcp && udp || !options.has("-t") && !options.has("--tcp") && !udp;
        if (old) {
            printOld(rows, header, io);
        } else {
            SsColumns columns = new SsColumns(kinds, filter.states().size() != 1, header);
            for (Row row : rows) {
                columns.add(
                        row.kind,
                        row.shown,
                        "0",
                        backlog(row),
                        row.socket.local().address() + ":",
                        port(row.socket.local().port(), row.kind, numeric),
                        row.socket.peer().address() + ":",
                        port(row.socket.peer().port(), row.kind, numeric));
            }
            columns.print(io.out());
        }
        return 0;
    }

    /** Of a listener, how many may wait for {@code accept}: what most ask for, and CentOS 7's kernel allows. */
    private static String backlog(Row row) {
        return row.shown.equals("LISTEN") ? "128" : "0";
    }

    private static String port(int port, String kind, boolean numeric) {
        return port == 0 ? "*" : numeric ? String.valueOf(port) : ServiceNames.name(port, kind);
    }

    private static List<Row> rows(Sockets sockets, boolean tcp, boolean udp) {
        SsFilter.End anybody = new SsFilter.End(Ipv4Address.ANY, 0);
        List<Row> rows = new ArrayList<>();
        if (udp) {
            for (UdpSocket u : sockets.udpSockets()) {
                rows.add(new Row(
                        "udp",
                        "UNCONN",
                        new SsFilter.Socket("closed", new SsFilter.End(u.address(), u.port()), anybody)));
            }
        }
        if (tcp) {
            for (TcpListener l : sockets.listeners()) {
                rows.add(new Row(
                        "tcp",
                        "LISTEN",
                        new SsFilter.Socket("listening", new SsFilter.End(l.address(), l.port()), anybody)));
            }
            for (TcpConnection c : sockets.connections()) {
                String state = c.state().name().replace('_', '-');
                rows.add(new Row(
                        "tcp",
                        c.state() == TcpConnection.State.ESTABLISHED ? "ESTAB" : state,
                        new SsFilter.Socket(
                                state.toLowerCase(Locale.ROOT),
                                new SsFilter.End(c.localAddress(), c.localPort()),
                                new SsFilter.End(c.remoteAddress(), c.remotePort()))));
            }
        }
        return rows;
    }

    /** The columns of iproute2 4.11. */
    private static void printOld(List<Row> rows, boolean header, Streams io) {
        if (header) {
            io.out().line(row("State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port"));
        }
        for (Row row : rows) {
            SsFilter.End peer = row.socket.peer();
            io.out()
                    .line(row(
                            row.shown,
                            "0",
                            backlog(row),
                            row.socket.local().address() + ":"
                                    + row.socket.local().port(),
                            peer.address() + ":" + (peer.port() == 0 ? "*" : String.valueOf(peer.port()))));
        }
    }

    private static String row(String state, String receive, String send, String local, String peer) {
        return Texts.left(state, 10) + " " + Texts.left(receive, 7) + Texts.left(send, 7) + Texts.right(local, 22) + " "
                + Texts.right(peer, 22);
    }
}
