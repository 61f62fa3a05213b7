package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.catalog.ExerciseVersion;
import org.ringlab.service.catalog.ExerciseVersions;
import org.ringlab.service.web.Refusal;

/**
 * Accepts submissions. When {@link #accept} has returned, they are committed together with their grading jobs: from
 * then on each will have its report, whatever happens to this process.
 */
@ApplicationScoped
public class SubmissionIntake {
    private final EntityManager entities;
    private final Accounts accounts;
    private final ExerciseVersions versions;
    private final Event<SubmissionsAccepted> accepted;

    SubmissionIntake(
            EntityManager entities, Accounts accounts, ExerciseVersions versions, Event<SubmissionsAccepted> accepted) {
        this.entities = entities;
        this.accounts = accounts;
        this.versions = versions;
        this.accepted = accepted;
    }

    /**
     * Accepts one submission for each exercise.
     *
     * @param username the student
     * @param exercises ids; each is graded by its version of this moment
     * @param notebook text of an .ipynb file, already known to be a notebook
     * @return the submissions' ids, in the order of the exercises
     * @throws Refusal 404 for an unknown exercise: then none is accepted
     */
    @Transactional
    public List<Long> accept(String username, List<String> exercises, String notebook) {
        Account student =
                accounts.byName(username).orElseThrow(() -> Refusal.notFound("没有这个账号。", "There is no such account."));
        // One at a time per student, so that attempts are numbered without gaps.
        entities.lock(student, LockModeType.PESSIMISTIC_WRITE);
        HandedIn handedIn = new HandedIn(student.id(), notebook);
        entities.persist(handedIn);
        List<Long> ids = new ArrayList<>();
        for (String exercise : exercises) {
            ExerciseVersion version = versions.current(exercise)
                    .orElseThrow(
                            () -> Refusal.notFound("没有练习 " + exercise + "。", "There is no exercise " + exercise + "."));
            SubmissionRecord submission = new SubmissionRecord(
                    handedIn, student, exercise, version.version(), lastAttempt(student, exercise) + 1);
            entities.persist(submission);
            entities.persist(new GradingJob(submission.id()));
            ids.add(submission.id());
        }
        accepted.fire(new SubmissionsAccepted(ids.size()));
        return ids;
    }

    private int lastAttempt(Account student, String exercise) {
        return entities.createQuery(
                        "select coalesce(max(s.attempt), 0) from SubmissionRecord s where s.student = ?1 and s.exercise = ?2",
                        Integer.class)
                .setParameter(1, student)
                .setParameter(2, exercise)
                .getSingleResult();
    }
}
