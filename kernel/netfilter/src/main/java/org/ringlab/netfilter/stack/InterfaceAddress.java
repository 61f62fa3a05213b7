package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * An address on an interface.
 *
 * @param prefix the address with its network's length
 * @param broadcast the broadcast address; 0.0.0.0 where none was set ({@code ip addr add} sets none, {@code ifconfig} does)
 * @param label {@code eth0}, or an alias like {@code eth0:1}
 * @param secondary whether an earlier address of the interface is in the same network
 */
public record InterfaceAddress(Ipv4Prefix prefix, Ipv4Address broadcast, String label, boolean secondary) {
    /** The address alone. */
    public Ipv4Address address() {
        return prefix.address();
    }
}
