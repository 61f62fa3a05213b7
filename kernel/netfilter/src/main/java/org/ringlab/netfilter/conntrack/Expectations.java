package org.ringlab.netfilter.conntrack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;

/** The connections that are waited for in one namespace (net/netfilter/nf_conntrack_expect.c). */
public final class Expectations {
    private final SimClock clock;
    private final List<Expectation> waiting = new ArrayList<>();

    Expectations(SimClock clock) {
        this.clock = clock;
    }

    /** Those that may still come, the oldest first. */
    public List<Expectation> entries() {
        waiting.removeIf(e -> e.expiresNanos() <= clock.nanos());
        return List.copyOf(waiting);
    }

    /**
     * Waits for one more. The same announcement made again takes the place of the first one, and so does any further
     * one of the same connection: a session waits for one at a time.
     *
     * @return false where another connection announced the same ({@code EBUSY})
     */
    public boolean add(Expectation expectation) {
        for (Expectation other : entries()) {
            if (other.overlaps(expectation) && other.master() != expectation.master()) {
                return false;
            }
        }
        waiting.removeIf(e -> e.master() == expectation.master());
        waiting.add(expectation);
        return true;
    }

    /** Waits for nothing any more ({@code conntrack -F expect}). */
    public void flush() {
        waiting.clear();
    }

    /** Takes the expectation that a new connection fulfils. */
    Optional<Expectation> take(Tuple tuple) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Optional<Expectation> found = entries().stream()
                .filter(e ->
                        e.fits(tuple) && e.master().confirmed() && !e.master().dying())
                .findFirst();
        found.ifPresent(waiting::remove);
        return found;
    }

    /** Whether a connection has announced something that is still waited for. */
    boolean has(Connection master) {
        return waiting.stream().anyMatch(e -> e.master() == master);
    }

    /** Its master is gone. */
    void forget(Connection master) {
        waiting.removeIf(e -> e.master() == master);
    }
}
