package org.ringlab.netfilter.conntrack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * A tracked connection: a pair of tuples and what was seen of it (struct nf_conn). NAT edits the reply tuple only;
 * packets are rewritten from the pair.
 */
public final class Connection {
    private final Tuple original;
    private Tuple reply;
    private boolean confirmed;
    private boolean dying;
    private boolean seenReply;
    private boolean assured;
    private final Set<Manip> natDone = EnumSet.noneOf(Manip.class);
    private final Set<Manip> translated = EnumSet.noneOf(Manip.class);
    private int masqueradeIndex;
    private @Nullable Connection master;
    private @Nullable Helper helper;
    private boolean helperFixed;
    private final FtpDialog ftp = new FtpDialog();
    private @Nullable SequenceAdjustment adjustment;
    private final TcpProgress tcp = new TcpProgress();
    private ConntrackEvents.@Nullable Seen told;
    private final long createdNanos;
    private long expiresNanos;
    private int mark;
    private final long[] packets = new long[2];
    private final long[] bytes = new long[2];
    private final boolean counted;

    Connection(Tuple original, Tuple reply, long nowNanos, boolean counted) {
        this.counted = counted;
        this.original = original;
        this.reply = reply;
        this.createdNanos = nowNanos;
    }

    /** The direction of the first packet. */
    public Tuple original() {
        return original;
    }

    /** The direction of the answers. */
    public Tuple reply() {
        return reply;
    }

    /** Whether answers have been seen; otherwise listed as UNREPLIED. */
    public boolean seenReply() {
        return seenReply;
    }

    /** Whether it is kept when the table is full. */
    public boolean assured() {
        return assured;
    }

    /** Whether its first packet got through, so that it is in the table. */
    public boolean confirmed() {
        return confirmed;
    }

    /** TCP only: the state; {@link TcpState#NONE} for other protocols. */
    public TcpState tcpState() {
        return tcp.state();
    }

    /** The connection's mark, 0 at first. */
    public int mark() {
        return mark;
    }

    /** Whether its packets and bytes are counted. */
    public boolean isCounted() {
        return counted;
    }

    /** Packets so far in one direction. */
    public long packets(boolean inReplyDirection) {
        return packets[inReplyDirection ? 1 : 0];
    }

    /** Bytes so far in one direction, IP headers included. */
    public long bytes(boolean inReplyDirection) {
        return bytes[inReplyDirection ? 1 : 0];
    }

    void count(boolean inReplyDirection, int length) {
        packets[inReplyDirection ? 1 : 0]++;
        bytes[inReplyDirection ? 1 : 0] += length;
    }

    /** Gives it a mark. */
    public void setMark(int newMark) {
        mark = newMark;
    }

    /** When it is forgotten unless another packet comes, in nanoseconds since boot. */
    public long expiresNanos() {
        return expiresNanos;
    }

    /** {@code tcp}, {@code udp}, {@code icmp}, {@code unknown}. */
    public String protocolName() {
        return switch (original.protocol()) {
            case TcpSegment.PROTOCOL -> "tcp";
            case UdpDatagram.PROTOCOL -> "udp";
            case IcmpMessage.PROTOCOL -> "icmp";
            case OtherPayload.GRE -> "gre";
            default -> "unknown";
        };
    }

    /** Whether it was taken out of the table. */
    public boolean dying() {
        return dying;
    }

    /** When its first packet came, in nanoseconds since boot. */
    public long createdNanos() {
        return createdNanos;
    }

    /** What listeners know of it; null where nothing. */
    ConntrackEvents.@Nullable Seen told() {
        return told;
    }

    void setTold(ConntrackEvents.Seen seen) {
        told = seen;
    }

    /** Its counters begin anew ({@code conntrack -L -z}). */
    public void zeroCounters() {
        Arrays.fill(packets, 0);
        Arrays.fill(bytes, 0);
    }

    void confirm() {
        confirmed = true;
    }

    void kill() {
        dying = true;
    }

    void setSeenReply() {
        seenReply = true;
    }

    void setAssured() {
        assured = true;
    }

    void expireAt(long nanos) {
        expiresNanos = nanos;
    }

    /** TCP only: what was seen of it. */
    TcpProgress tcp() {
        return tcp;
    }

    /** Whether it is settled how that end is translated. */
    public boolean natDone(Manip manip) {
        return natDone.contains(manip);
    }

    /** Notes that it is settled. */
    public void setNatDone(Manip manip) {
        natDone.add(manip);
    }

    /** Whether that end of packets in the original direction is rewritten. */
    public boolean translated(Manip manip) {
        return translated.contains(manip);
    }

    /** Notes that it is rewritten. */
    public void setTranslated(Manip manip) {
        translated.add(manip);
    }

    /** Whether either end is rewritten. */
    public boolean translated() {
        return !translated.isEmpty();
    }

    /** Whether packets in that direction go elsewhere than they are addressed to: they need another route. */
    public boolean turns(boolean inReply) {
        Tuple there = inReply ? reply : original;
        Tuple back = inReply ? original : reply;
        return !there.destination().equals(back.source());
    }

    void setReply(Tuple newReply) {
        reply = newReply;
    }

    /** Number of the interface whose address MASQUERADE gave it; 0 where it wasn't masqueraded. */
    public int masqueradeIndex() {
        return masqueradeIndex;
    }

    /** Notes by which interface it is masqueraded. */
    public void setMasqueradeIndex(int index) {
        masqueradeIndex = index;
    }

    /** The connection that announced this one; null where none did. */
    public @Nullable Connection master() {
        return master;
    }

    void setMaster(Connection announcer) {
        master = announcer;
        mark = announcer.mark();
    }

    /** Who reads its data to know of further connections; null where nobody does. */
    public @Nullable Helper helper() {
        return helper;
    }

    void setHelper(@Nullable Helper newHelper, boolean byRule) {
        helper = newHelper;
        helperFixed = byRule;
    }

    /** Whether a rule gave it its helper, so that its ports don't matter. */
    boolean helperFixed() {
        return helperFixed;
    }

    FtpDialog ftp() {
        return ftp;
    }

    /** How its sequence numbers are shifted; null as long as nothing rewritten changed its length. */
    public @Nullable SequenceAdjustment adjustment() {
        return adjustment;
    }

    /** NAT made a segment longer, or shorter for {@code delta} below 0 ({@code nf_ct_seqadj_set}). */
    public void adjust(boolean inReply, int sequence, int delta) {
        if (delta != 0) {
            adjustment = adjustment == null ? new SequenceAdjustment() : adjustment;
            adjustment.shift(inReply, sequence, delta);
        }
    }

    /** TCP: the sequence number after the last one seen in the original direction. */
    public int originalEnd() {
        return tcp.side(false).end();
    }

    /** As {@code conntrack -L} prints it, without the time left. */
    @Override
    public String toString() {
        return protocolName()
                + (original.protocol() == TcpSegment.PROTOCOL ? " " + tcp.state() : "")
                + " " + original
                + (seenReply ? "" : " [UNREPLIED]")
                + " " + reply
                + (assured ? " [ASSURED]" : "");
    }
}
