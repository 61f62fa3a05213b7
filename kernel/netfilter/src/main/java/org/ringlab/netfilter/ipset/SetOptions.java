package org.ringlab.netfilter.ipset;

import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * What {@code ipset create} was told.
 *
 * @param hashSize a hash's first size
 * @param maxElements the most that a hash holds
 * @param size a list's size
 * @param netmask bits of an address that are kept, 32 for all
 * @param first the first address (as a number) or port of a bitmap
 * @param last the last one
 * @param timeout seconds that an element stays, 0 for ever; empty where elements have no time
 * @param counters whether each element counts packets
 * @param comment whether elements can have a comment
 */
record SetOptions(
        long hashSize,
        long maxElements,
        long size,
        int netmask,
        long first,
        long last,
        OptionalLong timeout,
        boolean counters,
        boolean comment) {
    static final SetOptions USUAL = new SetOptions(1024, 65_536, 8, 32, 0, -1, OptionalLong.empty(), false, false);

    /** As {@code ipset list} prints them; chance of a hash is made up from the set's name. */
    String text(SetType type, String name) {
        String head = switch (type) {
            case HASH_IP, HASH_NET, HASH_IP_PORT, HASH_NET_PORT ->
                "family inet hashsize " + hashSize + " maxelem " + maxElements
                        + (netmask == 32 ? "" : " netmask " + netmask);
            case BITMAP_IP -> "range " + new Ipv4Address((int) first) + "-" + new Ipv4Address((int) last);
            case BITMAP_PORT -> "range " + first + "-" + last;
            case LIST_SET -> "size " + size;
        };
        return head
                + (timeout.isEmpty() ? "" : " timeout " + timeout.getAsLong())
                + (counters ? " counters" : "")
                + (comment ? " comment" : "")
                + (type.isHash()
                        ? " bucketsize 12 initval 0x" + Integer.toHexString(name.hashCode() * 0x9E3779B1)
                        : "");
    }
}
