package org.ringlab.netfilter.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.route.Flow;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.rules.AddressKind;

/**
 * Shorter ways: a router tells a neighbour who could have gone to the next router itself, and a host that is told so goes
 * there from now on (net/ipv4/route.c).
 */
public final class Redirects {
    /** How long a way that was heard of is believed in ({@code net.ipv4.route.gc_timeout}). */
    private static final long BELIEVED = 300 * SimClock.SECOND;

    private final NetStack stack;
    private final Map<Ipv4Address, Shortcut> shortcuts = new HashMap<>();

    /**
     * Another next hop to one destination (struct fib_nh_exception).
     *
     * @param instead what it replaces
     * @param gateway the next hop
     * @param untilNanos when it is forgotten
     */
    public record Shortcut(NextHop instead, Ipv4Address gateway, long untilNanos) {}

    /** What rows of a table have in common that differ in their destinations (struct fib_info). */
    public record NextHop(
            @Nullable Ipv4Address gateway,
            String iface,
            @Nullable Ipv4Address preferredSource,
            int metric,
            Route.Protocol protocol,
            Route.Scope scope,
            int mtu) {
        static NextHop of(Route row) {
            return new NextHop(
                    row.gateway(),
                    row.iface(),
                    row.preferredSource(),
                    row.metric(),
                    row.protocol(),
                    row.scope(),
                    row.mtu());
        }
    }

    Redirects(NetStack stack) {
        this.stack = stack;
    }

    /** The ways that were heard of and still hold, by destination. */
    public SortedMap<Ipv4Address, Shortcut> shortcuts() {
        SortedMap<Ipv4Address, Shortcut> held = new TreeMap<>();
        shortcuts.forEach((destination, s) -> {
            if (s.untilNanos > stack.nanos()
                    && rows().anyMatch(row -> NextHop.of(row).equals(s.instead))) {
                held.put(destination, s);
            }
        });
        return held;
    }

    private Stream<Route> rows() {
        return stack.routing().tables().values().stream().flatMap(t -> t.rows().stream());
    }

    /** A row comes: what was heard of the same next hop is of an earlier one, unless other rows have it still. */
    void rowComes(Route row) {
        NextHop hop = NextHop.of(row);
        if (!shortcuts.isEmpty() && rows().noneMatch(other -> NextHop.of(other).equals(hop))) {
            shortcuts.values().removeIf(s -> s.instead.equals(hop));
        }
    }

    /** Forgets them all ({@code ip route flush cache}). */
    void forget() {
        shortcuts.clear();
    }

    /** The next hop heard of to {@code destination}, where {@code row} is the one that leads there; null where none. */
    @Nullable
    Ipv4Address gateway(Route row, Ipv4Address destination) {
        Shortcut s = shortcuts.isEmpty() ? null : shortcuts.get(destination);
        if (s == null || s.untilNanos <= stack.nanos() || !s.instead.equals(NextHop.of(row))) {
            return null;
        }
        return s.gateway;
    }

    /**
     * Whether a router that sends a packet on by the interface it came in by could tell its sender of a shorter way: the
     * sender is a neighbour, and reaches the next hop itself ({@code IPSKB_DOREDIRECT} of {@code __mkroute_input}).
     */
    boolean due(Packet packet, NetInterface in, RouteLookup route) {
        if (route.iface() != in || !stack.sysctls().redirects(in).sends()) {
            return false;
        }
        Route row = route.route();
        Ipv4Address gateway = row == null ? null : row.gateway();
        return isNeighbour(packet, in)
                && (stack.sysctls().redirects(in).sharedMedia() || onLink(in, packet.source(), gateway));
    }

    /** Whether the way back to the sender has no gateway ({@code fib_validate_source}). */
    private boolean isNeighbour(Packet packet, NetInterface in) {
        RouteLookup back = stack.routing().lookup(new Flow(packet.destination(), packet.source(), 0, in.name()));
        if (back.decision() == RouteDecision.UNICAST && back.iface() == in) {
            return back.route() != null && back.route().gateway() == null;
        }
        return onLink(in, packet.source(), null);
    }

    /** Whether one network of the interface holds both addresses ({@code inet_addr_onlink}). */
    private static boolean onLink(NetInterface iface, Ipv4Address one, @Nullable Ipv4Address other) {
        return iface.addresses().stream()
                .map(InterfaceAddress::prefix)
                .anyMatch(p -> p.contains(one) && (other == null || p.contains(other)));
    }

    /**
     * A router tells of a shorter way ({@code __ip_do_redirect}): believed where it is the router that is used now, and the
     * next hop is known here; else that one is asked for, and the next redirect is believed.
     */
    void receive(Skb skb, IcmpMessage redirect) {
        Packet quoted = redirect.quoted();
        NetInterface in = skb.in();
        if (quoted == null || in == null || redirect.code() > 3 || !hasSender(quoted)) {
            return;
        }
        RouteLookup used = stack.routing().lookup(new Flow(quoted.source(), quoted.destination(), 0, "lo"));
        Ipv4Address gateway = redirect.gateway();
        Route row = used.route();
        if (row == null
                || row.gateway() == null
                || used.iface() == null
                || !used.nextHop().equals(skb.packet().source())
                || gateway.equals(used.nextHop())
                || !isBelievable(gateway, used.nextHop(), in)) {
            return;
        }
        if (stack.neighbours().answered(used.iface(), gateway).isPresent()) {
            shortcuts.put(quoted.destination(), new Shortcut(NextHop.of(row), gateway, stack.nanos() + BELIEVED));
        } else {
            stack.neighbours().solicit(used.iface(), gateway);
        }
    }

    private boolean isBelievable(Ipv4Address gateway, Ipv4Address old, NetInterface in) {
        Sysctls.Redirecting settings = stack.sysctls().redirects(in);
        if (!settings.accepts() || gateway.isMulticast() || gateway.equals(Ipv4Address.BROADCAST) || gateway.isZero()) {
            return false;
        }
        if (settings.sharedMedia()) {
            return stack.routing().kindOf(gateway, "") == AddressKind.UNICAST;
        }
        return onLink(in, gateway, old) && (!settings.secure() || isDefaultGateway(gateway, in));
    }

    /** {@code ip_fib_check_default}. */
    private boolean isDefaultGateway(Ipv4Address gateway, NetInterface in) {
        return rows().anyMatch(row ->
                row.isDefault() && gateway.equals(row.gateway()) && row.iface().equals(in.name()));
    }

    /**
     * Only a socket, or what the kernel answers by itself, hears of an error about its packet. Between namespaces of one
     * machine, where a redirect comes while its sender's socket is still busy sending, TCP doesn't hear of it.
     */
    private boolean hasSender(Packet quoted) {
        return switch (quoted.payload()) {
            case TcpSegment segment -> stack.sockets().senderOf(quoted, segment) != null;
            case UdpDatagram datagram -> stack.sockets().udpFor(quoted.source(), datagram.sourcePort(), null) != null;
            case IcmpMessage message -> true;
            case OtherPayload other -> true;
        };
    }
}
