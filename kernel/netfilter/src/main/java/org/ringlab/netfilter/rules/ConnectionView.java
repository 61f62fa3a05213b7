package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.Ipv4Address;

/** What matches may see of a tracked connection. */
public interface ConnectionView {
    /** What is known of a connection besides its tuples (linux/netfilter/nf_conntrack_common.h, {@code IPS_*}). */
    enum Status {
        /** Made by an expectation. */
        EXPECTED,
        /** Packets were seen in both directions. */
        SEEN_REPLY,
        /** Never dropped early. */
        ASSURED,
        /** Its first packet has left this host. */
        CONFIRMED
    }

    /** Its protocol's number. */
    int protocol();

    /** Source of packets in the original direction. */
    Ipv4Address originalSource();

    /** Destination of packets in the original direction. */
    Ipv4Address originalDestination();

    /** Source of packets in the reply direction. */
    Ipv4Address replySource();

    /** Destination of packets in the reply direction. */
    Ipv4Address replyDestination();

    /** Source port in the original direction; an ICMP query's id. */
    int originalSourcePort();

    /** Destination port in the original direction; for ICMP type and code. */
    int originalDestinationPort();

    /** Source port in the reply direction. */
    int replySourcePort();

    /** Destination port in the reply direction. */
    int replyDestinationPort();

    /** Its status bits. */
    Set<Status> status();

    /** Whether the packet goes in the reply direction. */
    boolean replyDirection();

    /** Whole seconds until it is forgotten. */
    long expiresInSeconds();

    /** Whether NAT changes its source. */
    boolean sourceTranslated();

    /** Whether NAT changes its destination. */
    boolean destinationTranslated();

    /** Name of the helper that reads the connection which announced this one; empty where there is none. */
    String announcedBy();

    /** Its mark (connmark). */
    int mark();

    /** Whether it is in the table and, for TCP, not closed yet. */
    boolean isOpen();

    /** Whether its packets and bytes are counted: it began after counting did. */
    boolean isCounted();

    /**
     * Packets so far, the present one included.
     *
     * @param inReplyDirection of the answers, or of the original direction
     */
    long packets(boolean inReplyDirection);

    /** Bytes so far, IP headers and the present packet included. */
    long bytes(boolean inReplyDirection);
}
