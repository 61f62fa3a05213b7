package org.ringlab.netfilter.conntrack;

import org.ringlab.netfilter.packet.TcpSegment;

/**
 * One sender of a TCP connection as seen from the middle (struct ip_ct_tcp_state): how far it got, how far it may go,
 * and which windows it announced. What is valid is decided as in "Real Stateful TCP Packet Filtering in IP Filter" by
 * Guido van Rooij ({@code tcp_in_window}).
 */
final class TcpSide {
    /** An acknowledgement may be this late, at least. */
    private static final int LATEST_ACKNOWLEDGEMENT = 66_000;

    private static final int SCALE = 7;

    private int end;
    private int maxEnd;
    private int maxWindow;
    private int maxAcknowledged;
    private int scale;
    private boolean scales;
    private boolean acknowledgedAny;
    private boolean liberal;
    private boolean unacknowledged;
    private boolean closeBegun;

    /** What is said of a segment's numbers. */
    enum Fit {
        /** It is in the window. */
        IN,
        /** It passes and changes nothing: its receiver will see it is old. */
        IGNORED,
        /** It can't be right. */
        OUT
    }

    int end() {
        return end;
    }

    boolean closeBegun() {
        return closeBegun;
    }

    void setCloseBegun() {
        closeBegun = true;
    }

    boolean unacknowledged() {
        return unacknowledged;
    }

    /** Whether it acknowledged anything, so that {@link #maxAcknowledged} counts. */
    boolean acknowledgedAny() {
        return acknowledgedAny;
    }

    int maxAcknowledged() {
        return maxAcknowledged;
    }

    /** The first segment seen of a connection that is older ({@code tcp_new}). */
    void pickUp(TcpSegment first, int segmentEnd) {
        end = segmentEnd;
        maxWindow = Math.max(1, first.window());
        maxEnd = end + maxWindow;
        liberal = true;
    }

    void setLiberal() {
        liberal = true;
    }

    void restart(int synEnd, int window, boolean synScales) {
        forget();
        liberal = false;
        end = synEnd;
        maxEnd = synEnd;
        maxWindow = Math.max(1, window);
        scales = synScales;
        scale = synScales ? SCALE : 0;
    }

    /** Begins anew; whether it is held to its window stays as it is. */
    void forget() {
        end = 0;
        maxEnd = 0;
        maxWindow = 0;
        maxAcknowledged = 0;
        scale = 0;
        scales = false;
        acknowledgedAny = false;
        unacknowledged = false;
        closeBegun = false;
    }

    /** {@code tcp_options}: those of a SYN replace what was known; a SYN without any leaves it. */
    private void learnOptions(TcpSegment syn) {
        if (syn.optionsLength() == 0) {
            return;
        }
        scales = syn.offersScaling();
        scale = scales ? SCALE : 0;
        acknowledgedAny = false;
        unacknowledged = false;
        closeBegun = false;
    }

    /** {@code tcp_init_sender}. */
    private void introduce(TcpSide receiver, TcpSegment syn, int segmentEnd, boolean inReply) {
        end = segmentEnd;
        maxEnd = segmentEnd;
        maxWindow = Math.max(1, syn.window());
        learnOptions(syn);
        if (inReply && !(scales && receiver.scales)) {
            scale = 0;
            receiver.scale = 0;
        }
    }

    /**
     * Whether a segment of this sender fits what was seen, and what is learnt of it.
     *
     * @param receiver the other side
     * @param offset by how much NAT shifted what the segment acknowledges
     * @param everythingLiberal whether nothing is invalid for its numbers
     */
    Fit fit(
            TcpSide receiver,
            TcpSegment segment,
            int segmentEnd,
            int offset,
            TcpProgress progress,
            boolean inReply,
            boolean everythingLiberal) {
        int sequence = segment.sequence();
        int last = segmentEnd;
        int acknowledgement = segment.acknowledgement() - offset;
        boolean syn = segment.has(TcpSegment.SYN);
        boolean ack = segment.has(TcpSegment.ACK);
        boolean handshake = progress.state() == TcpState.SYN_SENT || progress.state() == TcpState.SYN_RECV;
        if (maxWindow == 0) {
            if (syn) {
                introduce(receiver, segment, last, inReply);
                if (!ack) {
                    return Fit.IN;
                }
            } else {
                end = last;
                maxWindow = Math.max(1, segment.window());
                maxEnd = last + maxWindow;
                if (receiver.maxWindow == 0) {
                    receiver.end = acknowledgement;
                    receiver.maxEnd = acknowledgement;
                } else if (acknowledgement == receiver.end + 1) {
                    receiver.end++;
                }
            }
        } else if (syn && last - end > 0 && handshake) {
            introduce(receiver, segment, last, inReply);
        }
        if (!ack || (segment.has(TcpSegment.RST) && acknowledgement == 0)) {
            acknowledgement = receiver.end;
        }
        if (segment.has(TcpSegment.RST) && sequence == 0 && progress.state() == TcpState.SYN_SENT) {
            sequence = end;
            last = end;
        }
        Fit doubt = everythingLiberal || liberal ? Fit.IN : Fit.OUT;
        Fit old = everythingLiberal || liberal ? Fit.IN : Fit.IGNORED;
        int oldest = receiver.end - Math.max(maxWindow, LATEST_ACKNOWLEDGEMENT) - 1;
        boolean inReceiversWindow = last - (end - receiver.maxWindow - 1) > 0;
        if (sequence - (maxEnd + 1) >= 0) {
            int over = last - maxEnd + 1;
            if (receiver.maxWindow != 0
                    && inReceiversWindow
                    && acknowledgement - oldest > 0
                    && Integer.compareUnsigned(over, receiver.maxWindow) <= 0
                    && acknowledgement - (receiver.end + 1) < 0) {
                // More than it was allowed to send: if it is let through and acknowledged, all goes on.
                end = last;
                unacknowledged = true;
                return old;
            }
            return doubt;
        }
        if (acknowledgement - (receiver.end + 1) >= 0) {
            return doubt;
        }
        if (receiver.maxWindow != 0 && !inReceiversWindow || acknowledgement - oldest <= 0) {
            return old;
        }
        learn(receiver, segment, last, acknowledgement);
        if (TcpState.Kind.of(segment) == TcpState.Kind.ACK) {
            progress.acknowledged(inReply, segment, acknowledgement, last);
        }
        return Fit.IN;
    }

    private void learn(TcpSide receiver, TcpSegment segment, int last, int acknowledgement) {
        int window = segment.has(TcpSegment.SYN) ? segment.window() : segment.window() << scale;
        maxWindow = Math.max(maxWindow, window);
        if (last - end > 0) {
            end = last;
            unacknowledged = true;
        }
        if (segment.has(TcpSegment.ACK) && (!acknowledgedAny || acknowledgement - maxAcknowledged > 0)) {
            maxAcknowledged = acknowledgement;
            acknowledgedAny = true;
        }
        if (receiver.maxWindow != 0 && last - maxEnd > 0) {
            receiver.maxWindow += last - maxEnd;
        }
        if (acknowledgement + window - (receiver.maxEnd - 1) > 0) {
            receiver.maxEnd = acknowledgement + window + (window == 0 ? 1 : 0);
        }
        if (acknowledgement == receiver.end) {
            receiver.unacknowledged = false;
        }
    }
}
