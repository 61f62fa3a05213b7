package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Flow;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.RouteLookup;
import org.ringlab.netfilter.stack.Routing;

/** {@code ip route get}: asks the kernel where a packet would go ({@code inet_rtm_getroute}). */
final class IpRouteGet {
    private static final int MISUSE = 255;
    private static final Set<String> VALUED = Set.of(
            "tos", "dsfield", "from", "iif", "mark", "oif", "dev", "vrf", "uid", "as", "ipproto", "sport", "dport",
            "to");

    private final Session session;
    private final Streams io;
    private final IpCommand.Style style;
    private final Routing routing;

    private @Nullable Ipv4Prefix to;
    private Ipv4Address from = Ipv4Address.ANY;
    private boolean fromGiven;
    private String iif = "";
    private String oif = "";
    private int mark;
    private String uid = "0";
    private boolean rowAlone;

    IpRouteGet(Session session, Streams io, IpCommand.Style style) {
        this.session = session;
        this.io = io;
        this.style = style;
        routing = session.machine().stack().routing();
    }

    int run(List<String> args) {
        int status = read(args);
        if (status != 0) {
            return status;
        }
        if (to == null) {
            io.err().line("need at least a destination address");
            return 1;
        }
        for (String device : List.of(iif, oif)) {
            if (!device.isEmpty()
                    && session.machine().stack().findInterface(device).isEmpty()) {
                return IpCommand.noDevice(io, device);
            }
        }
        status = ask(to.address());
        if (to.length() != 32) {
            io.err().line("Warning: /" + to.length() + " as prefix is invalid, only /32 (or none) is supported.");
        }
        return status;
    }

    private int read(List<String> args) {
        IpWords words = new IpWords(args, IpKeywords.ROUTE_GET, VALUED);
        while (words.next()) {
            String word = words.word();
            switch (word) {
                case "from", "to" -> {
                    if (!address(word, words.value())) {
                        return 1;
                    }
                }
                case "iif" -> iif = words.value();
                case "oif", "dev" -> oif = words.value();
                case "mark" -> {
                    Optional<Integer> number = IpWords.unsigned(words.value());
                    if (number.isEmpty()) {
                        return IpCommand.wrong(io, words.last(), "invalid mark value");
                    }
                    mark = number.get();
                }
                case "uid" -> {
                    if (IpWords.unsigned(words.value()).isEmpty()) {
                        return IpCommand.wrong(io, words.last(), "invalid UID\n");
                    }
                    uid = words.last();
                }
                case "tos", "dsfield" -> {
                    // No row and no rule is about it: it makes no difference.
                    if (IpWords.unsigned("0x" + words.value().replaceFirst("^0x", ""))
                            .isEmpty()) {
                        return IpCommand.wrong(io, words.last(), "TOS value is invalid\n");
                    }
                }
                case "ipproto", "sport", "dport" -> words.value();
                case "fibmatch" -> rowAlone = true;
                case "notify", "connected", "vrf", "as" -> {
                    return IpCommand.notSimulated(io, "ip route get … " + word);
                }
                default -> {
                    if (!address("to", words.typed())) {
                        return 1;
                    }
                }
            }
        }
        return words.isIncomplete() ? IpCommand.incomplete(io) : 0;
    }

    private boolean address(String keyword, String text) {
        Optional<Ipv4Prefix> prefix = IpWords.network(text);
        if (prefix.isEmpty()) {
            String family = style.inetOnly() || to != null || fromGiven ? "inet" : "any valid";
            io.err().line("Error: " + family + " prefix is expected rather than \"" + text + "\".");
            return false;
        }
        if (keyword.equals("to")) {
            to = prefix.get();
        } else {
            from = prefix.get().address();
            fromGiven = true;
        }
        return true;
    }

