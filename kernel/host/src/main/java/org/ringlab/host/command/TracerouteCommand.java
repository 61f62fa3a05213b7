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
        Options options = Options.parse(args, "4nITFdrUp:q:m:w:f:s:i:N:z:");
        if (options.unknown().isPresent()) {
            io.err().line("Bad option `-" + options.unknown().get().replaceFirst("^-", "") + "' (argc 1)");
            return 2;
        }
        if (options.lacking().isPresent()) {
            io.err()
                    .line("Option `-" + options.lacking().get() + "' (argc 1) requires an argument: `-"
                            + options.lacking().get() + " '");
            return 2;
        }
        for (String option : List.of("-F", "-d", "-r", "-s", "-i", "-N", "-z")) {
            if (options.has(option)) {
                io.err().line("traceroute: not simulated: " + option);
                return 1;
            }
        }
        if (options.operands().size() > 1) {
            io.err().line("traceroute: not simulated: a packet length");
            return 1;
        }
        if (options.operands().isEmpty()) {
            io.err().line("Specify \"host\" missing argument.");
            return 2;
        }
        int hops = Texts.number(options.value("-m", "30")).orElse(0);
        int first = Texts.number(options.value("-f", "1")).orElse(0);
        int queries = Texts.number(options.value("-q", "3")).orElse(0);
        if (first < 1 || first > hops) {
            io.err().line("first hop out of range");
            return 2;
        }
        if (hops > 255) {
            io.err().line("max hops cannot be more than 255");
            return 2;
        }
        if (queries < 1 || queries > 10) {
            io.err().line("no more than 10 probes per hop");
            return 2;
        }
        String name = options.operands().get(0);
        Optional<Ipv4Address> to = Names.address(session, name);
        if (to.isEmpty()) {
            io.err().line(name + ": Name or service not known");
            io.err().line("Cannot handle \"host\" cmdline arg `" + name + "' on position 1 (argc " + args.size() + ")");
            return 2;
        }
        io.out().print("traceroute to " + name + " (" + to.get() + "), " + hops + " hops max, 60 byte packets");
        return new Trace(session, options, to.get(), queries, io).run(first, hops);
    }

    /** One way being looked for. */
    private static final class Trace {
        private final Session session;
        private final Options options;
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

        Trace(Session session, Options options, Ipv4Address to, int queries, Streams io) {
            this.session = session;
            this.options = options;
            this.to = to;
            this.queries = queries;
            this.io = io;
            stack = session.machine().stack();
            sourcePort = stack.sockets().ephemeralPort();
        }

        int run(int first, int hops) {
            Optional<Ipv4Address> source = stack.sockets().sourceFor(to);
            if (source.isEmpty()) {
                io.err().line("\nconnect: Network is unreachable");
                return 1;
            }
            io.out().line("");
            String wait = options.value("-w", "5");
            double seconds = wait.matches("\\d{1,4}(\\.\\d{1,3})?.*") ? Double.parseDouble(wait.split(",")[0]) : 5;
            int together = Math.max(1, AT_ONCE / queries);
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
            return Texts.number(options.value("-p", String.valueOf(standard))).orElse(standard) & 0xFFFF;
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
