package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.ringlab.grader.Status;

/**
 * The durable queue of submissions to be graded: the table grading_job. A grader holds its job's row lock while it
 * works and replaces the job by the report in the same transaction; if it dies, the lock goes with its connection and
 * the next grader begins anew. See docs/adr/0005-grading-queue.md.
 */
@ApplicationScoped
public class GradingQueue {
    private static final Logger LOG = Logger.getLogger(GradingQueue.class);

    /** Waits before another try, after the grader failed; when they are used up, the failure is the report. */
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(60));

    private static final String TAKE = """
            SELECT submission FROM grading_job WHERE due_at <= :now
            ORDER BY due_at, submission LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private final EntityManager entities;
    private final SubmissionGrader grader;

    GradingQueue(EntityManager entities, SubmissionGrader grader) {
        this.entities = entities;
        this.grader = grader;
    }

    /**
     * Grades the submission that has waited longest, if there is one that no other grader has taken.
     *
     * @return whether there was one
     */
    @Transactional
    public boolean gradeNext() {
        List<?> taken = entities.createNativeQuery(TAKE, Long.class)
                .setParameter("now", Instant.now())
                .getResultList();
        if (taken.isEmpty()) {
            return false;
        }
        Object id = taken.getFirst();
        GradingJob job = entities.find(GradingJob.class, id);
        SubmissionRecord submission = entities.find(SubmissionRecord.class, id);
        GradingResult result = grader.grade(submission);
        if (result.status() == Status.GRADER_ERROR && job.tries() < RETRIES.size()) {
            LOG.warnf("Submission %d: the grader failed, try %d", submission.id(), job.tries() + 1);
            job.retryAfter(RETRIES.get(job.tries()));
        } else {
            entities.persist(new ReportRecord(submission, result));
            entities.remove(job);
        }
        return true;
    }
}