    private int ask(Ipv4Address destination) {
        RouteLookup found = routing.lookup(new Flow(from, destination, mark, iif.isEmpty() ? "lo" : iif, oif));
        if (!oif.isEmpty() && destination.isMulticast()) {
            return IpCommand.notSimulated(io, "ip route get MULTICAST oif");
        }
        NetInterface out = session.machine().stack().findInterface(oif).orElse(null);
        if (iif.isEmpty() && destination.equals(Ipv4Address.ANY)) {
            found = routing.lookup(Ipv4Address.LOOPBACK);
        } else if (iif.isEmpty()
                && out != null
                && found.route() == null
                && found.decision() == RouteDecision.NO_ROUTE) {
            // Who names an interface is believed that the other is on its link.
            Ipv4Address source = session.machine().stack().addressFor(out, destination);
            found = new RouteLookup(RouteDecision.UNICAST, null, out, destination, source);
        }
        String failure = failure(found);
        if (!failure.isEmpty()) {
            return IpCommand.refused(session, io, "", failure);
        }
        NetInterface iface = found.iface();
        if (iface == null) {
            return IpCommand.refused(session, io, "", "ENETUNREACH");
        }
        if (rowAlone && found.route() != null) {
            io.out().line(RouteText.of(found.route(), tableOf(found.route()), false, style.details(), Set.of()));
            return 0;
        }
        boolean local = found.decision() == RouteDecision.LOCAL;
        boolean broadcast = found.route() != null && found.route().type() == RouteType.BROADCAST;
        String type = local ? "local " : broadcast ? "broadcast " : style.details() ? "unicast " : "";
        String via = found.nextHop().equals(destination) || local ? "" : "via " + found.nextHop() + " ";
        String table = tableOf(found.route());
        boolean old = session.machine().profile() == Profile.CENTOS7;
        String line = type + destination + " " + (fromGiven ? "from " + from + " " : "") + via + "dev " + iface.name()
                + " " + (table.isEmpty() ? "" : "table " + table + " ")
                + (fromGiven ? "" : "src " + found.source() + " ")
                + (mark == 0
                        ? ""
                        : "mark " + (mark > 0 && mark < 16 ? "" + mark : "0x" + Integer.toHexString(mark)) + " ")
                + (old || !iif.isEmpty() ? "" : "uid " + uid + " ");
        int mtu = found.route() == null ? 0 : found.route().mtu();
        String cached = local
                ? "cache <local> "
                : broadcast
                        ? "cache <local,brd> "
                        : RouteText.cached(session.machine().stack(), destination, found.isRedirected(), mtu);
        io.out()
                .line(line + (style.oneLine() ? "\\" : "\n") + "    " + cached
                        + (iif.isEmpty() ? "" : "iif " + iif + " "));
        return 0;
    }

    /** Why the kernel has no answer, by the name of {@code errno}; empty where it has one. */
    private String failure(RouteLookup found) {
        Optional<NetInterface> in = session.machine().stack().findInterface(iif);
        boolean old = session.machine().profile() == Profile.CENTOS7;
        if (iif.isEmpty() && fromGiven && !routing.isLocal(from)) {
            return old ? "EINVAL" : "ENETUNREACH";
        }
        return switch (found.decision()) {
            case LOCAL, UNICAST -> {
                boolean broadcast = found.route() != null && found.route().type() == RouteType.BROADCAST;
                boolean sent = found.decision() == RouteDecision.UNICAST && !broadcast;
                if (in.isEmpty()) {
                    yield "";
                }
                yield from.equals(Ipv4Address.ANY)
                        ? "EINVAL"
                        : sent && !session.machine().stack().sysctls().forwards(in.get()) ? "EHOSTUNREACH" : "";
            }
            case NO_ROUTE -> "ENETUNREACH";
            case UNREACHABLE -> "EHOSTUNREACH";
            case PROHIBIT -> "EACCES";
            case BLACKHOLE -> "EINVAL";
        };
    }

    /** The table a row was found in; empty for the usual ones, unless details are wanted. */
    private String tableOf(@Nullable Route row) {
        for (var table : routing.tables().entrySet()) {
            int number = table.getKey();
            boolean usual = number == Routing.LOCAL || number == Routing.MAIN;
            if (row != null && table.getValue().rows().contains(row)) {
                return usual && !style.details() ? "" : RouteTables.name(session, number);
            }
        }
        return style.details() ? "main" : "";
    }
}
