package org.ringlab.netfilter.conntrack;

import java.util.Optional;
import org.ringlab.netfilter.packet.Packet;

/** What NAT does for helpers: an announcement names addresses that the other side doesn't know. */
public interface HelperNat {
    /**
     * Rewrites an announcement and waits for what it announces ({@code nf_nat_ftp}).
     *
     * @param packet the control connection's segment
     * @param tracking its connection and direction
     * @param command what it says
     * @param expected what would be waited for without translation
     * @return the segment as it goes on, and what is waited for; empty where it must be dropped
     */
    Optional<Rewritten> ftp(Packet packet, Tracking tracking, FtpCommand command, Expectation expected);

    /** The expectation of a TFTP transfer, to be translated as the request was ({@code nf_nat_tftp}). */
    Expectation tftp(Expectation expected);

    /** A rewritten announcement. */
    record Rewritten(Packet packet, Expectation expected) {}
}
