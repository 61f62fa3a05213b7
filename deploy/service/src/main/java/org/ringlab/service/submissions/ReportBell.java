package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those who wait for reports, when they are committed by this process, and hands the reports over. It only saves asking the
 * database: who was woken without, or has waited long enough, looks there.
 */
@ApplicationScoped
class ReportBell {
    /** A report may be there before its student begins to wait; of so many it is remembered that they are. */
    private static final int REMEMBERED = 1024;

    /** One a report, so that it wakes nobody else. */
    private final Map<Long, Bell> bells = new LinkedHashMap<>();

    private static final class Bell {
        final CountDownLatch rung = new CountDownLatch(1);
        boolean awaited;
        /** Only for who waits already: reports that nobody will ask for here take no memory. */
        volatile @Nullable SubmissionGraded brought;
    }

    synchronized void graded(@Observes(during = TransactionPhase.AFTER_SUCCESS) SubmissionGraded one) {
        Bell bell = of(one.submission().id());
        if (bell.awaited) {
            bell.brought = one;
        }
        bell.rung.countDown();
    }

    /**
     * Waits until all of these have their reports, or some time has passed.
     *
     * @return the reports, in the same order; empty where not all of them were handed over
     */
    Optional<List<SubmissionGraded>> await(Collection<Long> submissions, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        List<Bell> awaited = awaited(submissions);
        List<SubmissionGraded> brought = new ArrayList<>();
        for (Bell bell : awaited) {
            if (!bell.rung.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                release(awaited);
                return Optional.empty();
            }
            SubmissionGraded report = bell.brought;
            if (report != null) {
                brought.add(report);
            }
        }
        forget(submissions);
        return brought.size() == awaited.size() ? Optional.of(brought) : Optional.empty();
    }

    private synchronized List<Bell> awaited(Collection<Long> submissions) {
        List<Bell> awaited = submissions.stream().map(this::of).toList();
        awaited.forEach(bell -> bell.awaited = true);
        return awaited;
    }

    private synchronized void release(List<Bell> waitedForInVain) {
        for (Bell bell : waitedForInVain) {
            bell.awaited = false;
            bell.brought = null;
        }
    }

    private synchronized void forget(Collection<Long> submissions) {
        submissions.forEach(bells::remove);
    }

    private Bell of(Long submission) {
        Bell bell = bells.computeIfAbsent(submission, unheard -> new Bell());
        if (bells.size() > REMEMBERED) {
            bells.remove(bells.keySet().iterator().next());
        }
        return bell;
    }
}
