package org.ringlab.netfilter.conntrack;

import org.ringlab.netfilter.packet.TcpSegment;

/** What a segment means to a tracked connection ({@code nf_conntrack_tcp_packet}). */
final class TcpTracking {
    private final Conntrack conntrack;
    private final ConntrackSettings settings;

    TcpTracking(Conntrack conntrack, ConntrackSettings settings) {
        this.conntrack = conntrack;
        this.settings = settings;
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
        TcpProgress progress = connection.tcp();
        TcpState.Kind kind = TcpState.Kind.of(segment);
        TcpState old = progress.state();
        int end = end(segment);
        boolean older = old == TcpState.NONE && kind != TcpState.Kind.SYN;
        if (older && !pickedUp(progress, segment, end)) {
            return Verdict.INVALID;
        }
        return switch (old.after(kind, reply)) {
            case TcpState.Step.Invalid invalid -> Verdict.INVALID;
            case TcpState.Step.Ignore ignore -> ignored(connection, segment, kind, reply, end);
            case TcpState.Step.To to -> step(connection, old, to.state(), segment, kind, reply, end);
        };
    }

    /** The table says where to go; some steps are not as simple as that. */
    private Verdict step(
            Connection connection,
            TcpState old,
            TcpState next,
            TcpSegment segment,
            TcpState.Kind kind,
            boolean reply,
            int end) {
        TcpProgress progress = connection.tcp();
        return switch (next) {
            case SYN_SENT -> {
                if (old.compareTo(TcpState.TIME_WAIT) < 0) {
                    yield inWindow(connection, old, next, segment, kind, reply, end);
                }
                boolean aborted = progress.lastWasReply() == reply && progress.lastKind() == TcpState.Kind.RST;
                yield progress.closeBegun() || aborted
                        ? Verdict.REPEAT
                        : ignored(connection, segment, kind, reply, end);
            }
            case TIME_WAIT -> {
                // The answer to a SYN that was let through doesn't acknowledge the last FIN (RFC 5961 4.2).
                boolean challenge = old == TcpState.LAST_ACK
                        && kind == TcpState.Kind.ACK
                        && progress.lastWasReply() != reply
                        && progress.lastKind() == TcpState.Kind.SYN
                        && progress.challengeExpected();
                if (challenge) {
                    progress.setChallengeExpected(false);
                    yield Verdict.VALID;
                }
                yield inWindow(connection, old, next, segment, kind, reply, end);
            }
            case SYN_SENT2 -> {
                progress.setSimultaneousOpen();
                yield inWindow(connection, old, next, segment, kind, reply, end);
            }
            case SYN_RECV -> {
                boolean open = reply && kind == TcpState.Kind.ACK && progress.simultaneousOpen();
                TcpState reached = open ? TcpState.ESTABLISHED : next;
                yield inWindow(connection, old, reached, segment, kind, reply, end);
            }
            case CLOSE -> closing(connection, old, segment, kind, reply, end);
            case NONE, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK ->
                inWindow(connection, old, next, segment, kind, reply, end);
        };
    }

    /** {@code tcp_new}, where no SYN was seen: the windows of either side are not known. */
    private boolean pickedUp(TcpProgress progress, TcpSegment segment, int end) {
        if (!settings.tcpLoose()) {
            return false;
        }
        progress.side(false).pickUp(segment, end);
        progress.side(true).setLiberal();
        return true;
    }

    /** It may be old or wrong; its receiver will know. */
    private Verdict ignored(Connection connection, TcpSegment segment, TcpState.Kind kind, boolean reply, int end) {
        TcpProgress progress = connection.tcp();
        boolean answersIgnoredSyn = kind == TcpState.Kind.SYNACK
                && progress.lastKind() == TcpState.Kind.SYN
                && progress.lastWasReply() != reply
                && progress.lastEnd() == segment.acknowledgement();
        if (answersIgnoredSyn) {
            // It answers a SYN that was let through: this entry was out of date, the connection is new.
            progress.believeLast(reply);
            return inWindow(connection, TcpState.SYN_SENT, TcpState.SYN_RECV, segment, kind, reply, end);
        }
        progress.ignored(kind, reply, segment, end);
        return Verdict.VALID;
    }

