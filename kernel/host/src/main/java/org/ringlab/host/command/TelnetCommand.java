package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code telnet HOST PORT}: connects, sends what stands on its input, and shows what comes. */
final class TelnetCommand extends NamedCommand {
    private static final long CONNECT_NANOS = 127 * SimClock.SECOND;

    TelnetCommand() {
        super("telnet", "telnet HOST [PORT]: open a connection by hand");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (args.isEmpty()) {
            io.err().line("telnet: not simulated: without a host");
            return 1;
        }
        String name = args.get(0);
        int port = args.size() > 1 ? Texts.number(args.get(1)).orElse(0) : 23;
        Optional<Ipv4Address> to = Names.address(session, name);
        if (to.isEmpty()) {
            io.err()
                    .line(
                            old
                                    ? "telnet: " + name + ": Name or service not known\n" + name + ": Unknown host"
                                    : "Server lookup failure:  " + name + ":" + port + ", Name or service not known");
            return 1;
        }
        io.out().line("Trying " + to.get() + "...");
        NetStack stack = session.machine().stack();
        TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, to.get(), port);
        stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), CONNECT_NANOS);
        if (!c.connected()) {
            String why = Errno.text(c.error().isEmpty() ? "ETIMEDOUT" : c.error());
            c.abort();
            io.err()
                    .line(
                            old
                                    ? "telnet: connect to address " + to.get() + ": " + why
                                    : "telnet: Unable to connect to remote host: " + why);
            return 1;
        }
        io.out().line("Connected to " + name + ".\nEscape character is '^]'.");
        c.send(Bytes.utf8(io.in().rest().replace("\n", "\r\n")));
        stack.network()
                .queue()
                .runUntil(
                        () -> c.received().length() > 0
                                || c.peerClosed()
                                || !c.error().isEmpty(),
                        SimClock.SECOND);
        io.out().print(c.received().utf8());
        c.shutdownWrite();
        stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
        io.err().line("Connection closed by foreign host.");
        return 1;
    }
}
