package org.ringlab.service.submissions;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Threads that grade: at once when a submission is committed here, and once a second for everything else. */
@ApplicationScoped
public class GradingWorkers {
    private static final Logger LOG = Logger.getLogger(GradingWorkers.class);
    /** How long a job may go unnoticed: one put off, left by a dead process, or accepted by another one. */
    private static final long POLL_MILLIS = 1000;

    private static final long STOP_MILLIS = 10_000;

    private final GradingQueue queue;
    private final BackgroundGrading background;
    private final Semaphore wake = new Semaphore(0);
    private final List<Thread> threads;
    private volatile boolean running = true;

    GradingWorkers(
            GradingQueue queue,
            BackgroundGrading background,
            @ConfigProperty(name = "ringlab.graders", defaultValue = "3") int graders) {
        this.queue = queue;
        this.background = background;
        this.threads = IntStream.rangeClosed(1, graders)
                .mapToObj(n -> new Thread(this::work, "grader-" + n))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        threads.forEach(Thread::start);
    }

    void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) SubmissionsAccepted accepted) {
        wake.release(accepted.count());
    }

    /** Lets each grader finish what it has in hand. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        wake.release(threads.size());
        for (Thread thread : threads) {
            thread.join(STOP_MILLIS);
        }
    }

    private void work() {
        try {
            while (running) {
                if (!gradeOne()) {
                    // Whether woken or not, the next look at the table decides.
                    boolean woken = wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    LOG.tracef("Looking for work, woken: %s", woken);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure here is the database's; its transaction is undone and the job still there, so waiting loses nothing. */
    private boolean gradeOne() throws InterruptedException {
        try {
            return queue.gradeNext() || background.gradeNext();
        } catch (RuntimeException e) {
            if (running) {
                LOG.error("Grading was interrupted and will be tried again", e);
                Thread.sleep(POLL_MILLIS);
            }
            return false;
        }
    }
}
