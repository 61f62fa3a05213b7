package org.ringlab.service.submissions;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.Locking;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;
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
    static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(60));

    /** With all that grading it needs: one way to the database and back. */
    private static final String JOB = """
            select j, s, (select count(r) from ReportRecord r where r.id = j.submission)
            from GradingJob j join SubmissionRecord s on s.id = j.submission join fetch s.student join fetch s.handedIn
            where j.dueAt <= :now""";

    private static final String OLDEST = JOB + " order by j.dueAt, j.submission";

    private static final String ONE = JOB + " and j.submission = :submission";

    private final EntityManager entities;
    private final SubmissionGrader grader;
    private final Reports reports;
    private final Event<SubmissionGraded> graded;

    GradingQueue(EntityManager entities, SubmissionGrader grader, Reports reports, Event<SubmissionGraded> graded) {
        this.graded = graded;
        this.entities = entities;
        this.grader = grader;
        this.reports = reports;
    }

    /** What could not be graded before the service stopped may be now: another version may have started. */
    @Transactional
    void start(@Observes StartupEvent event) {
        int again = entities.createNativeQuery("insert into grading_job (submission) select submission from report"
                        + " where status = 'GRADER_ERROR' on conflict do nothing")
                .executeUpdate();
        if (again > 0) {
            LOG.infof("%d submissions that the grader failed on are graded again", again);
        }
    }

    /**
     * Puts a submission that the grader failed on into the queue again.
     *
     * @return whether it was one, and was not waiting already
     */
    @Transactional
    public boolean again(long submission) {
        return entities.createNativeQuery("insert into grading_job (submission) select submission from report"
                                + " where status = 'GRADER_ERROR' and submission = ?1 on conflict do nothing")
                        .setParameter(1, submission)
                        .executeUpdate()
                > 0;
    }

    /**
     * Grades the submission that has waited longest, if there is one that no other grader has taken.
     *
     * @return whether there was one
     */
    @Transactional
    public boolean gradeNext() {
        return grade(jobs(OLDEST).setMaxResults(1).getResultList());
    }

    /**
     * Grades a submission, if it waits and no other grader has taken it: found by its key at once, where looking for the oldest
     * walks past the index entries of all jobs that ended lately.
     *
     * @return whether it did
     */
    @Transactional
    public boolean grade(long id) {
        return grade(jobs(ONE).setParameter("submission", id).getResultList());
    }

    private SelectionQuery<Object[]> jobs(String which) {
        return entities.unwrap(Session.class)
                .createSelectionQuery(which, Object[].class)
                .setParameter("now", Instant.now())
                .setLockMode("j", LockMode.UPGRADE_SKIPLOCKED)
                .setFollowOnStrategy(Locking.FollowOn.DISALLOW);
    }

    private boolean grade(List<Object[]> taken) {
        if (taken.isEmpty()) {
            return false;
        }
        GradingJob job = (GradingJob) taken.getFirst()[0];
        SubmissionRecord submission = (SubmissionRecord) taken.getFirst()[1];
        GradingResult result = grader.grade(submission);
        if (result.status() == Status.GRADER_ERROR && job.tries() < RETRIES.size()) {
            LOG.warnf("Submission %d: the grader failed, try %d", submission.id(), job.tries() + 1);
            job.retryAfter(RETRIES.get(job.tries()));
        } else {
            if (result.status() == Status.GRADER_ERROR) {
                LOG.errorf(
                        "Submission %d of %s: the grader failed for good; a teacher has to look at it (/teacher/submissions/%d)",
                        submission.id(), submission.exercise(), submission.id());
            }
            boolean first = ((Number) taken.getFirst()[2]).intValue() == 0;
            if (first) {
                graded.fire(new SubmissionGraded(submission, reports.first(submission, result)));
            } else {
                reports.replace(submission, submission.version(), result, "", "grader-failed");
                entities.remove(job);
            }
        }
        return true;
    }
}
