package org.ringlab.netfilter.stack;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.Wire;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.RejectWith;

/** What a host says about a packet it doesn't take: ICMP errors and resets (net/ipv4/icmp.c, nf_reject_ipv4.c). */
final class Answers {
    /** An ICMP error never makes a packet longer than this (RFC 1812 4.3.2.3). */
    private static final int MAX_ERROR_LENGTH = 576;

    /** Errors carry precedence "internetwork control". */
    private static final int INTERNET_CONTROL = 0xC0;

    private static final String REJECT = "REJECT";

    private static final int TOS_MASK = 0x1E;

    /** GRE, ESP, AH, DCCP, SCTP, UDP-Lite. */
    private static final Set<Integer> WITHOUT_CHECKSUM = Set.of(OtherPayload.GRE, 50, 51, 33, 132, 136);

    /** Messages that are errors, or might be: no error is sent about one ({@code icmp_pointers}). */
    private static final Set<Integer> NO_ERRORS = Set.of(0, 8, 13, 14, 15, 16, 17, 18);

    private final NetStack stack;
    private final PacketPath path;

    Answers(NetStack stack, PacketPath path) {
        this.stack = stack;
        this.path = path;
    }

    /** A rule's REJECT; a fragment is never answered, as its checksum can't be verified. */
    void reject(Skb skb, RejectWith with) {
        if (skb.packet().fragment() != null || !checksumHolds(skb.packet())) {
            return;
        }
        if (with == RejectWith.TCP_RESET) {
            reset(skb, REJECT, 0, trackingForAnswer(skb));
        } else if (!isOwnReply(skb)) {
            icmpError(skb, IcmpMessage.UNREACHABLE, with.icmpCode(), 0, REJECT);
        }
    }

    /**
     * REJECT answers only what arrived whole, and takes the payload of most protocols for something that sums up to
     * nothing ({@code nf_reject_verify_csum}): a ping in an IPIP tunnel does, other packets in it don't.
     */
    private static boolean checksumHolds(Packet packet) {
        return !(packet.payload() instanceof OtherPayload other)
                || WITHOUT_CHECKSUM.contains(other.protocol())
                || Wire.checksum(other.data()) == 0;
    }

    /** Linux can't make an error while it makes an answer to a ping: one socket serves both ({@code icmp_xmit_lock}). */
    private static boolean isOwnReply(Skb skb) {
        return skb.in() == null
                && skb.owner() == SocketOwner.KERNEL
                && skb.packet().payload() instanceof IcmpMessage icmp
                && (icmp.type() == IcmpMessage.ECHO_REPLY || icmp.type() == IcmpMessage.TIMESTAMP_REPLY);
    }

    /** {@code icmp_send}. */
    void icmpError(Skb about, int type, int code, int mtu) {
        icmpError(about, type, code, mtu, "icmp error");
    }

    /** The sender could have handed it to {@code gateway} itself. */
    void redirect(Skb about, Ipv4Address gateway) {
        icmpError(about, IcmpMessage.REDIRECT, IcmpMessage.REDIRECT_HOST, gateway.bits(), "icmp redirect");
    }

    /** @param info the second word of its header */
    private void icmpError(Skb about, int type, int code, int info, String by) {
        Packet packet = about.packet();
        boolean errorAboutError = packet.payload() instanceof IcmpMessage icmp && !NO_ERRORS.contains(icmp.type());
        if (errorAboutError
                || packet.isLaterFragment()
                || about.kind() != PacketKind.HOST
                || toMany(packet.destination())) {
            return;
        }
        Ipv4Address source = stack.routing().isLocal(packet.destination())
                ? packet.destination()
                : stack.routing().lookup(packet.source()).source();
        int quotedLength = Math.min(packet.length(), MAX_ERROR_LENGTH - Packet.HEADER_LENGTH - 8);
        Bytes quote = Wire.encode(packet).first(quotedLength);
        IcmpMessage error = new IcmpMessage(type, code, info >>> 16, info & 0xFFFF, quote, packet);
        Packet answer =
                new Packet(source, packet.source(), ttl(), packet.tos() & TOS_MASK | INTERNET_CONTROL, 0, false, error);
        path.send(answer, by, about.id(), trackingForAnswer(about));
    }

    /**
     * A reset for a segment that belongs to no connection, or that a rule refuses ({@code tcp_v4_send_reset},
     * {@code nf_send_reset}); a reset itself is never answered.
     */
    void reset(Skb about, String by, int optionsLength, @Nullable Tracking inherited) {
        Packet packet = about.packet();
        if (!(packet.payload() instanceof TcpSegment segment)
                || segment.has(TcpSegment.RST)
                || packet.isLaterFragment()
                || toMany(packet.destination())) {
            return;
        }
        if (inherited != null && inherited.connection() != null) {
            stack.conntrack().close(inherited.connection());
        }
        boolean acknowledges = segment.has(TcpSegment.ACK);
        int end = segment.sequence()
                + segment.data().length()
                + (segment.has(TcpSegment.SYN) ? 1 : 0)
                + (segment.has(TcpSegment.FIN) ? 1 : 0);
        TcpSegment reset = new TcpSegment(
                segment.destinationPort(),
                segment.sourcePort(),
                acknowledges ? segment.acknowledgement() : 0,
                acknowledges ? 0 : end,
                acknowledges ? TcpSegment.RST : TcpSegment.RST | TcpSegment.ACK,
                optionsLength,
                Bytes.EMPTY);
        Packet answer = Packet.of(packet.destination(), packet.source(), ttl(), reset);
        boolean forRule = by.equals(REJECT);
        if (!forRule || about.bridged() == null) {
            // What answers for a rule has no socket at all.
            SocketOwner owner = forRule ? SocketOwner.NONE : SocketOwner.KERNEL;
            path.send(answer, by, owner, about.id(), inherited);
        } else if (stack.lookup(packet.source()).iface() != null) {
            path.sendByPort(answer, by, about, about.bridged());
        }
    }

    private static @Nullable Tracking trackingForAnswer(Skb skb) {
        Tracking tracking = skb.tracking();
        return tracking == null || tracking.connection() == null ? null : tracking.forAnswer();
    }

    private boolean toMany(Ipv4Address destination) {
        return destination.isMulticast() || stack.routing().isBroadcast(destination);
    }

    private int ttl() {
        return stack.sysctls().value("net.ipv4.ip_default_ttl");
    }
}
