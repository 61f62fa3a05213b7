package org.ringlab.netfilter.stack;

import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.NatTarget;

/**
 * What a target of the nat table means for a packet where it stands (nf_nat_masquerade.c, nf_nat_redirect.c,
 * xt_NETMAP.c).
 */
record NatPlace(NetStack stack, Skb skb) {
    /** The source is translated after routing and at INPUT, the destination elsewhere. */
    Manip manip() {
        return skb.hook() == Hook.POSTROUTING || skb.hook() == Hook.INPUT ? Manip.SOURCE : Manip.DESTINATION;
    }

    /** To what it translates; empty where this host has no address for it. */
    Optional<NatRange> range(NatTarget target) {
        return switch (target) {
            case NatTarget.Snat(NatRange range) -> Optional.of(range);
            case NatTarget.Dnat(NatRange range) -> Optional.of(range);
            case NatTarget.Masquerade(NatRange range) ->
                Optional.of(stack.addressFor(skb.out(), skb.nextHop()))
                        .filter(address -> !address.equals(Ipv4Address.ANY))
                        .map(range::withAddress);
            case NatTarget.Redirect(NatRange range) -> here().map(range::withAddress);
            case NatTarget.Netmap netmap -> {
                Packet packet = skb.packet();
                yield Optional.of(
                        NatRange.to(netmap.map(manip() == Manip.SOURCE ? packet.source() : packet.destination())));
            }
        };
    }

    /** Packets made here are kept here; others come to the first address of the interface they came by. */
    private Optional<Ipv4Address> here() {
        if (skb.hook() == Hook.OUTPUT) {
            return Optional.of(Ipv4Address.LOOPBACK);
        }
        NetInterface in = skb.in();
        List<InterfaceAddress> addresses = in == null ? List.of() : in.addresses();
        return addresses.stream().findFirst().map(InterfaceAddress::address);
    }
}
