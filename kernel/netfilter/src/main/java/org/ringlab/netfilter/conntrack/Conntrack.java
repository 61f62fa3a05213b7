package org.ringlab.netfilter.conntrack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;

/**
 * Connection tracking of one network namespace (net/netfilter/nf_conntrack_core.c).
 *
 * <p>{@link #in} looks at a packet early (PREROUTING, OUTPUT) and finds or makes its connection; {@link #confirm} puts a
 * new connection into the table once its first packet got through (INPUT, POSTROUTING). A packet dropped in between
 * leaves no trace.
 */
public final class Conntrack {
    private static final long UDP_TIMEOUT = 30 * SimClock.SECOND;
    private static final long UDP_STREAM_TIMEOUT = 120 * SimClock.SECOND;

    /** A UDP exchange that lasts longer is a stream (and ASSURED), since Linux 5.0. */
    private static final long UDP_STREAM_AGE = 2 * SimClock.SECOND;

    private static final long ICMP_TIMEOUT = 30 * SimClock.SECOND;
    private static final long GENERIC_TIMEOUT = 600 * SimClock.SECOND;

    private final SimClock clock;
    private final Map<Tuple, Connection> table = new HashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private boolean accounting;

    /** An empty table that forgets by {@code clock}. */
    public Conntrack(SimClock clock) {
        this.clock = clock;
    }

    /** The connections in the table, oldest first; those whose time is up are gone. */
    public List<Connection> entries() {
        List<Connection> expired = new ArrayList<>();
        for (Connection c : connections) {
            if (c.expiresNanos() <= clock.nanos()) {
                expired.add(c);
            }
        }
        expired.forEach(this::remove);
        return List.copyOf(connections);
    }

    /** Whether connections that begin from now on count their packets and bytes (nf_conntrack_acct). */
    public void setAccounting(boolean on) {
        accounting = on;
    }

    /** Forgets everything ({@code conntrack -F}). */
    public void flush() {
        List.copyOf(connections).forEach(this::remove);
    }

    /** Forgets one connection. */
    public void remove(Connection connection) {
        connection.kill();
        connections.remove(connection);
        table.remove(connection.original(), connection);
        table.remove(connection.reply(), connection);
    }

    /** The connection one of whose tuples this is. */
    public Optional<Connection> find(Tuple tuple) {
        Connection found = table.get(tuple);
        if (found != null && found.expiresNanos() <= clock.nanos()) {
            remove(found);
            return Optional.empty();
        }
        return Optional.ofNullable(found);
    }

    /** Finds or makes the connection of a packet that was not looked at yet ({@code nf_conntrack_in}). */
    public Tracking in(Packet packet) {
        if (packet.payload() instanceof IcmpMessage icmp && icmp.isError()) {
            return related(packet, icmp);
        }
        Tracking tracking = resolve(packet);
        Connection connection = tracking.connection();
        if (connection == null) {
            return Tracking.INVALID;
        }
        boolean valid = switch (packet.payload()) {
            case TcpSegment segment ->
                switch (tcp(connection, segment, tracking.reply())) {
                    case VALID -> true;
                    case INVALID -> false;
                    case REPEAT -> {
                        remove(connection);
                        yield false;
                    }
                };
            case UdpDatagram udp -> udp(connection);
            case IcmpMessage icmp -> icmp(connection, icmp);
            case OtherPayload other -> refresh(connection, GENERIC_TIMEOUT);
        };
        if (connection.dying() && !valid) {
            return in(packet);
        }
        if (!valid) {
            return Tracking.INVALID;
        }
        connection.count(tracking.reply(), packet.length());
        if (tracking.reply() && tracking.state() == ConnectionState.ESTABLISHED) {
            connection.setSeenReply();
        }
        return tracking;
    }

    /**
     * Puts a new connection into the table ({@code nf_conntrack_confirm}); answers made by this host about its first
     * packet don't confirm it.
     *
     * @return false where another connection took its tuples meanwhile: the packet is to be dropped
     */
    public boolean confirm(Tracking tracking) {
        Connection connection = tracking.connection();
        if (connection == null || connection.confirmed() || connection.dying() || tracking.reply()) {
            return true;
        }
        if (find(connection.original()).isPresent() || find(connection.reply()).isPresent()) {
            return false;
        }
        connection.confirm();
        connections.add(connection);
        table.put(connection.original(), connection);
        table.put(connection.reply(), connection);
        return true;
    }

    /** {@code resolve_normal_ct}. */
    private Tracking resolve(Packet packet) {
        Tuple tuple = Tuple.of(packet);
        Optional<Connection> known = find(tuple);
        if (known.isEmpty()) {
            Optional<Tuple> reply = tuple.inverse();
            if (reply.isEmpty()) {
                return Tracking.INVALID;
            }
            Connection fresh = new Connection(tuple, reply.get(), clock.nanos(), accounting);
            return new Tracking(fresh, ConnectionState.NEW, false, true);
        }
        Connection connection = known.get();
        if (!tuple.equals(connection.original())) {
            return new Tracking(connection, ConnectionState.ESTABLISHED, true, false);
        }
        ConnectionState state = connection.seenReply() ? ConnectionState.ESTABLISHED : ConnectionState.NEW;
        return new Tracking(connection, state, false, false);
    }

