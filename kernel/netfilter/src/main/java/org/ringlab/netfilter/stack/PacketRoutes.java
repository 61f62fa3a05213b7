package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.route.Flow;

/** What a packet's path asks of routing, and tells of the answer (net/ipv4/route.c, fib_frontend.c). */
final class PacketRoutes {
    private final NetStack stack;

    PacketRoutes(NetStack stack) {
        this.stack = stack;
    }

    /** The way of a packet as it is now. */
    RouteLookup lookup(Skb skb) {
        return lookup(skb, flow(skb, skb.packet().destination()));
    }

    /**
     * {@code fib_validate_source}: our own address is nobody else's, and with {@code rp_filter} the answer must leave where
     * the packet came from. What has no way anyhow is not asked.
     *
     * @return what speaks against its source; null where nothing does
     */
    @Nullable
    String sourceObjection(Skb skb, NetInterface in) {
        Packet packet = skb.packet();
        if (stack.routing().isLocal(packet.source())) {
            return Martian.text(packet, in);
        }
        return stack.routing().sourceIsBelieved(flow(skb, packet.destination()), in)
                ? null
                : "rp_filter: an answer to " + packet.source() + " would not leave by " + in.name();
    }

    /**
     * A packet made here takes the way that it would have taken, had it been made as it is now; null where there is one.
     * By now it has a source, whether its program chose that or not ({@code ip_route_me_harder}).
     */
    @Nullable
    LocalRefusal reroute(Skb skb) {
        Packet packet = skb.packet();
        RouteLookup route = lookup(skb, new Flow(packet.source(), packet.destination(), skb.mark(), "lo"));
        LocalRefusal refusal = LocalRefusal.of(packet.source(), packet.destination(), route);
        if (refusal == null) {
            skb.setRoute(route);
        } else {
            skb.setRefusal(refusal.result());
        }
        return refusal;
    }

    /** Programs that bind to no address are routed before their source is chosen, which is the usual one then. */
    private Flow flow(Skb skb, Ipv4Address destination) {
        NetInterface in = skb.in();
        Ipv4Address source = skb.packet().source();
        boolean program = in == null && !skb.bound() && !(skb.packet().payload() instanceof TcpSegment);
        boolean unbound = program && stack.lookup(destination).source().equals(source);
        return new Flow(unbound ? Ipv4Address.ANY : source, destination, skb.mark(), in == null ? "lo" : in.name());
    }

    private RouteLookup lookup(Skb skb, Flow flow) {
        RouteLookup found = stack.routing().lookup(flow);
        if (stack.telling()) {
            stack.tell(new PacketEvent.Routed(
                    stack.nanos(),
                    stack.name(),
                    skb.id(),
                    flow.destination(),
                    found.decision(),
                    rowOf(found),
                    gatewayOf(found),
                    found.iface() == null ? "" : found.iface().name()));
        }
        return found;
    }

    /** The row that decided, and the next hop that a router told of instead of the row's own. */
    private static String rowOf(RouteLookup found) {
        if (found.route() == null) {
            return "";
        }
        return found.isRedirected()
                ? found.route() + ", redirected to " + found.nextHop()
                : found.route().toString();
    }

    private static @Nullable Ipv4Address gatewayOf(RouteLookup found) {
        return found.route() == null || found.route().gateway() == null ? null : found.nextHop();
    }
}
