package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * Why a packet made here can't set out ({@code ip_route_output_key}).
 *
 * @param result what the sender is told
 * @param reason of what kind
 * @param detail in words
 */
record LocalRefusal(SendResult result, DropReason reason, String detail) {
    /** Why that route doesn't take a packet with these addresses; null where it does. */
    static @Nullable LocalRefusal of(Ipv4Address source, Ipv4Address destination, RouteLookup route) {
        String row = String.valueOf(route.route());
        return switch (route.decision()) {
            case LOCAL -> null;
            case UNICAST ->
                source.isLoopback() && route.iface() != null && !route.iface().isLoopback()
                        ? new LocalRefusal(
                                SendResult.EINVAL, DropReason.MARTIAN_SOURCE, source + " can't leave this host")
                        : null;
            case NO_ROUTE ->
                new LocalRefusal(SendResult.ENETUNREACH, DropReason.NO_ROUTE, "no route to " + destination);
            case UNREACHABLE -> new LocalRefusal(SendResult.EHOSTUNREACH, DropReason.REFUSED_BY_ROUTE, row);
            case PROHIBIT -> new LocalRefusal(SendResult.EACCES, DropReason.REFUSED_BY_ROUTE, row);
            case BLACKHOLE -> new LocalRefusal(SendResult.EINVAL, DropReason.REFUSED_BY_ROUTE, row);
        };
    }
}
