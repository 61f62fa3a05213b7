package org.ringlab.netfilter.conntrack;

import java.util.Arrays;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * The states connection tracking gives a TCP connection, seen from the middle, and how a segment changes them
 * (net/netfilter/nf_conntrack_proto_tcp.c: names, time-outs and the transition table).
 */
public enum TcpState {
    /** Nothing seen. */
    NONE(Timeout.TCP_SYN_SENT),
    /** A SYN. */
    SYN_SENT(Timeout.TCP_SYN_SENT),
    /** A SYN+ACK answered it. */
    SYN_RECV(Timeout.TCP_SYN_RECV),
    /** An ACK completed the handshake. */
    ESTABLISHED(Timeout.TCP_ESTABLISHED),
    /** One side said FIN. */
    FIN_WAIT(Timeout.TCP_FIN_WAIT),
    /** The FIN was acknowledged. */
    CLOSE_WAIT(Timeout.TCP_CLOSE_WAIT),
    /** Both sides said FIN. */
    LAST_ACK(Timeout.TCP_LAST_ACK),
    /** The last ACK. */
    TIME_WAIT(Timeout.TCP_TIME_WAIT),
    /** A reset. */
    CLOSE(Timeout.TCP_CLOSE),
    /** SYNs from both sides. */
    SYN_SENT2(Timeout.TCP_SYN_SENT);

    private final Timeout timeout;

    TcpState(Timeout timeout) {
        this.timeout = timeout;
    }

    /** How long an entry in this state outlives its last packet, in nanoseconds. */
    long timeoutNanos(ConntrackSettings settings) {
        return settings.nanos(timeout);
    }

    /** What a segment's flags amount to; the reset wins over SYN, SYN over FIN, FIN over ACK. */
    enum Kind {
        SYN,
        SYNACK,
        FIN,
        ACK,
        RST,
        NONE;

        static Kind of(TcpSegment segment) {
            if (segment.has(TcpSegment.RST)) {
                return RST;
            }
            if (segment.has(TcpSegment.SYN)) {
                return segment.has(TcpSegment.ACK) ? SYNACK : SYN;
            }
            if (segment.has(TcpSegment.FIN)) {
                return FIN;
            }
            return segment.has(TcpSegment.ACK) ? ACK : NONE;
        }
    }

    /** What the table says: a state to go to, or one of two words. */
    sealed interface Step {
        /** The connection is in this state now. */
        record To(TcpState state) implements Step {}

        /** The packet passes and changes nothing: it may be invalid, and its receiver will know. */
        record Ignore() implements Step {}

        /** The packet can't belong to the connection. */
        record Invalid() implements Step {}
    }

    /** Columns are the states in declaration order; {@code iv} invalid, {@code ig} ignored. */
    private static final String[] ORIGINAL = {
        /*          no ss sr es fw cw la tw cl s2 */
        /* SYN    */ "ss ss ig ig ig ig ig ss ss s2",
        /* SYNACK */ "iv iv sr iv iv iv iv iv iv sr",
        /* FIN    */ "iv iv fw fw la la la tw cl iv",
        /* ACK    */ "es iv es es cw cw tw tw cl iv",
        /* RST    */ "iv cl cl cl cl cl cl cl cl cl",
        /* NONE   */ "iv iv iv iv iv iv iv iv iv iv",
    };

    private static final String[] REPLY = {
        /*          no ss sr es fw cw la tw cl s2 */
        /* SYN    */ "iv s2 iv iv iv iv iv ss iv s2",
        /* SYNACK */ "iv sr ig ig ig ig ig ig ig sr",
        /* FIN    */ "iv iv fw fw la la la tw cl iv",
        /* ACK    */ "iv ig sr es cw cw tw tw cl ig",
        /* RST    */ "iv cl cl cl cl cl cl cl cl cl",
        /* NONE   */ "iv iv iv iv iv iv iv iv iv iv",
    };

    private static final String CODES = "no ss sr es fw cw la tw cl s2";

    private static final Step[][] ORIGINAL_STEPS = read(ORIGINAL);
    private static final Step[][] REPLY_STEPS = read(REPLY);

    /** Where a segment of this kind leads from this state. */
    Step after(Kind kind, boolean reply) {
        return (reply ? REPLY_STEPS : ORIGINAL_STEPS)[kind.ordinal()][ordinal()];
    }

    private static Step[][] read(String[] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row.split(" ")).map(TcpState::step).toArray(Step[]::new))
                .toArray(Step[][]::new);
    }

    private static Step step(String cell) {
        return switch (cell) {
            case "iv" -> new Step.Invalid();
            case "ig" -> new Step.Ignore();
            default -> new Step.To(values()[CODES.indexOf(cell) / 3]);
        };
    }
}
