package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.Sockets;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;
import org.ringlab.netfilter.stack.UdpSocket;

/** {@code netstat} of net-tools 2: sockets; {@code -r} shows routes. */
final class NetstatCommand extends NamedCommand {
    NetstatCommand() {
        super("netstat", "netstat [-l] [-n] [-t] [-u] [-a]: sockets", "-l", "-n", "-t", "-u", "-a", "-lnt");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "46lntuaprievWeN",
                "numeric",
                "tcp",
                "udp",
                "listening",
                "all",
                "route",
                "interfaces",
                "programs",
                "wide",
                "numeric-hosts",
                "numeric-ports");
        if (options.complaint("netstat").isPresent()) {
            return Texts.wrong(
                    io,
                    options.complaint("netstat").get(),
                    "usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}",
                    4);
        }
        if (options.has("-r") || options.has("--route")) {
            return RouteCommand.socketTable(session, io, options.has("-n") || options.has("--numeric"));
        }
        if (options.has("-i") || options.has("--interfaces")) {
            return interfaces(session, options, io);
        }
        if (options.has("-e")) {
            io.err().line("netstat: not simulated: -e");
            return 1;
        }
        boolean listening = options.has("-l") || options.has("--listening");
        boolean all = options.has("-a") || options.has("--all");
        boolean tcp = options.has("-t") || options.has("--tcp");
        boolean udp = options.has("-u") || options.has("--udp");
        boolean both = !tcp && !udp;
        boolean programs = options.has("-p") || options.has("--programs");
        String kind = listening ? "(only servers)" : all ? "(servers and established)" : "(w/o servers)";
        io.out().line("Active Internet connections " + kind);
        io.out()
                .line("Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
                        + (programs ? " PID/Program name    " : ""));
        Sockets sockets = session.machine().stack().sockets();
        if (tcp || both) {
            for (TcpListener l : listening || all ? sockets.listeners() : List.<TcpListener>of()) {
                io.out().line(row("tcp", l.address(), l.port(), "0.0.0.0:*", "LISTEN", programs));
            }
            for (TcpConnection c : listening ? List.<TcpConnection>of() : sockets.connections()) {
                String remote = c.remoteAddress() + ":" + c.remotePort();
                io.out()
                        .line(row(
                                "tcp",
                                c.localAddress(),
                                c.localPort(),
                                remote,
                                c.state().name(),
                                programs));
            }
        }
        if (udp || both) {
            for (UdpSocket u : listening || all ? sockets.udpSockets() : List.<UdpSocket>of()) {
                io.out().line(row("udp", u.address(), u.port(), "0.0.0.0:*", "", programs));
            }
        }
        if (both) {
            io.out().line("Active UNIX domain sockets " + kind);
            io.out()
                    .line("Proto RefCnt Flags       Type       State         I-Node  "
                            + (programs ? " PID/Program name    " : "") + " Path");
        }
        return 0;
    }

    private static int interfaces(Session session, Options options, Streams io) {
        io.out().line("Kernel Interface table");
        boolean all = options.has("-a") || options.has("--all");
        if (!options.has("-e")) {
            io.out().line("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg");
        }
        for (NetInterface iface : IfconfigCommand.sorted(session.machine().stack(), all)) {
            if (options.has("-e")) {
                IfconfigText.show(iface, io.out());
            } else {
                io.out().line(IfconfigText.row(iface));
            }
        }
        return 0;
    }

    private static String row(
            String protocol, Ipv4Address address, int port, String remote, String state, boolean programs) {
        return Texts.left(protocol, 5) + Texts.right("0", 7) + Texts.right("0", 7) + " "
                + Texts.left(address + ":" + port, 23) + " " + Texts.left(remote, 23) + " " + Texts.left(state, 11)
                + (programs ? " -                   " : "");
    }
}
