package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.SendResult;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.UdpSocket;

/** {@code nc} as Ncat: one connection or datagram to a host and port; {@code -z} only looks whether it opens. */
final class NcCommand extends NamedCommand {
    private static final long ANSWER_NANOS = SimClock.SECOND;
    private static final double CONNECT_SECONDS = 10;
    private static final int INTERRUPTED = 130;

    NcCommand() {
        super(
                "nc",
                "nc [-z] [-v] [-u] [-w SECONDS] [-p SOURCE_PORT] HOST PORT, or nc -l PORT &: a connection by hand",
                "-z",
                "-v",
                "-u",
                "-w",
                "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "zvunw:lkp:");
        if (options.complaint("nc").isPresent()) {
            return Texts.misuse(io, "nc", options.complaint("nc").get(), 2);
        }
        if (options.has("-l")) {
            return listen(session, options, io);
        }
        if (options.operands().size() < 2) {
            io.err().line("Ncat: You must specify a host and a port. QUITTING.");
            return 2;
        }
        String name = options.operands().get(0);
        Optional<Ipv4Address> address = Names.address(session, name);
        Optional<Integer> port = Texts.number(options.operands().get(1)).filter(p -> p >= 1 && p <= 65_535);
        if (address.isEmpty()) {
            io.err().line("Ncat: Could not resolve hostname \"" + name + "\": Name or service not known. QUITTING.");
            return 2;
        }
        if (port.isEmpty()) {
            io.err().line("Ncat: Invalid port number \"" + options.operands().get(1) + "\". QUITTING.");
            return 2;
        }
        if (!options.value("-p", "").isEmpty() && sourcePort(options).isEmpty()) {
            io.err().line("Ncat: Invalid source port number \"" + options.value("-p", "") + "\". QUITTING.");
            return 2;
        }
        return options.has("-u")
                ? udp(session, options, address.get(), port.get(), io)
                : tcp(session, options, address.get(), port.get(), io);
    }

    private static int listen(Session session, Options options, Streams io) {
        String word = options.value(
                "-p",
                options.operands().isEmpty() ? "31337" : options.operands().getLast());
        Optional<Integer> port = Texts.number(word).filter(p -> p >= 1 && p <= 65_535);
        if (port.isEmpty()) {
            io.err().line("Ncat: Invalid port number \"" + word + "\". QUITTING.");
            return 2;
        }
        Optional<NcListener> listener = NcListener.listen(session, options, port.get(), io);
        if (listener.isEmpty()) {
            io.err().line("Ncat: bind to 0.0.0.0:" + port.get() + ": Address already in use. QUITTING.");
            return 2;
        }
        if (session.jobs().mayStay()) {
            session.jobs().stay(listener.get());
            return 0;
        }
        session.hintOnce(new Diagnostic(
                "nc-foreground",
                Diagnostic.Severity.HINT,
                null,
                "nothing else runs while nc listens in the foreground, so it was interrupted",
                "put & behind it, connect from elsewhere, then say kill %1"));
        listener.get().stop(io);
        return INTERRUPTED;
    }

    /** What {@code -p} says; empty where it isn't given or no port. */
    private static Optional<Integer> sourcePort(Options options) {
        return Texts.number(options.value("-p", "")).filter(p -> p >= 1 && p <= 65_535);
    }

    private static int tcp(Session session, Options options, Ipv4Address to, int port, Streams io) {
        NetStack stack = session.machine().stack();
        int sourcePort = sourcePort(options).orElse(0);
        if (stack.sockets().listeners().stream().anyMatch(l -> l.port() == sourcePort)) {
            io.err().line("Ncat: bind to 0.0.0.0:" + sourcePort + ": Address already in use. QUITTING.");
            return 2;
        }
        TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, sourcePort, to, port);
        String wait = options.value("-w", "");
        double seconds = wait.matches("\\d{1,6}") ? Double.parseDouble(wait) : CONNECT_SECONDS;
        stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), (long)
                (seconds * SimClock.SECOND));
        if (!c.connected()) {
            String errno = c.error();
            c.abort();
            io.err().line("Ncat: " + (errno.isEmpty() ? "Connection timed out" : Errno.text(errno)) + ".");
            return 1;
        }
        if (options.has("-v") || options.has("-z")) {
            io.err().line("Ncat: Connected to " + to + ":" + port + ".");
        }
        if (!options.has("-z")) {
            c.send(Bytes.utf8(io.in().rest()));
            stack.network()
                    .queue()
                    .runUntil(
                            () -> c.received().length() > 0
                                    || c.peerClosed()
                                    || !c.error().isEmpty(),
                            ANSWER_NANOS);
            io.out().print(c.received().utf8());
        }
        c.shutdownWrite();
        stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), ANSWER_NANOS);
        return 0;
    }

    private static int udp(Session session, Options options, Ipv4Address to, int port, Streams io) {
        NetStack stack = session.machine().stack();
        int source = sourcePort(options).orElseGet(() -> stack.sockets().ephemeralPort());
        StringBuilder answer = new StringBuilder();
        @Nullable
        UdpSocket socket =
                stack.sockets().bindUdp(Ipv4Address.ANY, source, (s, a, p, d, data) -> answer.append(data.utf8()));
        if (socket == null) {
            io.err().line("Ncat: Address already in use.");
            return 1;
        }
        RawSocket<Packet> refusal = refusal(stack, source);
        SendResult sent = socket.sendTo(
                to, port, Bytes.utf8(options.has("-z") ? "" : io.in().rest()));
        stack.network()
                .queue()
                .runUntil(() -> !answer.isEmpty() || refusal.found().isPresent(), ANSWER_NANOS);
        socket.close();
        refusal.close();
        if (sent != SendResult.OK || refusal.found().isPresent()) {
            io.err().line("Ncat: " + (sent == SendResult.OK ? "Connection refused" : Errno.text(sent.name())) + ".");
            return 1;
        }
        if (options.has("-v")) {
            io.err().line("Ncat: Connected to " + to + ":" + port + ".");
        }
        io.out().print(answer.toString());
        return 0;
    }

    /** Waits for an ICMP error about a datagram from that port. */
    static RawSocket<Packet> refusal(NetStack stack, int source) {
        return stack.sockets()
                .listenRaw(heard -> heard.payload() instanceof IcmpMessage m
                                && m.quoted() != null
                                && m.quoted().payload() instanceof UdpDatagram u
                                && u.sourcePort() == source
                        ? Optional.of(heard)
                        : Optional.empty());
    }
}
