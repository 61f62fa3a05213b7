package org.ringlab.netfilter.stack;

import java.util.EnumSet;
import java.util.Set;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.TcpState;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.ConnectionView;

/**
 * What rules see of a packet's connection.
 *
 * @param connection the connection
 * @param replyDirection whether the packet goes in the direction of the answers
 * @param clock tells what is left of the connection's time
 */
record TrackedView(Connection connection, boolean replyDirection, SimClock clock) implements ConnectionView {
    @Override
    public int protocol() {
        return connection.original().protocol();
    }

    @Override
    public Ipv4Address originalSource() {
        return connection.original().source();
    }

    @Override
    public Ipv4Address originalDestination() {
        return connection.original().destination();
    }

    @Override
    public Ipv4Address replySource() {
        return connection.reply().source();
    }

    @Override
    public Ipv4Address replyDestination() {
        return connection.reply().destination();
    }

    @Override
    public int originalSourcePort() {
        return connection.original().sourceKey();
    }

    @Override
    public int originalDestinationPort() {
        return connection.original().destinationKey();
    }

    @Override
    public int replySourcePort() {
        return connection.reply().sourceKey();
    }

    @Override
    public int replyDestinationPort() {
        return connection.reply().destinationKey();
    }

    @Override
    public Set<Status> status() {
        EnumSet<Status> bits = EnumSet.noneOf(Status.class);
        if (connection.seenReply()) {
            bits.add(Status.SEEN_REPLY);
        }
        if (connection.assured()) {
            bits.add(Status.ASSURED);
        }
        if (connection.confirmed()) {
            bits.add(Status.CONFIRMED);
        }
        if (connection.master() != null) {
            bits.add(Status.EXPECTED);
        }
        return bits;
    }

    @Override
    public boolean sourceTranslated() {
        return connection.translated(Manip.SOURCE);
    }

    @Override
    public boolean destinationTranslated() {
        return connection.translated(Manip.DESTINATION);
    }

    @Override
    public String announcedBy() {
        Connection master = connection.master();
        Helper helper = master == null ? null : master.helper();
        return helper == null ? "" : helper.name();
    }

    @Override
    public long expiresInSeconds() {
        return connection.confirmed() ? Math.max(0, (connection.expiresNanos() - clock.nanos()) / SimClock.SECOND) : 0;
    }

    @Override
    public int mark() {
        return connection.mark();
    }

    @Override
    public boolean isOpen() {
        boolean closed = connection.tcpState() == TcpState.TIME_WAIT || connection.tcpState() == TcpState.CLOSE;
        return connection.confirmed() && !connection.dying() && connection.expiresNanos() > clock.nanos() && !closed;
    }

    @Override
    public boolean isCounted() {
        return connection.isCounted();
    }

    @Override
    public long packets(boolean inReplyDirection) {
        return connection.packets(inReplyDirection);
    }

    @Override
    public long bytes(boolean inReplyDirection) {
        return connection.bytes(inReplyDirection);
    }
}
