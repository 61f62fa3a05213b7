package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ping} of iputils. Without {@code -c} it sends four requests in the foreground, since nobody could press Ctrl-C
 * here. */
final class PingCommand extends NamedCommand {
    /** Requests sent without {@code -c}. */
    static final int DEFAULT_COUNT = 4;

    private static final int MAX_COUNT = 1000;

    PingCommand() {
        super(
                "ping",
                "ping [-c COUNT] [-i SECONDS] [-s SIZE] [-t TTL] [-W SECONDS] [-w SECONDS] [-I SOURCE] [-M do|want|dont] HOST: is it there?",
                "-c",
                "-i",
                "-s",
                "-t",
                "-W",
                "-w",
                "-I",
                "-M",
                "-n",
                "-q");
    }

    /** What to send, as the arguments say. */
    record Plan(
            Ipv4Address to,
            int count,
            long intervalNanos,
            int size,
            int ttl,
            long waitNanos,
            long deadlineNanos,
            Fragments fragments,
            boolean bound,
            String device,
            boolean quiet,
            boolean numeric,
            boolean outstanding) {}

    /** Whether requests may be cut ({@code -M}, path MTU discovery). */
    enum Fragments {
        /** Never: what is known not to fit isn't sent. */
        DO,
        /** Only by this host, once it knows that they don't fit. */
        WANT,
        /** By anybody on the way. */
        DONT
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        List<String> known = args.stream()
                .map(a -> a.startsWith("--") && a.length() > 2 ? "--" : a)
                .toList();
        Options options = Options.parse(
                known.contains("--") && !args.contains("--") ? List.of("--x") : args,
                "c:i:s:t:W:w:I:M:nqvbO46hVULS:e:");
        Optional<String> complaint =
                options.unknown().filter(o -> o.startsWith("--")).isPresent()
                        ? Optional.of("ping: invalid option -- '-'")
                        : options.complaint("ping");
        if (options.has("-V") && complaint.isEmpty()) {
            io.out()
                    .print(
                            old
                                    ? "ping utility, iputils-s20160308\n"
                                    : "ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes,"
                                            + " __fpending(): yes\n");
            return 0;
        }
        if (complaint.isPresent() || options.has("-h")) {
            boolean leftOut = complaint.filter(c -> c.contains("not simulated")).isPresent();
            io.err().print(complaint.map(c -> c + "\n").orElse("") + (leftOut ? "" : PingUsage.of(old)));
            return 2;
        }
        for (String option : List.of("-c", "-s", "-t", "-w")) {
            if (options.has(option)
                    && number(options, option, 1, option.equals("-c") ? 1 : 0, Integer.MAX_VALUE, io) < 0) {
                return 1;
            }
        }
        if (options.operands().isEmpty()) {
            if (old) {
                io.err().print(PingUsage.of(true));
                return 2;
            }
            io.err().line("ping: usage error: Destination address required");
            return 1;
        }
        for (String operand : options.operands()) {
            if (Names.address(session, operand).isEmpty()) {
                io.err().line("ping: " + operand + ": Name or service not known");
                return 2;
            }
        }
        if (options.operands().size() > 1) {
            io.err().line("ping: not simulated: several addresses (a route for the request)");
            return 2;
        }
        String name = options.operands().get(0);
        Optional<Ipv4Address> to = Names.address(session, name);
        if (options.has("-6")) {
            io.err().line("ping: " + name + ": Address family for hostname not supported");
            return 2;
        }
        if (options.has("-v")) {
            io.err().line("ping: not simulated: -v");
            return 2;
        }
        if (options.value("-t", "64").equals("0")) {
            io.err()
                    .line(
                            old
                                    ? "ping: can't set unicast time-to-live: Invalid argument"
                                    : "ping: cannot set unicast time-to-live: Invalid argument");
            return 2;
        }
        @Nullable Plan plan = plan(name, to.orElseThrow(), options, session, io);
        if (plan == null) {
            return options.has("-M") && fragments(options.value("-M", "")).isEmpty() ? 2 : 1;
        }
        if (!options.has("-c") && !options.has("-w") && !session.jobs().mayStay()) {
            session.hintOnce(new Diagnostic(
                    "ping-count",
                    Diagnostic.Severity.HINT,
                    null,
                    "a real ping goes on until Ctrl-C; this one stops after " + DEFAULT_COUNT + " requests",
                    "say how many with -c"));
        }
        Optional<Ipv4Address> source = source(session, options.value("-I", ""), to.orElseThrow(), io);
        if (source.isEmpty()) {
            return 2;
        }
        boolean toAll = session.machine().stack().routing().isBroadcast(to.orElseThrow());
        if (toAll && !options.has("-b")) {
            io.err()
                    .line(
                            old
                                    ? "Do you want to ping broadcast? Then -b. If not, check your local firewall rules."
                                    : "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules");
            return 2;
        }
        if (toAll) {
            io.err().line("WARNING: pinging broadcast address");
        }
        PingRun run = new PingRun(session, io, plan, source.get(), name, !options.has("-c") && !options.has("-w"));
        if (!session.jobs().mayStay()) {
            return run.run();
        }
        run.start();
        session.jobs().stay(run);
        return 0;
    }

