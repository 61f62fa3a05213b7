package org.ringlab.netfilter.packet;

import java.util.Optional;

/**
 * An address with a prefix length: a network where the host bits are zero, an interface's address where they aren't.
 *
 * @param address as written
 * @param length 0 to 32
 */
public record Ipv4Prefix(Ipv4Address address, int length) {
    /** 0.0.0.0/0, every address. */
    public static final Ipv4Prefix ALL = new Ipv4Prefix(Ipv4Address.ANY, 0);

    /** Refuses lengths that are no prefix. */
    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length must be 0 to 32, got " + length);
        }
    }

    /**
     * A prefix from {@code a.b.c.d/len} (or an address alone, /32) that is known to be good.
     *
     * @throws IllegalArgumentException where it isn't; use {@link #parse} for input
     */
    public static Ipv4Prefix of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 prefix: " + text));
    }

    /** A prefix from {@code a.b.c.d/len}, or from an address alone as /32. */
    public static Optional<Ipv4Prefix> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Ipv4Address.parse(text).map(a -> new Ipv4Prefix(a, 32));
        }
        String len = text.substring(slash + 1);
        if (len.isEmpty() || len.length() > 2 || !len.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int length = Integer.parseInt(len);
        return length > 32
                ? Optional.empty()
                : Ipv4Address.parse(text.substring(0, slash)).map(a -> new Ipv4Prefix(a, length));
    }

    /** The mask of a prefix length, {@code mask(24)} is 255.255.255.0. */
    public static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    /** This prefix's mask as an address. */
    public Ipv4Address netmask() {
        return new Ipv4Address(mask(length));
    }

    /** The same prefix with its host bits cleared. */
    public Ipv4Prefix network() {
        return new Ipv4Prefix(new Ipv4Address(address.bits() & mask(length)), length);
    }

    /** The directed broadcast address: all host bits set. */
    public Ipv4Address broadcast() {
        return new Ipv4Address(address.bits() | ~mask(length));
    }

    /** Whether {@code other} lies in this network. */
    public boolean contains(Ipv4Address other) {
        return ((address.bits() ^ other.bits()) & mask(length)) == 0;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
