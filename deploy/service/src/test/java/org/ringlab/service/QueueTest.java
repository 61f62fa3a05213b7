package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.submissions.GradingQueue;
import org.ringlab.service.submissions.SubmissionIntake;
import org.ringlab.service.submissions.Upload;
import org.ringlab.service.web.Refusal;

/** Each accepted submission ends with exactly one report. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class QueueTest {
    private static final List<String> BOTH = List.of("01-tiny/e1-forward", "01-tiny/e2-count");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Site site;
    private final SubmissionIntake intake;
    private final GradingQueue queue;
    private final EntityManager entities;

    QueueTest(Site site, SubmissionIntake intake, GradingQueue queue, EntityManager entities) {
        this.site = site;
        this.intake = intake;
        this.queue = queue;
        this.entities = entities;
    }

    @Test
    void manyAtOnceEachGetOneReportAndTheNextAttempt() throws Exception {
        site.session("queue-1", Role.STUDENT);
        List<Long> ids = new ArrayList<>();
        try (ExecutorService students = Executors.newFixedThreadPool(8)) {
            List<Future<List<Long>>> answers = IntStream.range(0, 24)
                    .mapToObj(n -> students.submit(() -> intake.accept("queue-1", BOTH, Upload.of(Site.solved()), false)
                            .ids()))
                    .toList();
            for (Future<List<Long>> answer : answers) {
                ids.addAll(answer.get());
            }
        }
        awaitReports(ids);
        assertEquals(48L, single("select count(*) from report where submission in (:ids)", ids));
        assertEquals(0L, single("select count(*) from grading_job where submission in (:ids)", ids));
        assertEquals(
                24L,
                single("select count(distinct attempt) from submission where id in (:ids)", ids),
                "attempts 1 to 24");
        assertEquals(24L, single("select max(attempt) from submission where id in (:ids)", ids));
    }

    @Test
    void aGraderWhoseConnectionDiesLeavesTheJobToTheNext() {
        site.session("queue-2", Role.STUDENT);
        List<Long> ids = intake.accept("queue-2", List.of("01-tiny/e2-count"), Upload.of(Site.solved()), false)
                .ids();
        awaitReports(ids);
        // The same job once more, as after a crash between grading and commit, taken by a grader that dies.
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("delete from report where submission in (:ids)")
                    .setParameter("ids", ids)
                    .executeUpdate();
        });
        assertThrows(
                RuntimeException.class,
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    entities.createNativeQuery("insert into grading_job (submission) values (:id)")
                            .setParameter("id", ids.getFirst())
                            .executeUpdate();
                    assertTrue(queue.gradeNext());
                    entities.flush();
                    entities.createNativeQuery("select pg_terminate_backend(pg_backend_pid())")
                            .getResultList();
                }));
        assertEquals(0L, single("select count(*) from report where submission in (:ids)", ids));
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("insert into grading_job (submission) values (:id)")
                        .setParameter("id", ids.getFirst())
                        .executeUpdate());
        awaitReports(ids);
        assertEquals(1L, single("select count(*) from report where submission in (:ids)", ids));
    }

    @Test
    void anUnknownExerciseAcceptsNothing() {
        site.session("queue-3", Role.STUDENT);
        assertThrows(
                Refusal.class,
                () -> intake.accept(
                        "queue-3", List.of("01-tiny/e1-forward", "01-tiny/none"), Upload.of(Site.solved()), false));
        assertEquals(
                0L,
                QuarkusTransaction.requiringNew()
                        .call(() -> entities.createNativeQuery(
                                        "select count(*) from submission s join account a on a.id = s.student"
                                                + " where a.username = 'queue-3'",
                                        Long.class)
                                .getSingleResult()));
    }

    @Test
    void aPermanentlyFailingGraderPutsTheJobOffAndLosesNothing() {
        site.session("queue-4", Role.STUDENT);
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("insert into exercise_version (exercise, version, yaml)"
                                + " values ('01-tiny/broken', 1, 'no exercise') on conflict do nothing")
                        .executeUpdate());
        List<Long> ids = intake.accept("queue-4", List.of("01-tiny/broken"), Upload.of(Site.solved()), false)
                .ids();
        awaitTrue(() -> single("select count(*) from grading_job where tries > 0 and submission in (:ids)", ids) == 1);
        assertEquals(0L, single("select count(*) from report where submission in (:ids)", ids));
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update grading_job set tries = 3, due_at = now() where submission in (:ids)")
                        .setParameter("ids", ids)
                        .executeUpdate());
        awaitReports(ids);
        assertEquals(
                1L, single("select count(*) from report where status = 'GRADER_ERROR' and submission in (:ids)", ids));
        teachersAreTold(ids.getFirst());
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("delete from report where submission in (:ids)")
                        .setParameter("ids", ids)
                        .executeUpdate());
    }

    @Test
    void aJobIsFoundByItsKeyAndOnlyThatOne() {
        site.session("queue-6", Role.STUDENT);
        List<Long> ids =
                intake.accept("queue-6", BOTH, Upload.of(Site.solved()), false).ids();
        awaitReports(ids);
        // In one transaction, so that no other grader sees the jobs.
        QuarkusTransaction.requiringNew().run(() -> {
            for (Long id : ids) {
                entities.createNativeQuery("delete from report where submission = :id")
                        .setParameter("id", id)
                        .executeUpdate();
                entities.createNativeQuery("insert into grading_job (submission, due_at) values (:id, now())")
                        .setParameter("id", id)
                        .executeUpdate();
            }
            assertTrue(queue.grade(ids.getLast()));
            assertFalse(queue.grade(ids.getLast()), "its job has ended");
            assertTrue(queue.grade(ids.getFirst()));
        });
        assertEquals(2L, single("select count(*) from report where submission in (:ids)", ids));
        assertEquals(0L, single("select count(*) from grading_job where submission in (:ids)", ids));
    }

    @Test
    void whatTheGraderFailedOnIsGradedAgainInPlaceOfItsReport() {
        site.session("queue-5", Role.STUDENT);
        List<Long> ids = intake.accept("queue-5", List.of("01-tiny/e2-count"), Upload.of(Site.solved()), false)
                .ids();
        awaitReports(ids);
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update report set status = 'GRADER_ERROR', score = 0, counted = null where submission in (:ids)")
                        .setParameter("ids", ids)
                        .executeUpdate());
        assertTrue(queue.again(ids.getFirst()));
        awaitTrue(
                () -> single("select count(*) from report where status = 'GRADED' and submission in (:ids)", ids) == 1);
        assertEquals(0L, single("select count(*) from grading_job where submission in (:ids)", ids));
        assertEquals(
                1L,
                single(
                        "select count(*) from report_history where status = 'GRADER_ERROR' and submission in (:ids)",
                        ids));
        assertEquals(1L, single("select counted from report where submission in (:ids)", ids));
    }

    /** On every page of theirs, in the health check, and they can have it graded again; no attempt is charged, no grade given. */
    private void teachersAreTold(long id) {
        site.as("queue-teacher", Role.TEACHER)
                .get("/teacher/gradebook")
                .then()
                .body(containsString("could not be graded: the grader failed"))
                .body(not(containsString("queue-4</th><td class=\"n\">0")));
        site.as("queue-teacher", Role.TEACHER)
                .get("/teacher/submissions?failed=true")
                .then()
                .body(containsString("queue-4"));
        given().get("/q/health")
                .then()
                .body("checks.find { it.name == 'grading' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'grading' }.data.failed", equalTo(1));
        given().get("/q/health/ready").then().statusCode(200);
        site.as("queue-teacher", Role.TEACHER)
                .post("/teacher/submissions/" + id + "/again")
                .then()
                .statusCode(303);
        awaitTrue(() ->
                single("select count(*) from grading_job where tries > 0 and submission in (:ids)", List.of(id)) == 1);
        site.as("queue-teacher", Role.TEACHER)
                .post("/teacher/submissions/" + id + "/again")
                .then()
                .statusCode(409);
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("delete from grading_job where submission = :id")
                        .setParameter("id", id)
                        .executeUpdate());
    }

    private void awaitReports(List<Long> ids) {
        awaitTrue(() -> single("select count(*) from report where submission in (:ids)", ids) == ids.size());
    }

    private static void awaitTrue(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "waited too long");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private long single(String sql, List<Long> ids) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(sql)
                                .setParameter("ids", ids)
                                .getSingleResult())
                        .longValue());
    }
}
