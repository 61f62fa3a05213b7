package org.ringlab.netfilter.conntrack;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;

/**
 * The helpers of one namespace: which connections have one, and what they read (net/netfilter/nf_conntrack_helper.c,
 * nf_conntrack_ftp.c, nf_conntrack_tftp.c).
 */
public final class Helpers {
    private final SimClock clock;
    private final Expectations expectations;
    private final Set<Helper> automatic = new LinkedHashSet<>();
    private final Map<Helper.Kind, HelperNat> translators = new EnumMap<>(Helper.Kind.class);

    Helpers(SimClock clock, Expectations expectations) {
        this.clock = clock;
        this.expectations = expectations;
    }

    /** From now on new connections to the helper's port have it by themselves. */
    public void assignByPort(Helper helper) {
        automatic.add(helper);
    }

    /** No longer. */
    public void stopAssigning(Helper.Kind kind) {
        automatic.removeIf(helper -> helper.kind() == kind);
    }

    /** Whether any helper is given by port. */
    public boolean assignsByPort() {
        return !automatic.isEmpty();
    }

    /** Lets NAT rewrite announcements of a protocol; otherwise they pass as they are. */
    public void translate(Helper.Kind kind, HelperNat nat) {
        translators.put(kind, nat);
    }

    /** Lets announcements pass as they are. */
    public void stopTranslating(Helper.Kind kind) {
        translators.remove(kind);
    }

    /** The helper by the port that answers come from. */
    @Nullable
    Helper byPort(Tuple reply) {
        for (Helper helper : automatic) {
            if (helper.port() == reply.sourceKey() && helper.kind().protocol() == reply.protocol()) {
                return helper;
            }
        }
        return null;
    }

    /** What reading a packet led to. */
    public sealed interface Reading {
        /** It goes on as it is. */
        record Nothing() implements Reading {}

        /** It goes on, possibly rewritten, and something is waited for now. */
        record Announced(Packet packet, Expectation expected) implements Reading {}

        /** It must not go on: what it announces could not be followed. */
        record Refused(String why) implements Reading {}
    }

    private static final Reading NOTHING = new Reading.Nothing();

    /** Lets the connection's helper read a packet that is about to leave or to be delivered. */
    public Reading read(Packet packet, Tracking tracking) {
        Connection connection = tracking.connection();
        Helper helper = connection == null ? null : connection.helper();
        if (connection == null || helper == null) {
            return NOTHING;
        }
        return switch (helper.kind()) {
            case FTP -> ftp(packet, tracking, connection);
            case TFTP -> tftp(packet, connection);
        };
    }

    private Reading ftp(Packet packet, Tracking tracking, Connection connection) {
        if (tracking.state() != ConnectionState.ESTABLISHED
                || !(packet.payload() instanceof TcpSegment segment)
                || segment.data().length() == 0) {
            return NOTHING;
        }
        boolean reply = tracking.reply();
        String text = new String(segment.data().toArray(), StandardCharsets.ISO_8859_1);
        Reading reading = connection.ftp().beginsAt(reply, segment.sequence())
                ? line(packet, tracking, connection, text)
                : NOTHING;
        if (text.endsWith("\n") && !(reading instanceof Reading.Refused)) {
            connection
                    .ftp()
                    .lineEndsBefore(reply, segment.sequence() + segment.data().length());
        }
        return reading;
    }

    private Reading line(Packet packet, Tracking tracking, Connection connection, String text) {
        return switch (FtpCommand.read(text, tracking.reply())) {
            case FtpCommand.Reading.Nothing nothing -> NOTHING;
            case FtpCommand.Reading.Partial partial -> new Reading.Refused("ftp: half an announcement");
            case FtpCommand.Reading.Announces(FtpCommand command) -> announced(packet, tracking, connection, command);
        };
    }

    private Reading announced(Packet packet, Tracking tracking, Connection connection, FtpCommand command) {
        Tuple own = tracking.reply() ? connection.reply() : connection.original();
        Tuple other = tracking.reply() ? connection.original() : connection.reply();
        Ipv4Address written = command.address();
        if (written != null && !written.equals(own.source())) {
            // Somebody announces another machine's address: that is not followed.
            return NOTHING;
        }
        Expectation expected = new Expectation(
                connection,
                other.source(),
                other.destination(),
                command.port(),
                command.port(),
                false,
                null,
                clock.nanos() + Helper.PATIENCE_NANOS);
        HelperNat nat = translators.get(Helper.Kind.FTP);
        if (nat != null && connection.translated()) {
            Optional<HelperNat.Rewritten> rewritten = nat.ftp(packet, tracking, command, expected);
            return rewritten
                    .<Reading>map(r -> new Reading.Announced(r.packet(), r.expected()))
                    .orElseGet(() -> new Reading.Refused("ftp: all ports in use"));
        }
        return expectations.add(expected)
                ? new Reading.Announced(packet, expected)
                : new Reading.Refused("ftp: cannot add expectation");
    }

    /** A read or write request: the data comes from another port of the server. */
    private Reading tftp(Packet packet, Connection connection) {
        if (!(packet.payload() instanceof UdpDatagram datagram)
                || datagram.data().length() < 2
                || datagram.data().at(0) != 0
                || (datagram.data().at(1) != 1 && datagram.data().at(1) != 2)) {
            return NOTHING;
        }
        Tuple reply = connection.reply();
        Expectation plain = new Expectation(
                connection,
                reply.source(),
                reply.destination(),
                reply.destinationKey(),
                reply.destinationKey(),
                false,
                null,
                clock.nanos() + Helper.PATIENCE_NANOS);
        HelperNat nat = translators.get(Helper.Kind.TFTP);
        Expectation expected = nat != null && connection.translated() ? nat.tftp(plain) : plain;
        return expectations.add(expected)
                ? new Reading.Announced(packet, expected)
                : new Reading.Refused("tftp: cannot add expectation");
    }
}
