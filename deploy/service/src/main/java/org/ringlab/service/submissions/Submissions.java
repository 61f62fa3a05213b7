package org.ringlab.service.submissions;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Account;

/** The submissions in the database, always with student, notebook left out and report. */
@ApplicationScoped
public class Submissions implements PanacheRepository<SubmissionRecord> {
    private static final String WITH_REPORT =
            "from SubmissionRecord s join fetch s.student left join fetch s.report r ";

    private static final String LISTED = """
            select new org.ringlab.service.submissions.ListedSubmission(
                s.id, s.receivedAt, s.student.username, s.exercise, s.version, s.attempt, r.status, r.score, r.max, r.counted)
            from SubmissionRecord s left join s.report r
            where (:failed = false or r.status = GRADER_ERROR) and (:student = '' or s.student.username = :student)
            order by s.id desc""";

    /** One submission, whoever's it is: for staff. */
    public Optional<SubmissionRecord> byId(long id) {
        return find(WITH_REPORT + "where s.id = ?1", id).firstResultOptional();
    }

    /** One submission, if it is this student's. */
    public Optional<SubmissionRecord> ofStudent(Account student, long id) {
        return find(WITH_REPORT + "where s.id = ?1 and s.student = ?2", id, student)
                .firstResultOptional();
    }

    /** A student's last submission of an exercise that costs an attempt, or will unless it can't be graded; with its notebook. */
    Optional<SubmissionRecord> lastCharged(Account student, String exercise) {
        return find(
                        "select s from SubmissionRecord s join fetch s.handedIn left join s.report r where s.student = ?1"
                                + " and s.exercise = ?2 and (r.status is null or r.status = GRADED) order by s.id desc",
                        student,
                        exercise)
                .firstResultOptional();
    }

    /** Those of the given submissions, in order of their ids; for one, {@link #byId} is a query that Hibernate knows already. */
    public List<SubmissionRecord> byIds(List<Long> ids) {
        return list(WITH_REPORT + "where s.id in ?1 order by s.id", ids);
    }

    /**
     * A page of submissions, newest first, without the texts of their reports: those of fifty may be megabytes.
     *
     * @param page from 0
     * @param failed only those that the grader failed on
     * @param student only this one's; null for everybody's
     */
    public List<ListedSubmission> newest(int page, int size, boolean failed, @Nullable String student) {
        return getEntityManager()
                .createQuery(LISTED, ListedSubmission.class)
                .setParameter("failed", failed)
                .setParameter("student", student == null ? "" : student)
                .setFirstResult((int) Math.min((long) page * size, Integer.MAX_VALUE - size))
                .setMaxResults(size)
                .getResultList();
    }

    /** Those that came late, of an exercise and a student; null for all. */
    List<SubmissionRecord> late(@Nullable String exercise, @Nullable String student) {
        String where =
                "where s.latePercent > 0 and (?1 = '' or s.exercise = ?1) and (?2 = '' or s.student.username = ?2)";
        return list(WITH_REPORT + where, exercise == null ? "" : exercise, student == null ? "" : student);
    }
}
