package org.ringlab.netfilter.conntrack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.ConntrackSettings.HelperAssignment;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
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
    /** A UDP exchange that lasts longer is a stream (and ASSURED), since Linux 5.0. */
    private static final long UDP_STREAM_AGE = 2 * SimClock.SECOND;

    private final SimClock clock;
    private final ConntrackSettings settings;
    private final Map<Tuple, Connection> table = new HashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private boolean accounting;
    private final Map<Source, Deque<Connection>> bySource = new HashMap<>();
    private final Expectations expectations;
    private final Helpers helpers;
    private final ConntrackEvents events;
    private final ConntrackStatistics statistics = new ConntrackStatistics();
    private final TcpTracking tcp;
    private final Neighbourhood neighbourhood;

    /** The source of a connection's first packet: what NAT asks for. */
    private record Source(Ipv4Address address, int protocol, int key, int zone) {
        static Source of(Tuple tuple) {
            return new Source(tuple.source(), tuple.protocol(), tuple.sourceKey(), tuple.zone());
        }
    }

    /** An empty table that forgets by {@code clock}. */
    public Conntrack(SimClock clock, ConntrackSettings settings) {
        this.clock = clock;
        this.settings = settings;
        tcp = new TcpTracking(this, settings);
        neighbourhood = new Neighbourhood(settings.buckets());
        expectations = new Expectations(clock);
        helpers = new Helpers(clock, expectations);
        events = new ConntrackEvents(clock);
    }

    /** What is waited for. */
    public Expectations expectations() {
        return expectations;
    }

    /** What listeners are told. */
    public ConntrackEvents events() {
        return events;
    }

    /** What was counted. */
    public ConntrackStatistics statistics() {
        return statistics;
    }

    /** Who reads along. */
    public Helpers helpers() {
        return helpers;
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
        entries().forEach(this::delete);
    }

    /** Forgets one connection, because a command says so. */
    public void delete(Connection connection) {
        remove(connection, true);
    }

    /** Forgets one connection. */
    public void remove(Connection connection) {
        remove(connection, false);
    }

    private void remove(Connection connection, boolean byCommand) {
        if (!connection.dying()) {
            events.destroyed(connection, byCommand);
        }
        connection.kill();
        connections.remove(connection);
        table.remove(connection.original(), connection);
        table.remove(connection.reply(), connection);
        Source source = Source.of(connection.original());
        Deque<Connection> others = bySource.get(source);
        if (others != null && others.remove(connection) && others.isEmpty()) {
            bySource.remove(source);
        }
        expectations.forget(connection);
    }

    /** Forgets what is masqueraded by an interface; with an address, only what has that address. */
    public void forgetMasqueraded(int interfaceIndex, @Nullable Ipv4Address address) {
        for (Connection connection : List.copyOf(connections)) {
            if (connection.masqueradeIndex() == interfaceIndex
                    && (address == null || connection.reply().destination().equals(address))) {
                remove(connection);
            }
        }
    }

    /** Whether another connection has this tuple ({@code nf_conntrack_tuple_taken}). */
    public boolean isTaken(Tuple tuple, Connection besides) {
        Connection other = find(tuple).orElse(null);
        return other != null && other != besides && !other.original().equals(besides.original());
    }

    /** The connections in the table that began from the source of this tuple, the latest first. */
    public Collection<Connection> ofSource(Tuple tuple) {
        Deque<Connection> found = bySource.get(Source.of(tuple));
        if (found == null) {
            return List.of();
        }
        return found.stream().filter(c -> c.expiresNanos() > clock.nanos()).toList();
    }

    /** A rule resets a connection: it is closed, whatever becomes of the reset ({@code nf_ct_set_closing}). */
    public void close(Connection connection) {
        if (connection.confirmed() && connection.original().protocol() == TcpSegment.PROTOCOL) {
            connection.tcp().setState(TcpState.CLOSE);
            refresh(connection, settings.nanos(Timeout.TCP_CLOSE));
        }
    }

    /** NAT chose other answers for a new connection ({@code nf_conntrack_alter_reply}). */
    public void alterReply(Connection connection, Tuple reply) {
        connection.setReply(reply);
        if (settings.helperAssignment() == HelperAssignment.TRANSLATED_PORT
                && connection.master() == null
                && !connection.helperFixed()
                && !expectations.has(connection)) {
            connection.setHelper(helpers.byPort(reply), false);
        }
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

    /** The same without a template, where the table is not full. */
    Tracking in(Packet packet) {
        return in(packet, Template.NONE).orElseThrow();
    }

    /**
     * Finds or makes the connection of a packet that was not looked at yet ({@code nf_conntrack_in}).
     *
     * @param template what a rule wants for it
     * @return empty where the table is full: the packet is to be dropped
     */
    public Optional<Tracking> in(Packet packet, Template template) {
        if (packet.payload() instanceof IcmpMessage icmp && icmp.isError()) {
            return Optional.of(related(packet, icmp, template));
        }
        Tracking tracking = resolve(packet, template);
        if (tracking == null) {
            return Optional.empty();
        }
        Connection connection = tracking.connection();
        if (connection == null) {
            statistics.countInvalid();
            return Optional.of(Tracking.INVALID);
        }
        boolean valid = switch (packet.payload()) {
            case TcpSegment segment ->
                switch (tcp.packet(connection, segment, tracking.reply())) {
                    case VALID -> true;
                    case INVALID -> false;
                    case REPEAT -> {
                        remove(connection);
                        yield false;
                    }
                };
            case UdpDatagram udp -> {
                udp(connection);
                yield true;
            }
            case IcmpMessage icmp -> icmp(connection, icmp);
            case OtherPayload other -> {
                other(connection);
                yield true;
            }
        };
        if (connection.dying() && !valid) {
            return in(packet, template);
        }
        if (!valid) {
            statistics.countInvalid();
            return Optional.of(Tracking.INVALID);
        }
        connection.count(tracking.reply(), packet.length());
        if (tracking.reply() && tracking.state() == ConnectionState.ESTABLISHED) {
            connection.setSeenReply();
        }
        return Optional.of(tracking);
    }

    /**
     * Puts a new connection into the table ({@code nf_conntrack_confirm}); answers made by this host about its first
     * packet don't confirm it.
     *
     * @return false where another connection took its tuples meanwhile: the packet is to be dropped
     */
    public boolean confirm(Tracking tracking) {
        Connection connection = tracking.connection();
        if (connection == null || connection.dying()) {
            return true;
        }
        if (connection.confirmed() || tracking.reply()) {
            events.delivered(connection);
            return true;
        }
        if (find(connection.original()).isPresent() || find(connection.reply()).isPresent()) {
            statistics.countInsertFailed();
            return false;
        }
        connection.confirm();
        connections.add(connection);
        table.put(connection.original(), connection);
        table.put(connection.reply(), connection);
        if (connection.natDone(Manip.SOURCE)) {
            bySource.computeIfAbsent(Source.of(connection.original()), source -> new ArrayDeque<>())
                    .addFirst(connection);
        }
        events.entered(connection);
        return true;
    }

    /** {@code resolve_normal_ct}; null where the table is full. */
    private @Nullable Tracking resolve(Packet packet, Template template) {
        Tuple tuple = Tuple.of(packet, template.originalZone());
        Connection connection = find(tuple, template);
        if (connection == null) {
            Optional<Tuple> reply = tuple.inverse();
            return reply.isEmpty()
                    ? Tracking.INVALID
                    : begin(tuple, reply.get().inZone(template.replyZone()), template);
        }
        if (isReply(tuple, connection)) {
            return new Tracking(connection, ConnectionState.ESTABLISHED, true, false);
        }
        ConnectionState state = connection.seenReply()
                ? ConnectionState.ESTABLISHED
                : connection.master() != null ? ConnectionState.RELATED : ConnectionState.NEW;
        return new Tracking(connection, state, false, false);
    }

    /** Of a connection to itself, whose answers look like its questions, the answer is found first in the hash table. */
    private static boolean isReply(Tuple tuple, Connection connection) {
        return !tuple.equals(connection.original()) || connection.original().equals(connection.reply());
    }

    private @Nullable Connection find(Tuple tuple, Template template) {
        Connection found = find(tuple).orElse(null);
        return found != null || template.replyZone() == template.originalZone()
                ? found
                : find(tuple.inZone(template.replyZone())).orElse(null);
    }

    /** {@code init_conntrack}. */
    private @Nullable Tracking begin(Tuple tuple, Tuple reply, Template template) {
        if (isFull() && !makeRoom(tuple)) {
            statistics.countFull();
            return null;
        }
        Connection fresh = new Connection(tuple, reply, clock.nanos(), accounting);
        Expectation expected = expectations.take(tuple).orElse(null);
        if (expected != null) {
            fresh.setMaster(expected.master());
            if (expected.arrival() != null) {
                expected.arrival().arrived(fresh, expected);
            }
            return new Tracking(fresh, ConnectionState.RELATED, false, true);
        }
        if (template.helper() != null) {
            fresh.setHelper(template.helper(), true);
        } else if (settings.helperAssignment() != HelperAssignment.NEVER) {
            fresh.setHelper(helpers.byPort(reply), false);
        }
        return new Tracking(fresh, ConnectionState.NEW, false, true);
    }

    /** Whether there is room for a new connection; those whose time is up make room. */
    private boolean isFull() {
        int most = settings.maximum();
        return most > 0 && connections.size() >= most && entries().size() >= most;
    }

    /** Throws away what isn't assured and lies near where the new connection would ({@code early_drop}). */
    private boolean makeRoom(Tuple tuple) {
        List<Connection> near = neighbourhood.near(tuple, connections);
        near.forEach(this::remove);
        statistics.countEarlyDrops(near.size());
        return !near.isEmpty();
    }

    /** An ICMP error belongs to the connection of the packet it quotes ({@code nf_conntrack_inet_error}). */
    private Tracking related(Packet packet, IcmpMessage error, Template template) {
        Packet quoted = error.quoted();
        if (quoted == null) {
            return Tracking.INVALID;
        }
        // The error travels against the packet it quotes.
        Optional<Tuple> direction = Tuple.of(quoted, template.originalZone()).inverse();
        Optional<Connection> found = direction.flatMap(this::find);
        if (found.isEmpty() || !direction.get().destination().equals(packet.destination())) {
            return Tracking.INVALID;
        }
        boolean reply = isReply(direction.get(), found.get());
        return new Tracking(found.get(), ConnectionState.RELATED, reply, false);
    }

    /** It is forgotten sooner than it would be. */
    void hasten(Connection connection, long timeoutNanos) {
        connection.expireAt(Math.min(connection.expiresNanos(), clock.nanos() + timeoutNanos));
    }

    void refresh(Connection connection, long timeoutNanos) {
        connection.expireAt(clock.nanos() + timeoutNanos);
    }

    private void udp(Connection connection) {
        boolean stream = connection.seenReply() && clock.nanos() > connection.createdNanos() + UDP_STREAM_AGE;
        if (stream) {
            connection.setAssured();
        }
        refresh(connection, settings.nanos(stream ? Timeout.UDP_STREAM : Timeout.UDP));
    }

    /** GRE is assured with the first answer ({@code nf_conntrack_gre_packet}); of the others nothing is known. */
    private void other(Connection connection) {
        if (connection.original().protocol() != OtherPayload.GRE) {
            refresh(connection, settings.nanos(Timeout.GENERIC));
            return;
        }
        if (connection.seenReply()) {
            connection.setAssured();
        }
        refresh(connection, settings.nanos(connection.seenReply() ? Timeout.GRE_STREAM : Timeout.GRE));
    }

    /** Whether an ICMP message that is no error belongs to its connection. */
    private boolean icmp(Connection connection, IcmpMessage message) {
        // Only queries begin something: echo, timestamp, information, address mask.
        int type = message.type();
        if (!connection.confirmed() && type != 8 && type != 13 && type != 15 && type != 17) {
            return false;
        }
        refresh(connection, settings.nanos(Timeout.ICMP));
        return true;
    }
}
