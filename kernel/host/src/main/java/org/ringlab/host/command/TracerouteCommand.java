package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;

/** {@code traceroute} 2.1: probes whose time to live runs out at each hop in turn, sixteen on their way at a time. */
final class TracerouteCommand extends NamedCommand {
    private static final double NOMINAL_HOP_MILLIS = 0.045;
    private static final int FIRST_PORT = 33_434;
    private static final int AT_ONCE = 16;

    TracerouteCommand() {
        super(
                "traceroute",
                "traceroute [-n] [-I|-T] [-p PORT] [-q PROBES] [-m HOPS] [-w SECONDS] HOST: the routers on the way",
                "-n",
                "-I",
                "-T",
                "-p",
                "-q",
                "-m",
                "-w");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        TracerouteOptions options = TracerouteOptions.parse(args);
        if (args.isEmpty() || options.has("--help")) {
            (args.isEmpty() ? io.err() : io.out()).print(TracerouteOptions.usage());
            return 0;
        }
        if (options.has("-V")) {
            io.out()
                    .line("Modern traceroute for Linux, version 2.1.2\n"
                            + "Copyright (c) 2016  Dmitry Butskoy,   License: GPL v2 or any later");
            return 0;
        }
        Optional<String> complaint = options.complaint();
        if (complaint.isPresent()) {
            io.err().line(complaint.get());
            return 2;
        }
        List<String> words = options.operands();
        if (words.isEmpty()) {
            io.err().line("Specify \"host\" missing argument.");
            return 2;
        }
        String name = words.getFirst();
        Optional<Ipv4Address> to = Names.address(session, name);
        if (to.isEmpty() || options.has("-6")) {
            io.err()
                    .line(name + ": "
                            + (to.isEmpty()
                                    ? "Name or service not known"
                                    : "Address family for hostname not supported"));
            io.err()
                    .line("Cannot handle \"host\" cmdline arg `" + name + "' on position 1 (argc "
                            + (args.indexOf(name) + 1) + ")");
            return 2;
        }
        if (words.size() > 1 && Texts.number(words.get(1)).isEmpty()) {
            io.err()
                    .line("Cannot handle \"packetlen\" cmdline arg `" + words.get(1) + "' on position 2 (argc "
                            + (args.lastIndexOf(words.get(1)) + 1) + ")");
            return 2;
        }
        if (words.size() > 2) {
            io.err()
                    .line("Extra arg `" + words.get(2) + "' (position 3, argc " + (args.lastIndexOf(words.get(2)) + 1)
                            + ")");
            return 2;
        }
        Optional<String> wrong =
                options.outOfRange(words.size() > 1 ? Texts.number(words.get(1)).orElse(0) : 0);
        if (wrong.isPresent()) {
            io.err().line(wrong.get());
            return 2;
        }
        Optional<String> leftOut = options.leftOut();
        if (leftOut.isPresent()) {
            io.err().line("traceroute: not simulated: " + leftOut.get());
            return 1;
        }
        if (words.size() > 1) {
            io.err().line("traceroute: not simulated: a packet length");
            return 1;
        }
        int hops = options.number("-m", 30);
        int first = options.number("-f", 1);
        int queries = options.number("-q", 3);
        io.out().print("traceroute to " + name + " (" + to.get() + "), " + hops + " hops max, 60 byte packets");
        return new Trace(session, options, to.get(), queries, io).run(first, hops);
    }

    /** One way being looked for. */
    private static final class Trace {
        private final Session session;
        private final TracerouteOptions options;
        private final Ipv4Address to;
        private final int queries;
        private final Streams io;
        private final NetStack stack;
        private final int sourcePort;
        private int sent;

        /** A probe, and who waits for what comes of it. */
        private record Probe(int number, int ttl, RawSocket<Answer> answer) {}

        /** What came back. */
        private record Answer(Packet packet, boolean last, String mark) {}

        Trace(Session session, TracerouteOptions options, Ipv4Address to, int queries, Streams io) {
            this.session = session;
            this.options = options;
            this.to = to;
            this.queries = queries;
            this.io = io;
            stack = session.machine().stack();
            sourcePort = stack.sockets().ephemeralPort();
        }

