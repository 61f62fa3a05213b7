package org.ringlab.netfilter.nat;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.TcpState;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.PortRange;

/** Chooses the tuple a connection has after translation, so that no two share one ({@code get_unique_tuple}). */
final class UniqueTuple {
    private static final int MOST_ATTEMPTS = 128;

    /** With so few attempts left, dead connections are put out of the way. */
    private static final int LAST_ATTEMPTS = 32;

    private static final int FEWEST_ATTEMPTS = 16;
    private static final int PORTS = 65536;

    private final Conntrack conntrack;
    private final SeededRandom random;

    UniqueTuple(Conntrack conntrack, SeededRandom random) {
        this.conntrack = conntrack;
        this.random = random;
    }

    /**
     * The tuple of the original direction as it will leave.
     *
     * @param current as it would leave without this translation
     */
    Tuple find(Tuple current, NatRange range, Connection connection, Manip manip) {
        if (manip == Manip.SOURCE && !range.anyPort()) {
            if (inRange(current, range)) {
                if (!taken(current, connection)) {
                    return current;
                }
            } else {
                Tuple mapped = mappingOf(current, range);
                if (mapped != null && !taken(mapped, connection)) {
                    return mapped;
                }
            }
        }
        Tuple chosen = RangeHash.choose(current, range, manip);
        if (!range.anyPort()) {
            PortRange ports = range.ports();
            if (ports == null) {
                if (!taken(chosen, connection)) {
                    return chosen;
                }
            } else if (range.basePort() == NatRange.NO_BASE
                    && keyInRange(chosen, manip, ports)
                    && (ports.first() == ports.last() || !taken(chosen, connection))) {
                return chosen;
            }
        }
        return withFreeKey(chosen, range, connection, manip);
    }

    private boolean taken(Tuple tuple, Connection connection) {
        return tuple.inverse()
                .map(reply -> conntrack.isTaken(reply, connection))
                .orElse(false);
    }

    /** A source that is translated already keeps its mapping where the range allows it. */
    private @Nullable Tuple mappingOf(Tuple tuple, NatRange range) {
        for (Connection other : conntrack.ofSource(tuple)) {
            Tuple mapped = other.reply().inverse().orElse(tuple).withDestinationOf(tuple);
            if (inRange(mapped, range)) {
                return mapped;
            }
        }
        return null;
    }

    private static boolean inRange(Tuple tuple, NatRange range) {
        return (range.addresses() == null || range.addresses().contains(tuple.source()))
                && (range.ports() == null || keyInRange(tuple, Manip.SOURCE, range.ports()));
    }

    private static boolean keyInRange(Tuple tuple, Manip manip, PortRange ports) {
        return switch (tuple.protocol()) {
            case TcpSegment.PROTOCOL, UdpDatagram.PROTOCOL -> ports.contains(tuple.key(manip));
            case IcmpMessage.PROTOCOL -> ports.contains(tuple.sourceKey());
            default -> true;
        };
    }

    /** Tries ports, or ICMP identifiers, one after another ({@code nf_nat_l4proto_unique_tuple}). */
    private Tuple withFreeKey(Tuple tuple, NatRange range, Connection connection, Manip manip) {
        boolean icmp = tuple.protocol() == IcmpMessage.PROTOCOL;
        boolean hasPorts = tuple.protocol() == TcpSegment.PROTOCOL || tuple.protocol() == UdpDatagram.PROTOCOL;
        if (!icmp && (!hasPorts || (range.ports() == null && manip == Manip.DESTINATION))) {
            return tuple;
        }
        Manip end = icmp ? Manip.SOURCE : manip;
        PortRange keys =
                range.ports() != null ? range.ports() : icmp ? new PortRange(0, PORTS - 1) : classOf(tuple.sourceKey());
        int count = keys.last() - keys.first() + 1;
        int offset;
        if (range.basePort() != NatRange.NO_BASE) {
            offset = tuple.key(end) - range.basePort() & PORTS - 1;
        } else if (range.anyPort() || manip == Manip.SOURCE) {
            offset = random.nextInt(PORTS);
        } else {
            offset = 0;
        }
        Tuple tried = tuple;
        for (int attempts = Math.min(count, MOST_ATTEMPTS); ; attempts /= 2) {
            for (int i = 0; i < attempts; i++) {
                tried = tuple.withKey(end, keys.first() + (offset + i & PORTS - 1) % count);
                if (!takenByTheLiving(tried, connection, attempts - i)) {
                    return tried;
                }
            }
            if (attempts >= count || attempts < FEWEST_ATTEMPTS) {
                // The last one tried; if it is taken, the packet is lost when the connection is confirmed.
                return tried;
            }
            offset = random.nextInt(PORTS);
        }
    }

    /** Privileged ports stay privileged: 512 and up once told a credential. */
    private static PortRange classOf(int port) {
        if (port < 512) {
            return new PortRange(1, 511);
        }
        return port < 1024 ? new PortRange(600, 1023) : new PortRange(1024, PORTS - 1);
    }

    /** {@code nf_nat_used_tuple_harder}. */
    private boolean takenByTheLiving(Tuple tuple, Connection connection, int attemptsLeft) {
        if (attemptsLeft > LAST_ATTEMPTS || connection.tcpState() != TcpState.SYN_SENT) {
            return taken(tuple, connection);
        }
        Tuple reply = tuple.inverse().orElse(tuple);
        Connection other = conntrack.find(reply).orElse(null);
        if (other == null) {
            return false;
        }
        boolean over = other.reply().equals(reply)
                && other.tcpState().compareTo(TcpState.TIME_WAIT) >= 0
                && other.translated(Manip.SOURCE)
                && connection.originalEnd() - other.originalEnd() > 0;
        if (over) {
            conntrack.remove(other);
        }
        return !over;
    }
}
