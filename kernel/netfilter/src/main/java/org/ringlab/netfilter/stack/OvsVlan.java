package org.ringlab.netfilter.stack;

import java.util.Set;

/**
 * Which VLANs a port of an Open vSwitch carries, and with which tags (ofproto/ofproto-dpif-xlate.c,
 * {@code input_vid_is_valid}, {@code output_normal}).
 *
 * @param mode how
 * @param tag the VLAN of frames without a tag; 0 for none
 * @param trunks the VLANs that may pass with a tag; empty for all
 */
public record OvsVlan(Mode mode, int tag, Set<Integer> trunks) {
    /** Everything as it is: what a port is without {@code tag}. */
    public static final OvsVlan TRUNK = new OvsVlan(Mode.TRUNK, 0, Set.of());

    /** How a port treats tags. */
    public enum Mode {
        /** One VLAN, without tags. */
        ACCESS,
        /** Many, all with tags. */
        TRUNK,
        /** Many with tags, and one that is known without. */
        NATIVE_TAGGED,
        /** The same, and that one leaves without a tag. */
        NATIVE_UNTAGGED
    }

    private boolean allows(int vlan) {
        return trunks.isEmpty() || trunks.contains(vlan);
    }

    /** The VLAN that a frame belongs to which comes in with that tag, 0 for none; -1 where the port doesn't take it. */
    int in(int frameTag) {
        return switch (mode) {
            case ACCESS -> frameTag == 0 ? tag : -1;
            case TRUNK -> allows(frameTag) ? frameTag : -1;
            case NATIVE_TAGGED, NATIVE_UNTAGGED ->
                frameTag == 0 || frameTag == tag ? tag : allows(frameTag) ? frameTag : -1;
        };
    }

    /** Whether frames of a VLAN leave here. */
    boolean carries(int vlan) {
        return switch (mode) {
            case ACCESS -> vlan == tag;
            case TRUNK -> allows(vlan);
            case NATIVE_TAGGED, NATIVE_UNTAGGED -> vlan == tag || allows(vlan);
        };
    }

    /** The tag they leave with. */
    int out(int vlan) {
        return mode == Mode.ACCESS || mode == Mode.NATIVE_UNTAGGED && vlan == tag ? 0 : vlan;
    }
}
