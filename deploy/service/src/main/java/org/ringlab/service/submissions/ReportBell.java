package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for reports, when they are committed by this process. It only saves asking the database again and again: who
 * was woken, or has waited long enough without, looks there.
 */
@ApplicationScoped
class ReportBell {
    /** A report may be there before its student begins to wait; so many are remembered. */
    private static final int REMEMBERED = 1024;

    /** One a report, so that it wakes nobody else. */
    private final Map<Long, CountDownLatch> bells = new LinkedHashMap<>();

    void graded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SubmissionGraded one) {
        of(one.submission()).countDown();
    }

    /** Waits until all of these have their reports, or some time has passed. */
    void await(Collection<Long> submissions, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Long submission : submissions) {
            if (!of(submission).await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    private synchronized CountDownLatch of(Long submission) {
        CountDownLatch bell = bells.computeIfAbsent(submission, unheard -> new CountDownLatch(1));
        if (bells.size() > REMEMBERED) {
            bells.remove(bells.keySet().iterator().next());
        }
        return bell;
    }
}
