package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;

/** Addresses that no packet on a wire can have ({@code ip_route_input_slow}). */
final class Martian {
    private Martian() {}

    /** Loopback addresses, a group as source; who has no address yet may speak to all stations, or to nobody. */
    static boolean is(Packet packet) {
        Ipv4Address source = packet.source();
        Ipv4Address destination = packet.destination();
        if (source.isMulticast()
                || source.equals(Ipv4Address.BROADCAST)
                || source.isLoopback()
                || destination.isLoopback()) {
            return true;
        }
        boolean toAll = destination.equals(Ipv4Address.BROADCAST) || isForNobody(packet);
        return !toAll && (source.isZero() || destination.isZero());
    }

    /** From nobody to nobody: taken for a broadcast, as BOOTP once had it. */
    static boolean isForNobody(Packet packet) {
        return packet.source().equals(Ipv4Address.ANY) && packet.destination().equals(Ipv4Address.ANY);
    }

    /** Said of a packet that came in with an address which can't be. */
    static String text(Packet packet, NetInterface in) {
        return "impossible address on " + in.name() + ": " + packet.source() + " > " + packet.destination();
    }
}
