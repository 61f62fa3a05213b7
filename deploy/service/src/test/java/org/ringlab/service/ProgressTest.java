package org.ringlab.service;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.SubmissionRecord;

/** Pages that sum up what was handed in read what they show, however much that was: counted in rows, not in time. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ProgressTest {
    private static final int MANY = 300;

    /** Copies of a student's submission of an exercise, as if handed in again and again. */
    private static final String AGAIN = """
            WITH again AS (
                INSERT INTO submission (handed_in, student, exercise, version, attempt, received_at, late_percent)
                SELECT s.handed_in, s.student, s.exercise, s.version, s.attempt + n, s.received_at, 0
                FROM submission s, generate_series(1, :many) n WHERE s.id = :id RETURNING id)
            INSERT INTO report (submission, status, score, max, student_json, staff_json, counted)
            SELECT a.id, r.status, r.score, r.max, r.student_json, r.staff_json, r.counted
            FROM again a, report r WHERE r.submission = :id""";

    private final Site site;
    private final EntityManager entities;

    ProgressTest(Site site, EntityManager entities) {
        this.site = site;
        this.entities = entities;
    }

    private Statistics statistics() {
        Statistics statistics =
                entities.getEntityManagerFactory().unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        return statistics;
    }

    private record Loaded(long submissions, long reports) {}

    private Loaded loaded() {
        Statistics statistics = statistics();
        return new Loaded(
                statistics.getEntityStatistics(SubmissionRecord.class.getName()).getLoadCount(),
                statistics.getEntityStatistics(ReportRecord.class.getName()).getLoadCount());
    }

    private void reads(String student, Role role, String path, int most, String shown) {
        site.as(student, role);
        Loaded before = loaded();
        assertThat(
                site.as(student, role)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                containsString(shown));
        Loaded after = loaded();
        assertEquals(most, after.reports() - before.reports(), "reports read by " + path);
        assertEquals(most, after.submissions() - before.submissions(), "submissions read by " + path);
    }

    @Test
    void manySubmissionsAreNoMoreToRead() {
        int id = site.upload("progress-1", Site.solved()).path("reports[0].submission");
        QuarkusTransaction.requiringNew()
                .run(() -> assertEquals(
                        MANY,
                        entities.createNativeQuery(AGAIN)
                                .setParameter("many", MANY)
                                .setParameter("id", id)
                                .executeUpdate()));
        reads("progress-1", Role.STUDENT, "/", 0, "2 of 2");
        reads("progress-1", Role.STUDENT, "/lessons/01-tiny", 2, "3 / 3");
        reads("progress-teacher", Role.TEACHER, "/teacher/class?lesson=01-tiny", 0, "progress-1");
        reads("progress-teacher", Role.TEACHER, "/teacher/gradebook", 0, "progress-1");
    }
}
