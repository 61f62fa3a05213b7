package org.ringlab.netfilter.nat;

import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.NatRange;

/**
 * Which address of a range a connection gets ({@code find_best_ips_proto}): the same client always gets the same one,
 * towards the same server or, with {@code --persistent}, towards all.
 */
final class RangeHash {
    private static final int GOLDEN = 0xDEADBEEF;

    /** An address is hashed as one of IPv6, four words long. */
    private static final int WORDS = 4;

    private RangeHash() {}

    /** The tuple with an address of the range. */
    static Tuple choose(Tuple tuple, NatRange range, Manip manip) {
        NatRange.Addresses addresses = range.addresses();
        if (addresses == null) {
            return tuple;
        }
        if (addresses.first().equals(addresses.last())) {
            return tuple.withAddress(manip, addresses.first());
        }
        int seed = range.persistent()
                ? 0
                : Integer.reverseBytes(tuple.destination().bits()) ^ tuple.zone();
        long hash =
                Integer.toUnsignedLong(jhash(Integer.reverseBytes(tuple.source().bits()), seed));
        int first = addresses.first().bits();
        long count = Integer.toUnsignedLong(addresses.last().bits() - first + 1);
        return tuple.withAddress(manip, new Ipv4Address(first + (int) (hash * count >>> 32)));
    }

    /** Bob Jenkins' hash of the words [{@code word}, 0, 0, 0] (include/linux/jhash.h, {@code jhash2}). */
    static int jhash(int word, int seed) {
        int a = GOLDEN + (WORDS << 2) + seed;
        int b = a;
        int c = a;
        a += word;
        a = (a - c) ^ Integer.rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ Integer.rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 4);
        b += a;
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
