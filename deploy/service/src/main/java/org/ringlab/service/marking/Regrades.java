package org.ringlab.service.marking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringlab.checks.Text;
import org.ringlab.grader.Status;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.catalog.ExerciseVersion;
import org.ringlab.service.catalog.ExerciseVersions;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.BackgroundGrading;
import org.ringlab.service.submissions.GradingResult;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionGrader;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.SubmissionsAccepted;
import org.ringlab.service.web.Refusal;

/**
 * Grades all submissions of an exercise again by its current version. Nothing changes for anybody until a teacher, who has seen
 * each difference, applies it.
 */
@ApplicationScoped
public class Regrades implements BackgroundGrading {
    private static final int TRIES = 3;
    private static final int AT_A_TIME = 50;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String TAKE = """
            SELECT regrade, submission FROM regrade_result WHERE status IS NULL AND due_at <= :now
            ORDER BY due_at, submission LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private final EntityManager entities;
    private final ExerciseVersions versions;
    private final SubmissionGrader grader;
    private final Reports reports;
    private final Rules rules;
    private final Audit audit;
    private final Event<SubmissionsAccepted> accepted;

    Regrades(
            EntityManager entities,
            ExerciseVersions versions,
            SubmissionGrader grader,
            Reports reports,
            Rules rules,
            Audit audit,
            Event<SubmissionsAccepted> accepted) {
        this.entities = entities;
        this.versions = versions;
        this.grader = grader;
        this.reports = reports;
        this.rules = rules;
        this.audit = audit;
        this.accepted = accepted;
    }

    /**
     * Begins: all submissions that another version graded, or the grader failed on.
     *
     * @return its key
     * @throws Refusal 404 for an unknown exercise, 409 if one is open already or there is nothing to do
     */
    @Transactional
    public long start(String who, String exercise) {
        ExerciseVersion current = versions.current(exercise)
                .orElseThrow(
                        () -> Refusal.notFound("没有练习 " + exercise + "。", "There is no exercise " + exercise + "."));
        if (open(exercise).isPresent()) {
            throw conflict("这个练习已有一次重新评分没有结束。", "This exercise has a regrade that is not finished.");
        }
        List<SubmissionRecord> submissions = entities.createQuery(
                        "from SubmissionRecord s join fetch s.report r where s.exercise = ?1"
                                + " and (s.version <> ?2 or r.status = GRADER_ERROR) order by s.id",
                        SubmissionRecord.class)
                .setParameter(1, exercise)
                .setParameter(2, current.version())
                .getResultList();
        if (submissions.isEmpty()) {
            throw conflict("所有提交都已按当前版本评分。", "All submissions are graded by the current version.");
        }
        Regrade regrade = new Regrade(exercise, current.version(), who, rules.now());
        entities.persist(regrade);
        submissions.forEach(submission -> entities.persist(new RegradeResult(regrade.id(), submission, rules.now())));
        audit.record(who, "regrade", exercise + " version " + current.version());
        accepted.fire(new SubmissionsAccepted(List.of()));
        return regrade.id();
    }

    @Override
    @Transactional
    public boolean gradeNext() {
        List<?> taken = entities.createNativeQuery(TAKE)
                .setParameter("now", rules.now())
                .getResultList();
        if (taken.isEmpty() || !(taken.getFirst() instanceof Object[] key)) {
            return false;
        }
        RegradeResult result = entities.find(
                RegradeResult.class,
                new RegradeResult.Key(((Number) key[0]).longValue(), ((Number) key[1]).longValue()));
        Regrade regrade = entities.find(Regrade.class, ((Number) key[0]).longValue());
        GradingResult graded = grader.grade(result.submission(), regrade.version());
        if (graded.status() == Status.GRADER_ERROR && result.tries() < TRIES) {
            result.retryAfter(PAUSE, rules.now());
        } else {
            result.computed(graded);
        }
        return true;
    }

    /** A regrade. */
    public Optional<Regrade> byId(long id) {
        return Optional.ofNullable(entities.find(Regrade.class, id));
    }

    /** The one of an exercise that is not finished. */
    public Optional<Regrade> open(String exercise) {
        return entities.createQuery("from Regrade where exercise = ?1 and state = OPEN", Regrade.class)
                .setParameter(1, exercise)
                .getResultStream()
                .findFirst();
    }

    /** All of an exercise, newest first. */
    public List<Regrade> of(String exercise) {
        return entities.createQuery("from Regrade where exercise = ?1 order by id desc", Regrade.class)
                .setParameter(1, exercise)
                .getResultList();
    }

    /** How many of its submissions are still to be computed. */
    public int waiting(Regrade regrade) {
        return entities.createQuery(
                        "select count(*) from RegradeResult where regrade = ?1 and status is null", Long.class)
                .setParameter(1, regrade.id())
                .getSingleResult()
                .intValue();
    }

    /** Goes through its submissions, by student and attempt, holding few of them in memory: reports are large. */
    public void each(Regrade regrade, Consumer<RegradeResult> work) {
        List<Long> submissions = entities.createQuery(
                        "select s.id from RegradeResult g join g.submission s where g.regrade = ?1"
                                + " order by s.student.username, s.id",
                        Long.class)
                .setParameter(1, regrade.id())
                .getResultList();
        for (int from = 0; from < submissions.size(); from += AT_A_TIME) {
            List<Long> some = submissions.subList(from, Math.min(submissions.size(), from + AT_A_TIME));
            entities.createQuery(
                            "from RegradeResult g join fetch g.submission s join fetch s.student join fetch s.report"
                                    + " where g.regrade = ?1 and s.id in ?2 order by s.student.username, s.id",
                            RegradeResult.class)
                    .setParameter(1, regrade.id())
                    .setParameter(2, some)
                    .getResultList()
                    .forEach(work);
            entities.flush();
            entities.clear();
        }
    }

    /**
     * Puts the results in place of the reports, which go to the history.
     *
     * @throws Refusal 409 if not all are computed, or it is finished
     */
    @Transactional
    public void apply(String who, long id) {
        Regrade regrade = locked(id);
        if (waiting(regrade) > 0) {
            throw conflict("还没有全部算完。", "Not everything is computed yet.");
        }
        regrade.finish(Regrade.State.APPLIED, who, rules.now());
        each(regrade, result -> {
            if (result.applicable()) {
                reports.replace(result.submission(), regrade.version(), result.result(), who, "regrade " + id);
                result.apply();
            }
        });
        audit.record(who, "apply-regrade", regrade.exercise() + " version " + regrade.version());
    }

    /** Leaves everything as it is. */
    @Transactional
    public void discard(String who, long id) {
        Regrade regrade = locked(id);
        entities.createNativeQuery("delete from regrade_result where regrade = ?1 and status is null")
                .setParameter(1, id)
                .executeUpdate();
        regrade.finish(Regrade.State.DISCARDED, who, rules.now());
        audit.record(who, "discard-regrade", regrade.exercise() + " version " + regrade.version());
    }

    private Regrade locked(long id) {
        Regrade regrade = Optional.ofNullable(entities.find(Regrade.class, id, LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(() -> Refusal.notFound("没有这次重新评分。", "There is no such regrade."));
        if (regrade.state() != Regrade.State.OPEN) {
            throw conflict("这次重新评分已经结束。", "This regrade is finished.");
        }
        return regrade;
    }

    private static Refusal conflict(String zh, String en) {
        return new Refusal(409, new Text(zh, en));
    }
}
