package org.ringlab.netfilter.route;

import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * What routing may look at of a packet (struct flowi4).
 *
 * @param source source address; 0.0.0.0 where it is still to be chosen
 * @param destination destination address
 * @param mark the packet's mark
 * @param iif the interface it came by; {@code lo} where it was made here
 * @param oif the interface it has to leave by; empty where any will do
 */
public record Flow(Ipv4Address source, Ipv4Address destination, int mark, String iif, String oif) {
    /** A packet that may leave by any interface. */
    public Flow(Ipv4Address source, Ipv4Address destination, int mark, String iif) {
        this(source, destination, mark, iif, "");
    }

    /** A packet to be made here, its source not chosen yet. */
    public static Flow to(Ipv4Address destination) {
        return new Flow(Ipv4Address.ANY, destination, 0, "lo");
    }
}