    /** A reset closes the connection where its number is the one expected (RFC 5961 3.2). */
    private Verdict closing(
            Connection connection, TcpState old, TcpSegment segment, TcpState.Kind kind, boolean reply, int end) {
        TcpProgress progress = connection.tcp();
        TcpState next = TcpState.CLOSE;
        if (kind == TcpState.Kind.RST) {
            boolean mayBeReused = switch (old) {
                case FIN_WAIT, LAST_ACK, TIME_WAIT, CLOSE, CLOSE_WAIT -> true;
                case NONE, SYN_SENT, SYN_RECV, ESTABLISHED, SYN_SENT2 -> false;
            };
            if (mayBeReused) {
                return enter(connection, old, next, segment, kind, reply);
            }
            TcpSide other = progress.side(!reply);
            boolean known = other.acknowledgedAny() && progress.lastKind() != TcpState.Kind.SYN;
            boolean established = old == TcpState.ESTABLISHED && connection.assured();
            if (known && (segment.sequence() != 0 || established)) {
                if (segment.sequence() - other.maxAcknowledged() < 0 && !settings.tcpIgnoreInvalidReset()) {
                    return Verdict.INVALID;
                }
                boolean train = progress.lastKind() == TcpState.Kind.ACK
                        && progress.lastWasReply() == reply
                        && progress.lastEnd() == segment.sequence();
                if (established && segment.sequence() != other.maxAcknowledged() && !train) {
                    // Not exactly the number expected: the other end may ask for it again.
                    next = old;
                }
            } else if (!known) {
                boolean toIgnoredSyn = connection.seenReply()
                        && progress.lastKind() == TcpState.Kind.SYN
                        && progress.lastWasReply() != reply;
                boolean toFirstAck = !connection.assured() && progress.lastKind() == TcpState.Kind.ACK;
                boolean answersLast = (toIgnoredSyn || toFirstAck) && segment.acknowledgement() == progress.lastEnd();
                // The answer to a SYN was an ACK, by which the client sees that the server still has the old
                // connection.
                boolean toChallenge = old == TcpState.SYN_SENT
                        && progress.lastKind() == TcpState.Kind.ACK
                        && progress.lastWasReply()
                        && segment.sequence() == progress.lastAcknowledgement();
                if (answersLast || toChallenge) {
                    return enter(connection, old, next, segment, kind, reply);
                }
            }
        }
        return inWindow(connection, old, next, segment, kind, reply, end);
    }

    private Verdict inWindow(
            Connection connection,
            TcpState old,
            TcpState next,
            TcpSegment segment,
            TcpState.Kind kind,
            boolean reply,
            int end) {
        TcpProgress progress = connection.tcp();
        TcpSide receiver = progress.side(!reply);
        SequenceAdjustment adjustment = connection.adjustment();
        int offset = adjustment == null ? 0 : adjustment.offset(!reply, segment.acknowledgement() - 1);
        TcpSide.Fit fit =
                progress.side(reply).fit(receiver, segment, end, offset, progress, reply, settings.tcpBeLiberal());
        return switch (fit) {
            case IGNORED -> Verdict.VALID;
            case OUT -> outOfWindow(connection, kind, reply);
            case IN -> enter(connection, old, next, segment, kind, reply);
        };
    }

    /** {@code nf_tcp_handle_invalid}: a FIN or reset from each side, though out of the window, hastens the end. */
    private Verdict outOfWindow(Connection connection, TcpState.Kind kind, boolean reply) {
        TcpProgress progress = connection.tcp();
        boolean ends = kind == TcpState.Kind.RST || kind == TcpState.Kind.FIN;
        if (connection.assured() && ends && connection.confirmed()) {
            TcpState.Kind last = progress.lastKind();
            boolean otherEnded = last == TcpState.Kind.RST || last == TcpState.Kind.FIN;
            if (progress.lastWasReply() != reply && otherEnded) {
                conntrack.hasten(connection, settings.nanos(Timeout.TCP_UNACKNOWLEDGED));
            } else {
                progress.last(kind, reply);
            }
        }
        return Verdict.INVALID;
    }

    private Verdict enter(
            Connection connection, TcpState old, TcpState next, TcpSegment segment, TcpState.Kind kind, boolean reply) {
        TcpProgress progress = connection.tcp();
        progress.last(kind, reply);
        progress.setState(next);
        if (old != next && next == TcpState.FIN_WAIT) {
            progress.side(reply).setCloseBegun();
        }
        long timeout = timeout(progress, next, kind);
        if (!connection.seenReply()) {
            if (segment.has(TcpSegment.RST) && connection.confirmed()) {
                // The only answer is a reset: no connection ever was.
                conntrack.remove(connection);
                return Verdict.VALID;
            }
            if (kind == TcpState.Kind.SYN && old == TcpState.SYN_SENT) {
                // A SYN sent again lengthens nothing.
                return Verdict.VALID;
            }
            if (next == TcpState.ESTABLISHED) {
                timeout = Math.min(timeout, settings.nanos(Timeout.TCP_UNACKNOWLEDGED));
            }
        } else if (next == TcpState.ESTABLISHED && (old == TcpState.SYN_RECV || old == TcpState.ESTABLISHED)) {
            connection.setAssured();
        }
        conntrack.refresh(connection, timeout);
        return Verdict.VALID;
    }

    private long timeout(TcpProgress progress, TcpState next, TcpState.Kind kind) {
        long usual = next.timeoutNanos(settings);
        if (progress.retransmissions() >= settings.tcpMostRetransmissions() && usual > longest()) {
            return longest();
        }
        if (kind == TcpState.Kind.RST) {
            return settings.nanos(Timeout.TCP_CLOSE);
        }
        if (progress.unacknowledged()) {
            return Math.min(usual, settings.nanos(Timeout.TCP_UNACKNOWLEDGED));
        }
        return progress.windowClosed() ? Math.min(usual, longest()) : usual;
    }

    private long longest() {
        return settings.nanos(Timeout.TCP_MAX_RETRANS);
    }

    private static int end(TcpSegment segment) {
        return segment.sequence()
                + segment.data().length()
                + (segment.has(TcpSegment.SYN) ? 1 : 0)
                + (segment.has(TcpSegment.FIN) ? 1 : 0);
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
