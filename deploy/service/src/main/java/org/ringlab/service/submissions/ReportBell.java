package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Wakes those who wait for reports, when they are committed by this process. It only saves asking the database again and again: who
 * was woken, or has waited long enough without, looks there.
 */
@ApplicationScoped
class ReportBell {
    /** A report may be there before its student begins to wait; so many are remembered. */
    private static final int REMEMBERED = 1024;

    private final Set<Long> graded = new LinkedHashSet<>();

    synchronized void graded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SubmissionGraded one) {
        graded.add(one.submission());
        if (graded.size() > REMEMBERED) {
            graded.remove(graded.iterator().next());
        }
        notifyAll();
    }

    /** Waits until all of these have their reports, or some time has passed. */
    synchronized void await(Collection<Long> submissions, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!graded.containsAll(submissions)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }
}
