package org.ringlab.netfilter.rules;

/** To whom a received frame was addressed, seen from the host that received it (linux/if_packet.h). */
public enum PacketKind {
    /** To this host. */
    HOST("unicast"),
    /** To everybody on the link. */
    BROADCAST("broadcast"),
    /** To a group. */
    MULTICAST("multicast"),
    /** To somebody else: seen only by bridges and captures, never by rules of a host. */
    OTHER_HOST("otherhost");

    private final String text;

    PacketKind(String text) {
        this.text = text;
    }

    /** As {@code -m pkttype} prints it. */
    public String text() {
        return text;
    }
}
