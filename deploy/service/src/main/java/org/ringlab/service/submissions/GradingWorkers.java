package org.ringlab.service.submissions;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Threads that grade: at once, by its key, what is committed here; everything else they look for once a second. */
@ApplicationScoped
public class GradingWorkers {
    private static final Logger LOG = Logger.getLogger(GradingWorkers.class);
    /** How long a job may go unnoticed: one put off, left by a dead process, or accepted by another one. */
    private static final long POLL_MILLIS = 1000;

    /** In place of a submission's key: work was made that has to be looked for. */
    private static final long LOOK = -1;

    private static final long STOP_MILLIS = 10_000;

    private final GradingQueue queue;
    private final BackgroundGrading background;
    /** What to grade next, or {@link #LOOK}. */
    private final BlockingQueue<Long> wake = new LinkedBlockingQueue<>();

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
        if (accepted.ids().isEmpty()) {
            threads.forEach(thread -> wake.add(LOOK));
        } else {
            wake.addAll(accepted.ids());
        }
    }

    /** Lets each grader finish what it has in hand. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        threads.forEach(thread -> wake.add(LOOK));
        for (Thread thread : threads) {
            thread.join(STOP_MILLIS);
        }
    }

    private void work() {
        try {
            long look = System.nanoTime();
            while (running) {
                long wait = look - System.nanoTime();
                // However much is committed here, what is to be looked for gets its turn.
                Long accepted = wait > 0 ? wake.poll(wait, TimeUnit.NANOSECONDS) : null;
                if (accepted != null && accepted != LOOK) {
                    attempt(() -> queue.grade(accepted));
                } else {
                    boolean more = attempt(() -> queue.gradeNext() || background.gradeNext()) && wake.isEmpty();
                    look = System.nanoTime() + (more ? 0 : TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure here is the database's; its transaction is undone and the job still there, so waiting loses nothing. */
    private boolean attempt(BooleanSupplier work) throws InterruptedException {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException e) {
            if (running) {
                LOG.error("Grading was interrupted and will be tried again", e);
                Thread.sleep(POLL_MILLIS);
            }
            return false;
        }
    }
}
