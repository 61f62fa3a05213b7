package org.ringlab.netfilter.stack;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * How often a sender hears that there is no route: five times at once, then once a second ({@code ip_error} with
 * net.ipv4.route.error_burst and error_cost).
 */
final class RouteErrorLimit {
    private static final long COST = SimClock.SECOND;
    private static final long BURST = 5 * SimClock.SECOND;

    private final Map<Ipv4Address, Allowance> allowances = new HashMap<>();

    /** What a sender has saved up, and when that was reckoned. */
    private record Allowance(long tokens, long asOfNanos) {}

    /** Whether the sender may be told once more, now. */
    boolean allows(Ipv4Address sender, long nowNanos) {
        Allowance before = allowances.getOrDefault(sender, new Allowance(BURST, nowNanos));
        long tokens = Math.min(BURST, before.tokens + nowNanos - before.asOfNanos);
        boolean allowed = tokens >= COST;
        allowances.put(sender, new Allowance(allowed ? tokens - COST : tokens, nowNanos));
        return allowed;
    }
}
