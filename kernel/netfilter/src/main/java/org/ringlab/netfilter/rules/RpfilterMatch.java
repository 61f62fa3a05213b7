package org.ringlab.netfilter.rules;

import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * {@code -m rpfilter} (net/ipv4/netfilter/ipt_rpfilter.c): whether an answer would leave by the interface that the
 * packet came in by.
 *
 * @param loose {@code --loose}: by any interface
 * @param validMark {@code --validmark}: the packet's mark takes part in routing, which looks at none here
 * @param acceptLocal {@code --accept-local}: even from this host's own addresses
 * @param inverted {@code --invert}
 */
public record RpfilterMatch(boolean loose, boolean validMark, boolean acceptLocal, boolean inverted) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return isPlausible(packet) != inverted;
    }

    private boolean isPlausible(PacketContext packet) {
        Ipv4Address source = packet.packet().source();
        if (packet.inInterface().equals("lo")) {
            return true;
        }
        if (source.equals(Ipv4Address.ANY) && packet.packet().destination().equals(Ipv4Address.BROADCAST)) {
            return true;
        }
        if (packet.addressKind(source, "") == AddressKind.LOCAL) {
            return acceptLocal && loose;
        }
        Optional<String> back = packet.wayTo(source);
        return back.isPresent() && (loose || back.get().equals(packet.inInterface()));
    }

    @Override
    public boolean acceptedIn(TableName table) {
        return table == TableName.RAW || table == TableName.MANGLE;
    }

    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return hooks.isEmpty() || hooks.equals(Set.of(Hook.PREROUTING));
    }

    @Override
    public String text() {
        return "-m rpfilter"
                + (loose ? " --loose" : "")
                + (validMark ? " --validmark" : "")
                + (acceptLocal ? " --accept-local" : "")
                + (inverted ? " --invert" : "");
    }

    @Override
    public String listing(boolean numeric) {
        return "rpfilter"
                + (loose ? " loose" : "")
                + (validMark ? " validmark" : "")
                + (acceptLocal ? " accept-local" : "")
                + (inverted ? " invert" : "");
    }
}
