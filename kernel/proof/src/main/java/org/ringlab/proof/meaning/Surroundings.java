package org.ringlab.proof.meaning;

import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.rules.AddressKind;
import org.ringlab.netfilter.rules.RpfilterMatch;

/** What rules may ask that the packet alone doesn't say: the host's addresses, routes and sets. */
interface Surroundings {
    /** Where an address is of one of these kinds, seen by way of one interface (empty: by any); empty: not known. */
    Optional<Integer> addressKind(PacketSpace space, int[] address, Set<AddressKind> kinds, String iface);

    /** Where {@code -m rpfilter} passes before its inversion; empty: not known. */
    Optional<Integer> plausibleSource(SymbolicPacket packet, RpfilterMatch match);

    /** The host's sets; empty: not known. */
    Optional<IpSets> sets();

    /** Whether rules put packets into the set of that name, or take them out. */
    boolean changesSet(String name);

    /** Whether no packet passes a bridge here. */
    boolean withoutBridges();

    /** A rule set on paper: nothing is known of its host. */
    Surroundings NONE = new Surroundings() {
        @Override
        public Optional<Integer> addressKind(PacketSpace space, int[] address, Set<AddressKind> kinds, String iface) {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> plausibleSource(SymbolicPacket packet, RpfilterMatch match) {
            return Optional.empty();
        }

        @Override
        public Optional<IpSets> sets() {
            return Optional.empty();
        }

        @Override
        public boolean changesSet(String name) {
            return true;
        }

        @Override
        public boolean withoutBridges() {
            return false;
        }
    };
}
