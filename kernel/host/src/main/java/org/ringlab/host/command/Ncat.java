package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/**
 * {@code nc} as CentOS 7 has it, Ncat 7.50: one connection or datagram to a host and port; {@code -z} only looks whether it
 * opens (ncat/ncat_main.c, ncat/ncat_connect.c).
 */
final class Ncat {
    private static final long ANSWER_NANOS = SimClock.SECOND;
    /** How long {@code -zu} waits for a refusal. */
    private static final long PROBE_NANOS = 2 * SimClock.SECOND;

    private static final String USUAL_PORT = "31337";

    private Ncat() {}

    static int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "zvunw:lkp:s:4");
        if (options.complaint("nc").isPresent()) {
            String text = options.complaint("nc").get();
            io.err().line(text);
            return text.contains("not simulated")
                    ? 2
                    : quit(io, "Try `--help' or man(1) ncat for more information, usage options and help");
        }
        if (options.has("-v")) {
            io.err().line("Ncat: Version 7.50 ( https://nmap.org/ncat )");
        }
        String wait = options.value("-w", "10");
        if (!wait.matches("\\d{1,6}(\\.\\d{1,3})?") || Double.parseDouble(wait) == 0) {
            return quit(io, "Invalid -w timeout (must be greater than 0 and less than 2147483s)");
        }
        if (options.has("-k") && !options.has("-l")) {
            return quit(io, "Invalid option combination: `--keep-open' with connect");
        }
        if (options.operands().size() > 2) {
            return quit(
                    io,
                    "Got more than one port specification: "
                            + String.join(
                                    " ",
                                    options.operands()
                                            .subList(1, options.operands().size())));
        }
        if (options.has("-l")) {
            return listen(session, options, io);
        }
        if (options.operands().isEmpty()) {
            return quit(io, "You must specify a host to connect to");
        }
        String name = options.operands().get(0);
        String word = options.operands().size() > 1 ? options.operands().get(1) : USUAL_PORT;
        Optional<Integer> port = Texts.number(word).filter(p -> p >= 0 && p <= 65_535);
        if (port.isEmpty()) {
            return quit(io, "Invalid port number \"" + word + "\"");
        }
        if (!options.value("-p", "").isEmpty() && sourcePort(options).isEmpty()) {
            return quit(io, "Invalid source port " + options.value("-p", ""));
        }
        Optional<Ipv4Address> address = options.has("-n") ? Ipv4Address.parse(name) : Names.address(session, name);
        if (address.isEmpty()) {
            return quit(io, "Could not resolve hostname \"" + name + "\": Name or service not known");
        }
        Ncat.Run run = new Ncat.Run(session, options, address.get(), port.get(), io);
        return options.has("-u") ? run.udp() : run.tcp(Double.parseDouble(wait));
    }

    private static int quit(Streams io, String text) {
        io.err().line("Ncat: " + text + ". QUITTING.");
        return 2;
    }

    private static int listen(Session session, Options options, Streams io) {
        String word = options.value(
                "-p",
                options.operands().isEmpty() ? USUAL_PORT : options.operands().getLast());
        Optional<Integer> port = Texts.number(word).filter(p -> p >= 1 && p <= 65_535);
        if (port.isEmpty()) {
            return quit(io, "Invalid port number \"" + word + "\"");
        }
        boolean named = options.operands().size() > (options.has("-p") ? 0 : 1);
        Ipv4Address at =
                named ? Names.address(session, options.operands().getFirst()).orElse(Ipv4Address.ANY) : Ipv4Address.ANY;
        boolean own = at.equals(Ipv4Address.ANY)
                || session.machine().stack().routing().isLocal(at);
        Optional<NcListener> listener =
                own ? NcListener.listen(session, options, at, port.get(), io, true) : Optional.empty();
        if (listener.isEmpty()) {
            return quit(
                    io, "bind to " + at + ":" + port.get() + ": " + Errno.text(own ? "EADDRINUSE" : "EADDRNOTAVAIL"));
        }
        return NcListener.stay(session, listener.get(), io);
    }

    /** What {@code -p} says; empty where it isn't given or no port. */
    private static Optional<Integer> sourcePort(Options options) {
        return Texts.number(options.value("-p", "")).filter(p -> p >= 1 && p <= 65_535);
    }

    /** One connection or datagram. */
    private static final class Run {
        private final Options options;
        private final Ipv4Address to;
        private final int port;
        private final Streams io;
        private final NetStack stack;
        private final long begin;

        Run(Session session, Options options, Ipv4Address to, int port, Streams io) {
            this.options = options;
            this.to = to;
            this.port = port;
            this.io = io;
            stack = session.machine().stack();
            begin = stack.network().clock().nanos();
        }

        private void say(String text) {
            if (options.has("-v")) {
                io.err().line("Ncat: " + text);
            }
        }

        /** What goes wrong is told, but with {@code -z} only to who asks for it. */
        private int failed(String errno) {
            if (!options.has("-z") || options.has("-v")) {
                io.err().line("Ncat: " + Errno.text(errno.isEmpty() ? "ETIMEDOUT" : errno) + ".");
            }
            return 1;
        }

        private void statistics(int sent, int received) {
            double seconds = (stack.network().clock().nanos() - begin) / 1e9 + 0.01;
            say(String.format(
                    Locale.ROOT, "%d bytes sent, %d bytes received in %.2f seconds.", sent, received, seconds));
        }

        int tcp(double patience) {
            int source = sourcePort(options).orElse(0);
            if (stack.sockets().listeners().stream().anyMatch(l -> l.port() == source)) {
                return quit(io, "bind to 0.0.0.0:" + source + ": Address already in use");
            }
            Ipv4Address from = Ipv4Address.parse(options.value("-s", "")).orElse(Ipv4Address.ANY);
            TcpConnection c = stack.sockets().connect(from, source, to, port);
            stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), (long)
                    (patience * SimClock.SECOND));
            if (!c.connected()) {
                String errno = c.error();
                c.abort();
                return failed(errno);
            }
            say("Connected to " + to + ":" + port + ".");
            Bytes input = Bytes.utf8(options.has("-z") ? "" : io.in().rest());
            if (!options.has("-z")) {
                c.send(input);
                stack.network()
                        .queue()
                        .runUntil(
                                () -> c.received().length() > 0
                                        || c.peerClosed()
                                        || !c.error().isEmpty(),
                                ANSWER_NANOS);
            }
            c.shutdownWrite();
            stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), ANSWER_NANOS);
            int received = options.has("-z") ? 0 : c.received().length();
            io.out().print(options.has("-z") ? "" : c.received().utf8());
            statistics(input.length(), received);
            return 0;
        }

        int udp() {
            int source = sourcePort(options).orElseGet(() -> stack.sockets().ephemeralPort());
            StringBuilder answer = new StringBuilder();
            @Nullable
            UdpSocket socket =
                    stack.sockets().bindUdp(Ipv4Address.ANY, source, (s, a, p, d, data) -> answer.append(data.utf8()));
            if (socket == null) {
                return quit(io, "bind to 0.0.0.0:" + source + ": Address already in use");
            }
            say("Connected to " + to + ":" + port + ".");
            RawSocket<Packet> refusal = refusal(stack, source);
            boolean probes = options.has("-z");
            Bytes data = Bytes.utf8(probes ? "\0" : io.in().rest());
            SendResult sent = socket.sendTo(to, port, data);
            stack.network()
                    .queue()
                    .runUntil(
                            () -> !probes && !answer.isEmpty()
                                    || refusal.found().isPresent(),
                            probes ? PROBE_NANOS : ANSWER_NANOS);
            socket.close();
            refusal.close();
            if (sent != SendResult.OK || refusal.found().isPresent()) {
                return failed(sent == SendResult.OK ? "ECONNREFUSED" : sent.name());
            }
            io.out().print(answer.toString());
            if (probes) {
                say("UDP packet sent successfully");
            }
            statistics(data.length(), answer.length());
            return 0;
        }
    }

    /** Waits for an ICMP error about a datagram from that port that a connected socket is told of. */
    static RawSocket<Packet> refusal(NetStack stack, int source) {
        return stack.sockets()
                .listenRaw(heard -> heard.payload() instanceof IcmpMessage m
                                && isFatal(m)
                                && m.quoted() != null
                                && m.quoted().payload() instanceof UdpDatagram u
                                && u.sourcePort() == source
                        ? Optional.of(heard)
                        : Optional.empty());
    }

    /** As {@code icmp_err_convert} has it: what may get better is kept from the program. */
    private static boolean isFatal(IcmpMessage m) {
        return m.type() == IcmpMessage.UNREACHABLE
                && switch (m.code()) {
                    case 0, 1, 4, 5, 11, 12 -> false;
                    default -> true;
                };
    }
}