        int run(int first, int hops) {
            io.out().line("");
            Optional<Ipv4Address> given = Ipv4Address.parse(options.value("-s"));
            if (given.isPresent() && !stack.routing().isLocal(given.get())) {
                io.err().line("bind: Cannot assign requested address");
                return 1;
            }
            Optional<Ipv4Address> source = given.or(() -> stack.sockets().sourceFor(to));
            if (source.isEmpty()) {
                io.err().line("connect: Network is unreachable");
                return 1;
            }
            double seconds = options.seconds();
            int together = Math.max(1, options.number("-N", AT_ONCE) / queries);
            for (int ttl = first; ttl <= hops; ttl += together) {
                List<Probe> probes = new ArrayList<>();
                for (int t = ttl; t < Math.min(ttl + together, hops + 1); t++) {
                    for (int i = 0; i < queries; i++) {
                        probes.add(send(source.get(), t));
                    }
                }
                stack.network()
                        .queue()
                        .runUntil(
                                () -> probes.stream()
                                        .allMatch(p -> p.answer.found().isPresent()),
                                (long) (seconds * SimClock.SECOND));
                probes.forEach(p -> p.answer.close());
                for (int t = ttl; t < Math.min(ttl + together, hops + 1); t++) {
                    int hop = t;
                    if (show(hop, probes.stream().filter(p -> p.ttl() == hop).toList())) {
                        return 0;
                    }
                }
            }
            return 0;
        }

        private Probe send(Ipv4Address source, int ttl) {
            int number = sent++;
            RawSocket<Answer> answer = stack.sockets().listenRaw(heard -> meaning(heard, number));
            Payload payload = options.has("-I")
                    ? new IcmpMessage(IcmpMessage.ECHO, 0, sourcePort, number + 1, Bytes.filled(32, 0x48), null)
                    : options.has("-T")
                            ? new TcpSegment(
                                    sourcePort - number % 1000,
                                    port(80),
                                    1000 + number,
                                    0,
                                    TcpSegment.SYN,
                                    20,
                                    1460,
                                    Bytes.EMPTY)
                            : new UdpDatagram(
                                    sourcePort,
                                    options.has("-U") ? port(53) : port(FIRST_PORT) + number,
                                    Bytes.filled(32, 0x40));
            Packet packet = new Packet(source, to, ttl, 0, number + 1, options.has("-T"), payload);
            stack.sockets().sendRaw(packet, "traceroute");
            return new Probe(number, ttl, answer);
        }

        private int port(int standard) {
            return options.number("-p", standard) & 0xFFFF;
        }

        private boolean isMine(Payload payload, int number) {
            return switch (payload) {
                case IcmpMessage i -> options.has("-I") && i.id() == sourcePort && i.sequence() == number + 1;
                case TcpSegment t -> options.has("-T") && t.sequence() == 1000 + number;
                case UdpDatagram u ->
                    u.sourcePort() == sourcePort
                            && (options.has("-U") || u.destinationPort() == port(FIRST_PORT) + number);
                default -> false;
            };
        }

        private Optional<Answer> meaning(Packet packet, int number) {
            if (packet.payload() instanceof IcmpMessage m && m.type() == IcmpMessage.REDIRECT) {
                return Optional.empty();
            }
            if (packet.payload() instanceof IcmpMessage m && m.isError()) {
                boolean mine = m.quoted() != null && isMine(m.quoted().payload(), number);
                return mine
                        ? Optional.of(new Answer(packet, m.type() != IcmpMessage.TIME_EXCEEDED, remark(m)))
                        : Optional.empty();
            }
            boolean reply =
                    packet.payload() instanceof IcmpMessage m && m.type() == IcmpMessage.ECHO_REPLY && isMine(m, number)
                            || packet.payload() instanceof TcpSegment t
                                    && options.has("-T")
                                    && packet.source().equals(to)
                                    && t.acknowledgement() == 1001 + number;
            return reply ? Optional.of(new Answer(packet, true, "")) : Optional.empty();
        }

        private static String remark(IcmpMessage m) {
            if (m.type() != IcmpMessage.UNREACHABLE || m.code() == 3) {
                return "";
            }
            return switch (m.code()) {
                case 0 -> " !N";
                case 1 -> " !H";
                case 2 -> " !P";
                case 4 -> " !F-" + m.sequence();
                case 5 -> " !S";
                case 9, 10, 13 -> " !X";
                case 14 -> " !V";
                case 15 -> " !C";
                default -> " !<" + m.code() + ">";
            };
        }

        /** A hop's line; whether it was the last. */
        private boolean show(int ttl, List<Probe> probes) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%2d ", ttl));
            boolean last = false;
            String before = "";
            for (Probe probe : probes) {
                Optional<Answer> answer = probe.answer.found();
                if (answer.isEmpty()) {
                    line.append(" *");
                    continue;
                }
                Packet packet = answer.get().packet();
                String from = from(packet.source());
                line.append(from.equals(before) ? "" : " " + from);
                before = from;
                int hops = Math.max(1, Math.min(ttl, 30));
                line.append(String.format(Locale.ROOT, "  %.3f ms", hops * NOMINAL_HOP_MILLIS));
                line.append(answer.get().mark());
                last |= answer.get().last();
            }
            io.out().line(line.toString());
            return last;
        }

        private String from(Ipv4Address address) {
            return options.has("-n")
                    ? address.toString()
                    : Names.name(session, address).orElse(address.toString()) + " (" + address + ")";
        }
    }
}
