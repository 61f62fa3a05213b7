package org.ringlab.netfilter.rules;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * To what a target translates (struct nf_nat_range2).
 *
 * @param addresses the addresses to choose from; null leaves the address alone
 * @param ports the ports (or ICMP identifiers) to choose from; null leaves the choice to the kernel
 * @param basePort the port that becomes the first one of {@code ports}, later ones shifted alike; {@link #NO_BASE} for
 *     no shifting
 * @param random any free port instead of the original one
 * @param randomFully {@code --random-fully}: the same to the kernels of today
 * @param persistent the address depends on the source alone
 */
public record NatRange(
        @Nullable Addresses addresses,
        @Nullable PortRange ports,
        int basePort,
        boolean random,
        boolean randomFully,
        boolean persistent) {
    /** No shifting of ports. */
    public static final int NO_BASE = -1;

    /** Everything is left alone. */
    public static final NatRange NONE = new NatRange(null, null, NO_BASE, false, false, false);

    /** Addresses from the first to the last, as typed: the last may be the lower one. */
    public record Addresses(Ipv4Address first, Ipv4Address last) {
        /** Whether {@code address} is among them. */
        public boolean contains(Ipv4Address address) {
            return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
        }

        @Override
        public String toString() {
            return first.equals(last) ? first.toString() : first + "-" + last;
        }
    }

    /** That address and no other. */
    public static NatRange to(Ipv4Address address) {
        return NONE.withAddress(address);
    }

    /** The same with that address and no other. */
    public NatRange withAddress(Ipv4Address address) {
        return new NatRange(new Addresses(address, address), ports, basePort, random, randomFully, persistent);
    }

    /** The same with that port and no other. */
    public NatRange withPort(int port) {
        return new NatRange(addresses, new PortRange(port, port), NO_BASE, random, randomFully, persistent);
    }

    /** Whether any free port is wanted instead of the original one. */
    public boolean anyPort() {
        return random || randomFully;
    }

    /** {@code 1.1.1.1-1.1.1.9:80-90/100}. */
    public String text() {
        return (addresses == null ? "" : addresses.toString()) + (ports == null ? "" : ":" + portsText());
    }

    /** {@code 80-90/100}; empty without ports. */
    public String portsText() {
        return ports == null
                ? ""
                : Texts.range(ports.first(), ports.last(), "-") + (basePort == NO_BASE ? "" : "/" + basePort);
    }

    /** The flags, each with {@code before} in front: {@code " --random --persistent"}. */
    String flags(String before) {
        return (random ? before + "random" : "")
                + (randomFully ? before + "random-fully" : "")
                + (persistent ? before + "persistent" : "");
    }
}
