package org.ringlab.netfilter.stack;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;

/** What a router remembers of senders, so that it doesn't tell them the same too often (net/ipv4/inetpeer.c). */
final class Peers {
    /** What an error costs, and how much a sender can save up ({@code net.ipv4.route.error_cost}, {@code error_burst}). */
    private static final long ERROR_COST = SimClock.SECOND;

    private static final long ERROR_BURST = 5 * SimClock.SECOND;

    /** {@code net.ipv4.route.redirect_load}: the time after the first redirect, twice as long after each further one. */
    private static final long REDIRECT_LOAD = 20 * SimClock.MILLI;

    /** {@code net.ipv4.route.redirect_number}: who goes on nevertheless is told no more. */
    private static final int REDIRECT_NUMBER = 9;

    /** {@code net.ipv4.route.redirect_silence}: who sent nothing that long is told again. */
    private static final long REDIRECT_SILENCE = REDIRECT_LOAD << REDIRECT_NUMBER + 1;

    private final Map<Ipv4Address, Peer> peers = new HashMap<>();

    /** One sender (struct inet_peer). Errors and redirects share the time, as they do there. */
    private static final class Peer {
        private long tokens = ERROR_BURST;
        private long asOfNanos;
        private int redirects;

        Peer(long nowNanos) {
            asOfNanos = nowNanos - 60 * SimClock.SECOND;
        }
    }

    /** Whether the sender may be told once more that there is no route: five times at once, then once a second ({@code ip_error}). */
    boolean allowsError(Ipv4Address sender, long nowNanos) {
        Peer peer = peers.computeIfAbsent(sender, s -> new Peer(nowNanos));
        peer.tokens = Math.min(ERROR_BURST, peer.tokens + nowNanos - peer.asOfNanos);
        peer.asOfNanos = nowNanos;
        boolean allowed = peer.tokens >= ERROR_COST;
        if (allowed) {
            peer.tokens -= ERROR_COST;
        }
        return allowed;
    }

    /** Whether the sender may be told once more of a shorter way ({@code ip_rt_send_redirect}). */
    boolean allowsRedirect(Ipv4Address sender, long nowNanos) {
        Peer peer = peers.computeIfAbsent(sender, s -> new Peer(nowNanos));
        if (nowNanos > peer.asOfNanos + REDIRECT_SILENCE) {
            peer.tokens = 0;
            peer.redirects = 0;
        }
        if (peer.redirects >= REDIRECT_NUMBER) {
            peer.asOfNanos = nowNanos;
            return false;
        }
        boolean allowed = peer.redirects == 0 || nowNanos > peer.asOfNanos + (REDIRECT_LOAD << peer.redirects);
        if (allowed) {
            peer.asOfNanos = nowNanos;
            peer.redirects++;
        }
        return allowed;
    }
}
