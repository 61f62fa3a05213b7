package org.ringlab.host.unit;

import java.util.Optional;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * What the scripts ask {@code ipcalc} for, about one address of a file.
 *
 * @param address as written
 * @param prefix the length as {@code ip} is told it; empty where none can be found out
 * @param network the network; empty where there is none
 * @param mask the mask
 */
record Ipcalc(String address, String prefix, Optional<Ipv4Address> network, Optional<Ipv4Address> mask) {
    /** PREFIX, else NETMASK, else what the address's class says. */
    static Ipcalc of(Ifcfg file, String number, Streams io) {
        String text = file.get("IPADDR" + number);
        Optional<Ipv4Address> address = Ipv4Address.parse(text);
        String prefix = file.get("PREFIX" + number);
        if (address.isEmpty()) {
            // asked for the prefix, the broadcast address and the network
            for (int i = 0; i < 3; i++) {
                io.err().line("ipcalc: bad IPv4 address: " + text);
            }
            return new Ipcalc(text, prefix, Optional.empty(), Optional.empty());
        }
        Optional<Integer> length = length(file, address.get(), number);
        Optional<Ipv4Prefix> whole = length.flatMap(l -> Ipv4Prefix.parse(text + "/" + l));
        Optional<Ipv4Address> mask = length.map(l -> new Ipv4Address(l == 0 ? 0 : -1 << 32 - l));
        return new Ipcalc(
                text,
                length.map(String::valueOf).orElse(prefix),
                whole.flatMap(w -> mask.map(m -> new Ipv4Address(w.address().bits() & m.bits()))),
                mask);
    }

    private static Optional<Integer> length(Ifcfg file, Ipv4Address address, String number) {
        String prefix = file.get("PREFIX" + number);
        if (!prefix.isEmpty()) {
            return prefix.matches("[0-9]|[12][0-9]|3[0-2]") ? Optional.of(Integer.parseInt(prefix)) : Optional.empty();
        }
        Optional<Ipv4Address> mask = Ipv4Address.parse(file.get("NETMASK" + number));
        if (mask.isPresent()) {
            int ones = Integer.bitCount(mask.get().bits());
            return ones == Integer.numberOfLeadingZeros(~mask.get().bits()) ? Optional.of(ones) : Optional.empty();
        }
        int first = address.bits() >>> 24;
        return Optional.of(first < 128 ? 8 : first < 192 ? 16 : 24);
    }

    /** Whether another address is in the same network, as the scripts compare it. */
    boolean isNear(Ipv4Address other) {
        return network.isPresent()
                && mask.isPresent()
                && (other.bits() & mask.get().bits()) == network.get().bits();
    }
}
