package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Placing;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.route.RoutingTable;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.Routing;

/** {@code route} of net-tools 2: shows and changes the main routing table. */
final class RouteCommand extends NamedCommand {
    private static final int USAGE = 3;
    private static final int LOOKUP_FAILED = 6;
    private static final int IOCTL_FAILED = 7;
    private static final String CHANGE_USAGE =
            "Usage: inet_route [-vF] del {-host|-net} Target[/prefix] [gw Gw] [metric M] [[dev] If]\n"
                    + "       inet_route [-vF] add {-host|-net} Target[/prefix] [gw Gw] [metric M]\n"
                    + "                              [netmask N] [mss Mss] [window W] [irtt I]\n"
                    + "                              [mod] [dyn] [reinstate] [[dev] If]\n"
                    + "       inet_route [-vF] add {-host|-net} Target[/prefix] [metric M] reject\n"
                    + "       inet_route [-FC] flush      NOT supported";
    private static final String USAGE_TEXT = "Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables\n"
            + "       route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.\n";

    RouteCommand() {
        super(
                "route",
                "route [-n] | route add|del -net|-host TARGET [netmask N] [gw GATEWAY] [dev IF]: the routing table",
                "-n",
                "add",
                "del",
                "-net",
                "-host",
                "default",
                "gw",
                "netmask",
                "dev",
                "metric",
                "reject");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        boolean numeric = false;
        String extended = "";
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            switch (option) {
                case "-V", "--version" -> {
                    io.out().line("net-tools 2.10");
                    return 0;
                }
                case "--numeric" -> numeric = true;
                case "-h", "--help", "-C", "--cache", "-6", "-A", "--inet6" -> {
                    io.err().line("route: not simulated: " + option);
                    return 1;
                }
                default -> {
                    if (!option.matches("-[nNveF4]+")) {
                        io.err().line(USAGE_TEXT);
                        return USAGE;
                    }
                    numeric |= option.contains("n");
                    extended += option.replaceAll("[^e]", "");
                }
            }
        }
        if (words.isEmpty()) {
            return switch (extended) {
                case "" -> show(session, io, numeric);
                case "e" -> socketTable(session, io, numeric);
                default -> {
                    io.err().line("route: not simulated: -ee");
                    yield 1;
                }
            };
        }
        String verb = words.remove(0);
        if (verb.equals("flush")) {
            io.err().line("Flushing `inet' routing table not supported");
            io.err().line(CHANGE_USAGE);
            return USAGE;
        }
        if (!verb.equals("add") && !verb.equals("del") && !verb.equals("delete")) {
            io.err().line(USAGE_TEXT);
            return USAGE;
        }
        return new Change(session, io, verb.equals("add")).run(words);
    }

    /** As {@code netstat -r} and {@code route -e} show it: with what TCP is told of each row. */
    static int socketTable(Session session, Streams io, boolean numeric) {
        io.out().line("Kernel IP routing table");
        io.out().line("Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface");
        for (Route route : sorted(session.machine().stack().routing().main())) {
            boolean rejects = rejects(route);
            io.out()
                    .line(ends(route, numeric) + " " + Texts.right(rejects ? "-" : "0", 5) + " "
                            + Texts.left(rejects ? "-" : "0", 6) + " " + Texts.right(rejects ? "-" : "0", 5) + " "
                            + device(route));
        }
        return 0;
    }

    private static boolean rejects(Route route) {
        return route.type() == RouteType.UNREACHABLE || route.type() == RouteType.PROHIBIT;
    }

    private static String device(Route route) {
        return rejects(route) ? "-" : route.iface().isEmpty() ? "*" : route.iface();
    }

    /** The columns that all tables have. */
    private static String ends(Route route, boolean numeric) {
        String destination = route.isDefault() && !numeric
                ? "default"
                : route.destination().address().toString();
        String gateway = rejects(route) ? "-" : route.given() != null ? String.valueOf(route.given()) : "0.0.0.0";
        String flags = (rejects(route) ? "!" : "U")
                + (route.given() != null ? "G" : "")
                + (route.destination().length() == 32 ? "H" : "");
        return Texts.left(destination, 15) + " " + Texts.left(gateway, 15) + " "
                + Texts.left(route.destination().netmask().toString(), 15) + " " + Texts.left(flags, 5);
    }

    private static int show(Session session, Streams io, boolean numeric) {
        io.out().line("Kernel IP routing table");
        io.out().line("Destination     Gateway         Genmask         Flags Metric Ref    Use Iface");
        for (Route route : sorted(session.machine().stack().routing().main())) {
            io.out()
                    .line(ends(route, numeric) + " " + Texts.left(String.valueOf(route.metric()), 6) + " "
                            + (rejects(route) ? "-" : "0") + "        0 " + device(route));
        }
        return 0;
    }

    /** The rows as the kernel lists them: by address, the longer prefix first, then by metric. */
    static List<Route> sorted(RoutingTable table) {
        List<Route> rows = new ArrayList<>(table.rows());
        rows.sort(Comparator.comparing((Route r) -> r.destination().address())
                .thenComparing(r -> -r.destination().length())
                .thenComparing(Route::metric));
        return rows;
    }

    /** One change in the making. */
    private static final class Change {
        private final Session session;
        private final Streams io;
        private final boolean adds;
        private @Nullable Ipv4Prefix destination;
        private @Nullable Ipv4Address gateway;
        private @Nullable Ipv4Address netmask;
        private boolean network;
        private boolean prefixGiven;
        private String iface = "";
        private int metric;
        private boolean rejects;

        Change(Session session, Streams io, boolean adds) {
            this.session = session;
            this.io = io;
            this.adds = adds;
        }

        int run(List<String> words) {
            List<String> rest = new ArrayList<>(words);
            boolean host = false;
            if (!rest.isEmpty() && (rest.get(0).equals("-net") || rest.get(0).equals("-host"))) {
                network = rest.get(0).equals("-net");
                host = !network;
                rest.remove(0);
            }
            if (rest.isEmpty()) {
                io.err().line(CHANGE_USAGE);
                return 0;
            }
            int status = target(rest.remove(0), host);
            if (status == 0) {
                status = keywords(rest);
            }
            return status == 0 ? apply() : status;
        }

        private int target(String text, boolean host) {
            if (text.equals("default")) {
                destination = Ipv4Prefix.ALL;
                network = true;
                return 0;
            }
            int slash = text.indexOf('/');
            Optional<Ipv4Address> address = Names.address(session, slash < 0 ? text : text.substring(0, slash));
            if (address.isEmpty()) {
                io.err()
                        .line((slash < 0 ? text : text.substring(0, slash)) + ": "
                                + (network ? "Host name lookup failure" : "Unknown host"));
                return LOOKUP_FAILED;
            }
            prefixGiven = slash >= 0;
            Optional<Integer> length = prefixGiven ? Texts.number(text.substring(slash + 1)) : Optional.of(32);
            if (length.isEmpty() || length.get() < 0 || length.get() > 32) {
                return mismatch();
            }
            network |= prefixGiven && !host;
            destination = new Ipv4Prefix(address.get(), length.get());
            // without a mask, -net 0.0.0.0 is the default route and others follow their class
            if (!prefixGiven && network && address.get().equals(Ipv4Address.ANY)) {
                destination = Ipv4Prefix.ALL;
            }
            return 0;
        }

        private int keywords(List<String> rest) {
            for (int i = 0; i < rest.size(); i++) {
                String word = rest.get(i);
                String value = i + 1 < rest.size() ? rest.get(i + 1) : "";
                switch (word) {
                    case "gw" -> {
                        Optional<Ipv4Address> address = Names.address(session, value);
                        if (value.isEmpty()) {
                            return changeUsage();
                        }
                        if (address.isEmpty()) {
                            io.err().line(value + ": Unknown host");
                            return LOOKUP_FAILED;
                        }
                        gateway = address.get();
                        i++;
                    }
                    case "netmask" -> {
                        Optional<Ipv4Address> mask = Ipv4Address.parse(value);
                        if (value.isEmpty() || prefixGiven) {
                            return changeUsage();
                        }
                        if (mask.isEmpty()) {
                            io.err().line("route: bogus netmask " + value);
                            return USAGE;
                        }
                        netmask = mask.get();
                        i++;
                    }
                    case "metric" -> {
                        if (Texts.number(value).isEmpty()) {
                            return changeUsage();
                        }
                        metric = Texts.number(value).orElse(0);
                        i++;
                    }
                    case "dev" -> {
                        if (value.isEmpty()) {
                            return changeUsage();
                        }
                        iface = value;
                        i++;
                    }
                    case "reject" -> rejects = true;
                    default -> {
                        if (!iface.isEmpty()) {
                            return changeUsage();
                        }
                        iface = word;
                    }
                }
            }
            return 0;
        }

        private int apply() {
            Ipv4Prefix to = destination == null ? Ipv4Prefix.ALL : destination;
            if (netmask != null) {
                int length = Integer.bitCount(netmask.bits());
                if (Ipv4Prefix.mask(length) != netmask.bits()) {
                    io.err().line("route: bogus netmask " + netmask);
                    return USAGE;
                }
                to = new Ipv4Prefix(to.address(), length);
            }
            if (!to.network().equals(to)) {
                return mismatch();
            }
            Routing routing = session.machine().stack().routing();
            if (!adds) {
                boolean anyLength = network && !prefixGiven && netmask == null;
                return report("SIOCDELRT", routing.remove(anyLength ? widest(routing, to) : to, gateway, iface, 0));
            }
            if (network && !prefixGiven && netmask == null && to.length() == 32) {
                return report("SIOCADDRT", RouteChange.EINVAL);
            }
            if (gateway == null && iface.isEmpty() && !rejects) {
                return report("SIOCADDRT", RouteChange.ENODEV);
            }
            RouteType type = rejects ? RouteType.UNREACHABLE : RouteType.UNICAST;
            boolean direct = gateway == null || routing.isLocal(gateway);
            Route.Scope scope = direct && !rejects ? Route.Scope.LINK : Route.Scope.GLOBAL;
            return report(
                    "SIOCADDRT",
                    routing.place(
                            new Route(type, to, gateway, iface, null, metric, Route.Protocol.BOOT, scope),
                            Placing.PREPEND,
                            Routing.MAIN));
        }

        /** Without a mask {@code del -net} takes the row of that address whatever its length. */
        private static Ipv4Prefix widest(Routing routing, Ipv4Prefix to) {
            return routing.main().rows().stream()
                    .map(Route::destination)
                    .filter(d -> d.address().equals(to.address()))
                    .findFirst()
                    .orElse(to);
        }

        private int report(String call, RouteChange change) {
            if (change == RouteChange.OK) {
                return 0;
            }
            io.err().line(call + ": " + Errno.text(change.name()));
            return IOCTL_FAILED;
        }

        private int mismatch() {
            io.err().line("route: netmask doesn't match route address");
            return changeUsage();
        }

        private int changeUsage() {
            io.err().line(CHANGE_USAGE);
            return USAGE;
        }
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return session.machine().stack().interfaces().stream()
                .map(NetInterface::name)
                .map(n -> n.toLowerCase(Locale.ROOT))
                .toList();
    }
}
