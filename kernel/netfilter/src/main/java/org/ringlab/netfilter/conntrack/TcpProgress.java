package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.TcpSegment;

/** What was seen of a TCP connection: its state, both senders' windows, the last segment (struct ip_ct_tcp). */
final class TcpProgress {
    private final TcpSide original = new TcpSide();
    private final TcpSide reply = new TcpSide();
    private TcpState state = TcpState.NONE;
    private TcpState.@Nullable Kind lastKind;
    private boolean lastWasReply;
    private int lastSequence;
    private int lastAcknowledgement;
    private int lastEnd;
    private int lastWindow;
    private boolean lastSynScales;
    private boolean challengeExpected;
    private boolean simultaneousOpen;
    private int retransmissions;

    TcpState state() {
        return state;
    }

    void setState(TcpState newState) {
        state = newState;
    }

    /** The sender of packets in one direction. */
    TcpSide side(boolean inReply) {
        return inReply ? reply : original;
    }

    TcpState.@Nullable Kind lastKind() {
        return lastKind;
    }

    boolean lastWasReply() {
        return lastWasReply;
    }

    int lastEnd() {
        return lastEnd;
    }

    int lastAcknowledgement() {
        return lastAcknowledgement;
    }

    boolean windowClosed() {
        return lastWindow == 0;
    }

    int retransmissions() {
        return retransmissions;
    }

    boolean challengeExpected() {
        return challengeExpected;
    }

    void setChallengeExpected(boolean expected) {
        challengeExpected = expected;
    }

    boolean simultaneousOpen() {
        return simultaneousOpen;
    }

    void setSimultaneousOpen() {
        simultaneousOpen = true;
    }

    /** Whether either side has begun to close. */
    boolean closeBegun() {
        return original.closeBegun() || reply.closeBegun();
    }

    /** Whether data is on its way of which no acknowledgement was seen. */
    boolean unacknowledged() {
        return original.unacknowledged() || reply.unacknowledged();
    }

    void last(TcpState.@Nullable Kind kind, boolean inReply) {
        lastKind = kind;
        lastWasReply = inReply;
    }

    /** Notes a segment that passed and changed nothing. */
    void ignored(TcpState.Kind kind, boolean inReply, TcpSegment segment, int end) {
        last(kind, inReply);
        lastSequence = segment.sequence();
        lastEnd = end;
        lastWindow = segment.window();
        if (kind == TcpState.Kind.SYN && !inReply) {
            lastSynScales = segment.offersScaling();
            challengeExpected = state == TcpState.LAST_ACK;
            simultaneousOpen = false;
        }
        if (kind == TcpState.Kind.ACK && inReply && state == TcpState.SYN_SENT) {
            lastAcknowledgement = segment.acknowledgement();
        }
    }

    /** The segment ignored last was a SYN, and it was right: that direction begins anew. */
    void believeLast(boolean answeredBy) {
        side(!answeredBy).restart(lastEnd, lastWindow, lastSynScales);
        side(answeredBy).forget();
        challengeExpected = false;
    }

    /** Notes an acknowledgement in the window; the same one again counts as sent again. */
    void acknowledged(boolean inReply, TcpSegment segment, int acknowledgement, int end) {
        boolean again = lastWasReply == inReply
                && lastSequence == segment.sequence()
                && lastAcknowledgement == acknowledgement
                && lastEnd == end
                && lastWindow == segment.window();
        retransmissions = again ? retransmissions + 1 : 0;
        lastWasReply = inReply;
        lastSequence = segment.sequence();
        lastAcknowledgement = acknowledgement;
        lastEnd = end;
        lastWindow = segment.window();
    }
}