    private static @Nullable Plan plan(String name, Ipv4Address to, Options options, Session session, Streams io) {
        boolean deadline = options.has("-w") || session.jobs().mayStay();
        int count = number(options, "-c", deadline ? MAX_COUNT : DEFAULT_COUNT, 1, Integer.MAX_VALUE, io);
        int size = number(options, "-s", 56, 0, 65_507, io);
        int ttl = number(options, "-t", 64, 0, 255, io);
        double wait = seconds(options.value("-W", "10"), 10, io);
        int end = number(options, "-w", 0, 0, 86_400, io);
        double interval = seconds(options.value("-i", "1"), 1, io);
        Optional<Fragments> fragments = fragments(options.value("-M", "want"));
        if (fragments.isEmpty()) {
            io.err().line("ping: invalid -M argument: " + options.value("-M", ""));
            return null;
        }
        if (count < 0 || size < 0 || ttl < 0 || end < 0) {
            return null;
        }
        return new Plan(
                to,
                Math.min(count, MAX_COUNT),
                (long) (interval * SimClock.SECOND),
                size,
                ttl == 0 ? 64 : ttl,
                (long) (wait * SimClock.SECOND),
                end * SimClock.SECOND,
                fragments.get(),
                options.has("-I"),
                session.machine()
                        .stack()
                        .findInterface(options.value("-I", ""))
                        .map(NetInterface::name)
                        .orElse(""),
                options.has("-q"),
                options.has("-n") || Ipv4Address.parse(name).isPresent(),
                options.has("-O"));
    }

    /** A number of seconds; what is none is complained about, and taken for the usual. */
    private static double seconds(String text, double usual, Streams io) {
        if (text.matches("\\d{1,6}(\\.\\d{0,6})?")) {
            return Double.parseDouble(text);
        }
        io.err().line("ping: option argument contains garbage: " + text);
        io.err().line("ping: this will become fatal error in the future");
        return usual;
    }

    private static Optional<Fragments> fragments(String word) {
        return switch (word) {
            case "do" -> Optional.of(Fragments.DO);
            case "want" -> Optional.of(Fragments.WANT);
            case "dont" -> Optional.of(Fragments.DONT);
            default -> Optional.empty();
        };
    }

    /** An option's number; −1, and iputils' complaint, where it is none. */
    private static int number(Options options, String option, int fallback, int min, int max, Streams io) {
        String text = options.value(option, String.valueOf(fallback));
        Optional<Integer> number = Texts.number(text);
        if (number.isEmpty() || number.get() < min || number.get() > max) {
            long most = option.equals("-c") ? Long.MAX_VALUE : max;
            String range = String.format(Locale.ROOT, "out of range: %d <= value <= %d", min, most);
            io.err().line("ping: invalid argument: '" + text + "'" + (number.isEmpty() ? "" : ": " + range));
            return -1;
        }
        return number.get();
    }

    private static Optional<Ipv4Address> source(Session session, String from, Ipv4Address to, Streams io) {
        if (from.isEmpty()) {
            Optional<Ipv4Address> source = session.machine().stack().sockets().sourceFor(to);
            if (source.isEmpty()) {
                IcmpMessage request = new IcmpMessage(IcmpMessage.ECHO, 0, 0, 1, Bytes.EMPTY, null);
                session.machine().stack().sockets().tellUnroutable(Packet.of(Ipv4Address.ANY, to, 64, request), "ping");
                String errno = switch (session.machine().stack().lookup(to).decision()) {
                    case PROHIBIT -> "EACCES";
                    case BLACKHOLE -> "EINVAL";
                    case UNREACHABLE -> "EHOSTUNREACH";
                    case LOCAL, UNICAST, NO_ROUTE -> "ENETUNREACH";
                };
                boolean old = session.machine().profile() == Profile.CENTOS7;
                io.err().line((old ? "connect: " : "ping: connect: ") + Errno.text(errno));
            }
            return source;
        }
        Optional<NetInterface> iface = session.machine().stack().findInterface(from);
        if (iface.isPresent() && !iface.get().addresses().isEmpty()) {
            return Optional.of(iface.get().addresses().get(0).address());
        }
        Optional<Ipv4Address> address = Ipv4Address.parse(from);
        boolean own = address.isPresent() && session.machine().stack().routing().isLocal(address.get());
        if (!own) {
            io.err()
                    .line(
                            address.isPresent()
                                    ? "ping: bind: Cannot assign requested address"
                                    : session.machine().profile() == Profile.CENTOS7
                                            ? "ping: unknown iface: " + from
                                            : "ping: SO_BINDTODEVICE " + from + ": No such device");
        }
        return own ? address : Optional.empty();
    }
}
