package org.ringlab.netfilter.conntrack;

import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.TcpSegment;

/** What a segment means to a tracked connection ({@code nf_conntrack_tcp_packet}). */
final class TcpTracking {
    private final Conntrack conntrack;

    TcpTracking(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    /** What is said of a segment. */
    enum Verdict {
        VALID,
        INVALID,
        /** The old connection is over and this packet begins a new one on the same tuple. */
        REPEAT
    }

    Verdict packet(Connection connection, TcpSegment segment, boolean reply) {
        if (!plausibleFlags(segment.flags())) {
            return Verdict.INVALID;
        }
        TcpState.Kind kind = TcpState.Kind.of(segment);
        TcpState old = connection.tcpState();
        int end = segment.sequence()
                + segment.data().length()
                + (segment.has(TcpSegment.SYN) ? 1 : 0)
                + (segment.has(TcpSegment.FIN) ? 1 : 0);
        return switch (old.after(kind, reply)) {
            case TcpState.Step.Invalid invalid -> Verdict.INVALID;
            case TcpState.Step.Ignore ignore -> {
                if (kind == TcpState.Kind.SYNACK
                        && connection.lastKind() == TcpState.Kind.SYN
                        && connection.lastWasReply() != reply
                        && connection.lastEnd() == segment.acknowledgement()) {
                    // It answers a SYN that was let through: this entry was out of date, the connection is new.
                    yield enter(connection, TcpState.SYN_SENT, TcpState.SYN_RECV, segment, kind, reply, end);
                }
                connection.remember(kind, reply, end);
                yield Verdict.VALID;
            }
            case TcpState.Step.To(TcpState next) -> {
                if (next == TcpState.SYN_SENT && old.compareTo(TcpState.TIME_WAIT) >= 0) {
                    if (connection.closeBegun()
                            || (connection.lastWasReply() == reply && connection.lastKind() == TcpState.Kind.RST)) {
                        yield Verdict.REPEAT;
                    }
                    connection.remember(kind, reply, end);
                    yield Verdict.VALID;
                }
                yield enter(connection, old, next, segment, kind, reply, end);
            }
        };
    }

    private Verdict enter(
            Connection connection,
            TcpState old,
            TcpState next,
            TcpSegment segment,
            TcpState.Kind kind,
            boolean reply,
            int end) {
        connection.remember(kind, reply, end);
        if (!reply) {
            connection.sawOriginalEnd(end);
        }
        connection.setTcpState(next);
        if (old != next && next == TcpState.FIN_WAIT) {
            connection.setCloseBegun();
        }
        long timeout = next.timeoutNanos();
        if (!connection.seenReply()) {
            if (segment.has(TcpSegment.RST) && connection.confirmed()) {
                // The only answer is a reset: no connection ever was.
                conntrack.remove(connection);
                return Verdict.VALID;
            }
            if (next == TcpState.ESTABLISHED) {
                timeout = Math.min(timeout, 300 * SimClock.SECOND);
            }
        } else if (next == TcpState.ESTABLISHED && (old == TcpState.SYN_RECV || old == TcpState.ESTABLISHED)) {
            connection.setAssured();
        }
        conntrack.refresh(connection, timeout);
        return Verdict.VALID;
    }

    /** Which flags may stand together ({@code tcp_valid_flags}); PSH, ECE and CWR don't matter. */
    private static boolean plausibleFlags(int flags) {
        return switch (flags & ~(TcpSegment.PSH | TcpSegment.ECE | TcpSegment.CWR)) {
            case TcpSegment.SYN,
                    TcpSegment.SYN | TcpSegment.URG,
                    TcpSegment.SYN | TcpSegment.ACK,
                    TcpSegment.RST,
                    TcpSegment.RST | TcpSegment.ACK,
                    TcpSegment.FIN | TcpSegment.ACK,
                    TcpSegment.FIN | TcpSegment.ACK | TcpSegment.URG,
                    TcpSegment.ACK,
                    TcpSegment.ACK | TcpSegment.URG -> true;
            default -> false;
        };
    }
}
