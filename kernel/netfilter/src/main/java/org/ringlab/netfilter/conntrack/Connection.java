package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.IcmpMessage;
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
    private boolean sourceNatDone;
    private boolean destinationNatDone;
    private TcpState tcpState = TcpState.NONE;
    private TcpState.@Nullable Kind lastKind;
    private boolean lastWasReply;
    private int lastEnd;
    private boolean closeBegun;
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
        return tcpState;
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
            default -> "unknown";
        };
    }

    /** Whether it was taken out of the table. */
    public boolean dying() {
        return dying;
    }

    long createdNanos() {
        return createdNanos;
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

    void setTcpState(TcpState state) {
        tcpState = state;
    }

    TcpState.@Nullable Kind lastKind() {
        return lastKind;
    }

    boolean lastWasReply() {
        return lastWasReply;
    }

    int lastEnd() {
        return lastEnd;
    }

    void remember(TcpState.@Nullable Kind kind, boolean fromReply, int end) {
        lastKind = kind;
        lastWasReply = fromReply;
        lastEnd = end;
    }

    boolean closeBegun() {
        return closeBegun;
    }

    void setCloseBegun() {
        closeBegun = true;
    }

    /** A rule resets it: its tuples may begin a new connection at once. */
    public void markClosing() {
        closeBegun = true;
    }

    /** Whether the nat table was asked about the source (or, with {@code false}, the destination). */
    public boolean natDone(boolean source) {
        return source ? sourceNatDone : destinationNatDone;
    }

    /** Notes that the nat table was asked. */
    public void setNatDone(boolean source) {
        if (source) {
            sourceNatDone = true;
        } else {
            destinationNatDone = true;
        }
    }

    /** As {@code conntrack -L} prints it, without the time left. */
    @Override
    public String toString() {
        return protocolName()
                + (original.protocol() == TcpSegment.PROTOCOL ? " " + tcpState : "")
                + " " + original
                + (seenReply ? "" : " [UNREPLIED]")
                + " " + reply
                + (assured ? " [ASSURED]" : "");
    }
}
