package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.route.Route;

/**
 * What the routing tables say of a destination.
 *
 * @param decision what to do
 * @param route the row that decided; null where none did
 * @param iface the interface to leave by ({@code lo} for local destinations); null where there is none
 * @param nextHop whom to hand the packet to on the link: the gateway, or the destination itself
 * @param source the source address a packet made here gets; 0.0.0.0 where there is none
 */
public record RouteLookup(
        RouteDecision decision,
        @Nullable Route route,
        @Nullable NetInterface iface,
        Ipv4Address nextHop,
        Ipv4Address source) {
    /** The row's own MTU; 0 where it has none, or there is no row. */
    public int mtu() {
        return route == null ? 0 : route.mtu();
    }

    /** Whether a router told of another next hop than the row's ({@code RTCF_REDIRECTED}). */
    public boolean isRedirected() {
        return route != null && route.gateway() != null && !route.gateway().equals(nextHop);
    }
}
