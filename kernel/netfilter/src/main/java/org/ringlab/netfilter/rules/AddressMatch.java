package org.ringlab.netfilter.rules;

import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * {@code -s} or {@code -d}.
 *
 * @param source whether it looks at the source address
 * @param address the network, bits outside the mask cleared
 * @param mask which bits count; need not be a prefix
 * @param inverted {@code !}
 */
public record AddressMatch(boolean source, Ipv4Address address, Ipv4Address mask, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        Ipv4Address looked = source ? packet.packet().source() : packet.packet().destination();
        return ((looked.bits() & mask.bits()) == address.bits()) != inverted;
    }

    @Override
    public String text() {
        return Texts.not(inverted) + (source ? "-s " : "-d ") + address + "/" + Texts.mask(mask);
    }

    @Override
    public String listing(boolean numeric) {
        return "";
    }
}
