package org.ringlab.netfilter.conntrack;

import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * Shifts the sequence numbers of a connection in which NAT made a segment longer or shorter, so that neither end
 * notices (net/netfilter/nf_conntrack_seqadj.c).
 */
public final class SequenceAdjustment {
    private final Way original = new Way();
    private final Way reply = new Way();

    /** One direction: from {@code position} on the offset is {@code after}. */
    private static final class Way {
        private int position;
        private int before;
        private int after;

        int offsetAt(int sequence) {
            return sequence - position > 0 ? after : before;
        }

        /** What the sender of an acknowledgement saw is what was sent, shifted. */
        int offsetOfShifted(int sequence) {
            return sequence - before - position > 0 ? after : before;
        }
    }

    SequenceAdjustment() {}

    /** The segment at {@code sequence} became longer by {@code delta}. */
    void shift(boolean inReply, int sequence, int delta) {
        Way way = inReply ? reply : original;
        if (way.before == way.after || way.position - sequence < 0) {
            way.position = sequence;
            way.before = way.after;
            way.after += delta;
        }
    }

    /** By how much a number of that direction is shifted ({@code nf_ct_seq_offset}). */
    int offset(boolean inReply, int sequence) {
        return (inReply ? reply : original).offsetAt(sequence);
    }

    /** The packet with the numbers its receiver expects. */
    public Packet apply(Packet packet, boolean inReply) {
        if (!(packet.payload() instanceof TcpSegment segment)) {
            return packet;
        }
        Way there = inReply ? reply : original;
        Way back = inReply ? original : reply;
        int sequence = segment.sequence() + there.offsetAt(segment.sequence());
        int acknowledgement = segment.has(TcpSegment.ACK)
                ? segment.acknowledgement() - back.offsetOfShifted(segment.acknowledgement())
                : segment.acknowledgement();
        return packet.withPayload(segment.withNumbers(sequence, acknowledgement));
    }
}
