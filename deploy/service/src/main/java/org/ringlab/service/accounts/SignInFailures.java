package org.ringlab.service.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Wrong passwords of late, for each account and address together: guessing is slowed down, and nobody is locked out by
 * somebody elsewhere. Kept in memory, of bounded size; forgotten at a restart. Safe for several threads.
 */
public final class SignInFailures {
    /** So many wrong passwords are free. */
    static final int FREE = 8;

    /** So long after the last of them the count begins anew. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_NAME = 64;

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** No failures yet. */
    public SignInFailures(InstantSource clock) {
        this.clock = clock;
    }

    private record Count(int failures, Instant last) {}

    /** How long to wait before the next attempt; zero for not at all. */
    public synchronized Duration pause(String account, String address) {
        Count count = counts.get(key(account, address));
        if (count == null || count.failures() < FREE) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), count.last().plus(PAUSE));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A password was wrong. */
    public synchronized void failed(String account, String address) {
        String key = key(account, address);
        Count count = counts.remove(key);
        Instant now = clock.instant();
        int earlier = count != null && now.isBefore(count.last().plus(PAUSE)) ? count.failures() : 0;
        counts.put(key, new Count(earlier + 1, now));
        if (counts.size() > MAX_REMEMBERED) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    /** The password was right: earlier mistakes are forgotten. */
    public synchronized void succeeded(String account, String address) {
        counts.remove(key(account, address));
    }

    synchronized int remembered() {
        return counts.size();
    }

    private static String key(String account, String address) {
        String name = account.strip().toLowerCase(Locale.ROOT);
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "\n" + address;
    }
}
