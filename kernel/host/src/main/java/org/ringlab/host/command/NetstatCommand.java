package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
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
        Options options = Options.parse(args, "lntuaprie");
        if (options.complaint("netstat").isPresent()) {
            return Texts.wrong(
                    io,
                    options.complaint("netstat").get(),
                    "usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}",
                    4);
        }
        if (options.has("-r")) {
            return new RouteCommand().run(session, List.of("-n"), io);
        }
        boolean listening = options.has("-l");
        boolean all = options.has("-a");
        boolean both = !options.has("-t") && !options.has("-u");
        io.out()
                .line("Active Internet connections "
                        + (listening ? "(only servers)" : all ? "(servers and established)" : "(w/o servers)"));
        io.out().line("Proto Recv-Q Send-Q Local Address           Foreign Address         State      ");
        Sockets sockets = session.machine().stack().sockets();
        if (options.has("-t") || both) {
            for (TcpListener l : listening || all ? sockets.listeners() : List.<TcpListener>of()) {
                io.out().line(row("tcp", l.address(), l.port(), "0.0.0.0:*", "LISTEN"));
            }
            for (TcpConnection c : listening ? List.<TcpConnection>of() : sockets.connections()) {
                String remote = c.remoteAddress() + ":" + c.remotePort();
                io.out()
                        .line(row(
                                "tcp",
                                c.localAddress(),
                                c.localPort(),
                                remote,
                                c.state().name()));
            }
        }
        if (options.has("-u") || both) {
            for (UdpSocket u : listening || all ? sockets.udpSockets() : List.<UdpSocket>of()) {
                io.out().line(row("udp", u.address(), u.port(), "0.0.0.0:*", ""));
            }
        }
        return 0;
    }

    private static String row(String protocol, Ipv4Address address, int port, String remote, String state) {
        return Texts.left(protocol, 5) + Texts.right("0", 7) + Texts.right("0", 7) + " "
                + Texts.left(address + ":" + port, 23) + " " + Texts.left(remote, 23) + " " + Texts.left(state, 11);
    }
}
