package org.ringlab.proof.meaning;

/**
 * What rules can ask of a packet, in the order of the diagrams' variables. Small and often asked things come first, and
 * the addresses late: so diagrams of real rule sets stay small.
 */
public enum Field {
    /** The connection's state: the number of a {@code ConnectionState} in {@link PacketSpace#STATES}. */
    STATE(3),
    /** Whether the packet goes in the reply direction of its connection. */
    REPLY(1),
    /** The interface it came by: a number in {@link PacketSpace#interfaces}. */
    IN(6),
    /** The interface it will leave by, likewise. */
    OUT(6),
    /** IP protocol. */
    PROTOCOL(8),
    /** TCP flags. */
    FLAGS(8),
    /** ICMP type. */
    TYPE(8),
    /** ICMP code. */
    CODE(8),
    /** Destination port. */
    DESTINATION_PORT(16),
    /** Source port. */
    SOURCE_PORT(16),
    /** Destination address. */
    DESTINATION(32),
    /** Source address. */
    SOURCE(32),
    /** Whether it is a fragment that doesn't begin at offset 0. */
    LATER_FRAGMENT(1),
    /** To whom its frame was addressed: the number of a {@code PacketKind}. */
    KIND(2),
    /** Who sends it: the number of a {@code SocketOwner}. */
    OWNER(2),
    /** Time to live. */
    TTL(8),
    /** Type of service. */
    TOS(8),
    /** Total length. */
    LENGTH(16),
    /** The length of TCP options, in words of 4 bytes. */
    OPTIONS(4),
    /** The largest segment a SYN announces, 0 for none. */
    MSS(16),
    /** The packet's mark. */
    MARK(32),
    /** Its connection's mark. */
    CONNECTION_MARK(32),
    /** The Ethernet address it came from. */
    MAC(48),
    /** The bits of {@code ConnectionView.Status}, the first one highest. */
    STATUS(4),
    /** Whether its connection's source is translated. */
    SOURCE_TRANSLATED(1),
    /** Whether its connection's destination is translated. */
    DESTINATION_TRANSLATED(1),
    /** Its connection's original direction: source. */
    ORIGINAL_SOURCE(32),
    /** Its connection's original direction: destination. */
    ORIGINAL_DESTINATION(32),
    /** Its connection's original direction: source port. */
    ORIGINAL_SOURCE_PORT(16),
    /** Its connection's original direction: destination port. */
    ORIGINAL_DESTINATION_PORT(16),
    /** Its connection's reply direction: source. */
    REPLY_SOURCE(32),
    /** Its connection's reply direction: destination. */
    REPLY_DESTINATION(32),
    /** Its connection's reply direction: source port. */
    REPLY_SOURCE_PORT(16),
    /** Its connection's reply direction: destination port. */
    REPLY_DESTINATION_PORT(16);

    private final int width;

    Field(int width) {
        this.width = width;
    }

    /** Bits. */
    public int width() {
        return width;
    }

    /** The number of its first variable. */
    int firstVariable() {
        int first = 0;
        for (Field earlier : values()) {
            if (earlier == this) {
                return first;
            }
            first += earlier.width;
        }
        throw new IllegalStateException();
    }
}