    /** An ICMP error belongs to the connection of the packet it quotes ({@code nf_conntrack_inet_error}). */
    private Tracking related(Packet packet, IcmpMessage error) {
        Packet quoted = error.quoted();
        if (quoted == null) {
            return Tracking.INVALID;
        }
        // The error travels against the packet it quotes.
        Optional<Tuple> direction = Tuple.of(quoted).inverse();
        Optional<Connection> found = direction.flatMap(this::find);
        if (found.isEmpty() || !direction.get().destination().equals(packet.destination())) {
            return Tracking.INVALID;
        }
        boolean reply = !direction.get().equals(found.get().original());
        return new Tracking(found.get(), ConnectionState.RELATED, reply, false);
    }

    private boolean refresh(Connection connection, long timeoutNanos) {
        connection.expireAt(clock.nanos() + timeoutNanos);
        return true;
    }

    private boolean udp(Connection connection) {
        boolean stream = connection.seenReply() && clock.nanos() > connection.createdNanos() + UDP_STREAM_AGE;
        if (stream) {
            connection.setAssured();
        }
        return refresh(connection, stream ? UDP_STREAM_TIMEOUT : UDP_TIMEOUT);
    }

    private boolean icmp(Connection connection, IcmpMessage message) {
        // Only queries begin something: echo, timestamp, information, address mask.
        int type = message.type();
        if (!connection.confirmed() && type != 8 && type != 13 && type != 15 && type != 17) {
            return false;
        }
        return refresh(connection, ICMP_TIMEOUT);
    }

    private enum TcpVerdict {
        VALID,
        INVALID,
        /** The old connection is over and this packet begins a new one on the same tuple. */
        REPEAT
    }

    /** {@code nf_conntrack_tcp_packet}. */
    private TcpVerdict tcp(Connection connection, TcpSegment segment, boolean reply) {
        if (!plausibleFlags(segment.flags())) {
            return TcpVerdict.INVALID;
        }
        TcpState.Kind kind = TcpState.Kind.of(segment);
        TcpState old = connection.tcpState();
        int end = segment.sequence()
                + segment.data().length()
                + (segment.has(TcpSegment.SYN) ? 1 : 0)
                + (segment.has(TcpSegment.FIN) ? 1 : 0);
        return switch (old.after(kind, reply)) {
            case TcpState.Step.Invalid invalid -> TcpVerdict.INVALID;
            case TcpState.Step.Ignore ignore -> {
                if (kind == TcpState.Kind.SYNACK
                        && connection.lastKind() == TcpState.Kind.SYN
                        && connection.lastWasReply() != reply
                        && connection.lastEnd() == segment.acknowledgement()) {
                    // It answers a SYN that was let through: this entry was out of date, the connection is new.
                    yield enter(connection, TcpState.SYN_SENT, TcpState.SYN_RECV, segment, kind, reply, end);
                }
                connection.remember(kind, reply, end);
                yield TcpVerdict.VALID;
            }
            case TcpState.Step.To(TcpState next) -> {
                if (next == TcpState.SYN_SENT && old.compareTo(TcpState.TIME_WAIT) >= 0) {
                    if (connection.closeBegun()
                            || (connection.lastWasReply() == reply && connection.lastKind() == TcpState.Kind.RST)) {
                        yield TcpVerdict.REPEAT;
                    }
                    connection.remember(kind, reply, end);
                    yield TcpVerdict.VALID;
                }
                yield enter(connection, old, next, segment, kind, reply, end);
            }
        };
    }

    private TcpVerdict enter(
            Connection connection,
            TcpState old,
            TcpState next,
            TcpSegment segment,
            TcpState.Kind kind,
            boolean reply,
            int end) {
        connection.remember(kind, reply, end);
        connection.setTcpState(next);
        if (old != next && next == TcpState.FIN_WAIT) {
            connection.setCloseBegun();
        }
        long timeout = next.timeoutNanos();
        if (!connection.seenReply()) {
            if (segment.has(TcpSegment.RST) && connection.confirmed()) {
                // The only answer is a reset: no connection ever was.
                remove(connection);
                return TcpVerdict.VALID;
            }
            if (next == TcpState.ESTABLISHED) {
                timeout = Math.min(timeout, 300 * SimClock.SECOND);
            }
        } else if (next == TcpState.ESTABLISHED && (old == TcpState.SYN_RECV || old == TcpState.ESTABLISHED)) {
            connection.setAssured();
        }
        refresh(connection, timeout);
        return TcpVerdict.VALID;
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
