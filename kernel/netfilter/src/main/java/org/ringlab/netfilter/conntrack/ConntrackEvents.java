package org.ringlab.netfilter.conntrack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringlab.common.SimClock;

/** What listeners are told of one namespace's connections (nf_conntrack_ecache.c, nf_conntrack_netlink.c). */
public final class ConntrackEvents {
    private final SimClock clock;
    private final List<Event> events = new ArrayList<>();
    private int listeners;

    ConntrackEvents(SimClock clock) {
        this.clock = clock;
    }

    /** What happened to a connection. */
    public enum Kind {
        /** It came into the table. */
        NEW,
        /** It was answered, is assured, or has another state or mark. */
        UPDATE,
        /** It was taken out of the table. */
        DESTROY
    }

    /**
     * One event, with the connection as it was then.
     *
     * @param kind what happened
     * @param nanos when, in nanoseconds since boot
     * @param seen the connection's state
     * @param byCommand whether a command destroyed it, not time
     */
    public record Event(Kind kind, long nanos, Seen seen, boolean byCommand) {}

    /**
     * A connection at one moment.
     *
     * @param connection which; only what never changes is to be asked of it
     * @param original its first direction
     * @param reply its answers' direction
     * @param state TCP's state
     * @param nanosLeft how long it would have lasted
     * @param seenReply whether it was answered
     * @param assured whether it is ASSURED
     * @param mark its mark
     */
    public record Seen(
            Connection connection,
            Tuple original,
            Tuple reply,
            TcpState state,
            long nanosLeft,
            boolean seenReply,
            boolean assured,
            int mark) {
        /** A connection as it is at {@code nowNanos}. */
        public static Seen of(Connection c, long nowNanos) {
            return new Seen(
                    c,
                    c.original(),
                    c.reply(),
                    c.tcpState(),
                    Math.max(0, c.expiresNanos() - nowNanos),
                    c.seenReply(),
                    c.assured(),
                    c.mark());
        }

        private boolean differs(Seen other) {
            return state != other.state
                    || seenReply != other.seenReply
                    || assured != other.assured
                    || mark != other.mark;
        }
    }

    /** Somebody listens from now on: events of connections that begin now are kept, and of those that are known. */
    public void listen(Iterable<Connection> known) {
        listeners++;
        known.forEach(c -> c.setTold(Seen.of(c, clock.nanos())));
    }

    /** One less listens. */
    public void stopListening() {
        listeners--;
        if (listeners == 0) {
            events.clear();
        }
    }

    /** Events since the first of those who listen began, oldest first. */
    public List<Event> all() {
        return Collections.unmodifiableList(events);
    }

    /** Whether anybody listens. */
    boolean wanted() {
        return listeners > 0;
    }

    /** A connection came into the table. */
    void entered(Connection connection) {
        if (wanted()) {
            Seen now = Seen.of(connection, clock.nanos());
            events.add(new Event(Kind.NEW, clock.nanos(), now, false));
            connection.setTold(now);
        }
    }

    /** A packet of the connection got through: what it changed is told ({@code nf_ct_deliver_cached_events}). */
    void delivered(Connection connection) {
        Seen before = connection.told();
        if (!wanted() || before == null) {
            return;
        }
        Seen now = Seen.of(connection, clock.nanos());
        if (now.differs(before)) {
            events.add(new Event(Kind.UPDATE, clock.nanos(), now, false));
            connection.setTold(now);
        }
    }

    /** It is taken out of the table. */
    void destroyed(Connection connection, boolean byCommand) {
        if (wanted() && connection.told() != null) {
            long at = Math.min(clock.nanos(), connection.expiresNanos());
            events.add(new Event(Kind.DESTROY, at, Seen.of(connection, clock.nanos()), byCommand));
        }
    }
}
