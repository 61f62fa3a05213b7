package org.ringlab.netfilter.nat;

import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.packet.Wire;

/** Rewrites packets of translated connections (net/netfilter/nf_nat_proto.c). */
public final class Translation {
    private Translation() {}

    /**
     * The packet as it goes on.
     *
     * @param tracking its connection and direction
     * @param manip which end this hook is about
     * @return the packet itself where nothing is to be rewritten
     */
    public static Packet of(Packet packet, Tracking tracking, Manip manip) {
        Connection connection = tracking.connection();
        // What the first packet's source is, the answers' destination is.
        if (connection == null || !connection.translated(tracking.reply() ? manip.other() : manip)) {
            return packet;
        }
        Tuple opposite = tracking.reply() ? connection.original() : connection.reply();
        Tuple target = opposite.inverse().orElseThrow();
        return packet.payload() instanceof IcmpMessage error && error.isError()
                ? error(packet, error, opposite, target, manip)
                : rewrite(packet, target, manip);
    }

    /** An ICMP error is rewritten with the packet it quotes ({@code nf_nat_icmp_reply_translation}). */
    private static Packet error(Packet packet, IcmpMessage error, Tuple opposite, Tuple target, Manip manip) {
        Packet quoted = error.quoted();
        if (quoted == null) {
            return packet;
        }
        Packet inner = rewrite(quoted, opposite, manip.other());
        IcmpMessage outer = new IcmpMessage(
                error.type(),
                error.code(),
                error.id(),
                error.sequence(),
                Wire.encode(inner).first(error.data().length()),
                inner);
        return manip == Manip.SOURCE
                ? packet.withSource(target.source()).withPayload(outer)
                : packet.withDestination(target.destination()).withPayload(outer);
    }

    /** One end of the packet becomes that of {@code target} ({@code nf_nat_ipv4_manip_pkt}). */
    private static Packet rewrite(Packet packet, Tuple target, Manip manip) {
        boolean source = manip == Manip.SOURCE;
        int key = target.key(manip);
        Payload payload = switch (packet.payload()) {
            case TcpSegment t -> source ? t.withPorts(key, t.destinationPort()) : t.withPorts(t.sourcePort(), key);
            case UdpDatagram u -> source ? u.withPorts(key, u.destinationPort()) : u.withPorts(u.sourcePort(), key);
            case IcmpMessage i -> i.isError() ? i : i.withId(target.sourceKey());
            case OtherPayload o -> o;
        };
        return (source ? packet.withSource(target.source()) : packet.withDestination(target.destination()))
                .withPayload(payload);
    }
}
