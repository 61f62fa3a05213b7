package org.ringlab.netfilter.rules;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The buckets of {@code -m hashlimit} under one name (net/netfilter/xt_hashlimit.c, {@code xt_hashlimit_htable}). */
final class HashLimitTable {
    private final HashLimitMatch.Settings settings;
    private final Map<HashLimitMatch.Key, Bucket> buckets = new LinkedHashMap<>();
    private long createdTick = -1;
    private long sweptTick;

    private static final class Bucket {
        private final HashLimitBucket credit;
        private long expires;

        private Bucket(HashLimitBucket credit) {
            this.credit = credit;
        }
    }

    /** The rule that names it first decides how it works. */
    HashLimitTable(HashLimitMatch.Settings settings) {
        this.settings = settings;
    }

    /**
     * The bucket of a key, made where there is none; empty where the table is full.
     *
     * @param nanos the time, since boot
     */
    Optional<HashLimitBucket> bucket(HashLimitMatch.Key key, long nanos) {
        long now = Jiffies.at(nanos);
        sweep(now);
        @Nullable Bucket bucket = buckets.get(key);
        if (bucket == null) {
            if (settings.most() != 0 && buckets.size() >= settings.most()) {
                return Optional.empty();
            }
            bucket = new Bucket(new HashLimitBucket(settings, now));
            buckets.put(key, bucket);
        } else {
            bucket.credit.refill(now);
        }
        bucket.expires = now + settings.expireMillis() * Jiffies.HZ / 1000;
        return Optional.of(bucket.credit);
    }

    /** Removes what had expired when the periodic sweep last came by. */
    private void sweep(long now) {
        if (createdTick < 0) {
            createdTick = now;
        }
        long interval = Math.max(1, settings.sweepMillis() * Jiffies.HZ / 1000);
        long lastSweep = createdTick + (now - createdTick) / interval * interval;
        if (lastSweep == sweptTick) {
            return;
        }
        sweptTick = lastSweep;
        for (Iterator<Bucket> all = buckets.values().iterator(); all.hasNext(); ) {
            if (all.next().expires <= lastSweep) {
                all.remove();
            }
        }
    }
}
