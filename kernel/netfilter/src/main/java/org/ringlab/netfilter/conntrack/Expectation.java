package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.ProtocolNames;

/**
 * A connection that another one announced (struct nf_conntrack_expect). Its source port may be any.
 *
 * @param master who announced it
 * @param source where it will come from
 * @param destination where it will go
 * @param port to which port
 * @param announcedPort the port that was written in the announcement: where NAT sends it
 * @param inReply whether it goes the way of the master's answers
 * @param arrival what to do when it comes; null for nothing
 * @param expiresNanos when it is no longer waited for, nanoseconds since boot
 */
public record Expectation(
        Connection master,
        Ipv4Address source,
        Ipv4Address destination,
        int port,
        int announcedPort,
        boolean inReply,
        @Nullable Arrival arrival,
        long expiresNanos) {
    /** Is told of the new connection before anything else is decided about it. */
    public interface Arrival {
        /** It came. */
        void arrived(Connection connection, Expectation expected);
    }

    /** The same, to another port. */
    public Expectation withPort(int newPort) {
        return new Expectation(master, source, destination, newPort, announcedPort, inReply, arrival, expiresNanos);
    }

    /** The same, for a connection that NAT will have to translate when it comes. */
    public Expectation translated(int portAnnounced, boolean asReply, Arrival newArrival) {
        return new Expectation(master, source, destination, port, portAnnounced, asReply, newArrival, expiresNanos);
    }

    /** Whether this is the connection. */
    boolean fits(Tuple tuple) {
        return tuple.protocol() == master.original().protocol()
                && tuple.destinationKey() == port
                && tuple.destination().equals(destination)
                && tuple.source().equals(source)
                && tuple.zone() == master.original().zone();
    }

    /** Whether a packet could be both. */
    boolean overlaps(Expectation other) {
        return fits(new Tuple(
                other.source,
                other.destination,
                other.master.original().protocol(),
                0,
                other.port,
                other.master.original().zone()));
    }

    /** {@code tcp src=10.0.0.1 dst=10.0.0.2 dport=50001}. */
    @Override
    public String toString() {
        return ProtocolNames.name(master.original().protocol()) + " src=" + source + " dst=" + destination + " dport="
                + port;
    }
}
