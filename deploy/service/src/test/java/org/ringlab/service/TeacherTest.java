package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ringlab.service.accounts.Role;

/** What teachers and administrators do. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TeacherTest {
    private static final Path COUNT = Path.of("src/test/course/lessons/01-tiny/exercises/e2-count/exercise.yaml");

    private final Site site;
    private final EntityManager entities;

    TeacherTest(Site site, EntityManager entities) {
        this.site = site;
        this.entities = entities;
    }

    @Test
    void theStaffReportHoldsTheHiddenScenario() {
        int id = site.upload("teacher-s1", Site.solved()).path("reports[0].submission");
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/submissions")
                .then()
                .statusCode(200)
                .body(containsString("teacher-s1"));
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/submissions/" + id)
                .then()
                .statusCode(200)
                .body(allOf(containsString("secret-scenario"), containsString("sandbox")));
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/submissions/" + id + "/report")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("submission-" + id + ".json"))
                .body(allOf(startsWith("{\"format\":1"), containsString("\"seed\":")));
        site.as("teacher-s1", Role.STUDENT)
                .get("/teacher/submissions/" + id + "/report")
                .then()
                .statusCode(403);
    }

    /** Fifty reports may be megabytes, and one that nobody can read hides none of the others. */
    @Test
    void theListNeedsNoReports() {
        int id = site.upload("teacher-s5", Site.solved()).path("reports[0].submission");
        String kept = change("select student_json from report where submission = " + id);
        change("update report set student_json = 'no JSON' where submission = " + id);
        try {
            site.as("teacher-1", Role.TEACHER)
                    .get("/teacher/submissions?student=teacher-s5")
                    .then()
                    .statusCode(200)
                    .body(allOf(containsString("teacher-s5"), containsString("3 / 3")));
            site.as("teacher-1", Role.TEACHER)
                    .get("/teacher/submissions?page=2147483647")
                    .then()
                    .statusCode(200);
        } finally {
            QuarkusTransaction.requiringNew()
                    .run(() -> entities.createNativeQuery(
                                    "update report set student_json = :kept where submission = " + id)
                            .setParameter("kept", kept)
                            .executeUpdate());
        }
    }

    private String change(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.startsWith("select")
                        ? String.valueOf(entities.createNativeQuery(sql).getSingleResult())
                        : String.valueOf(entities.createNativeQuery(sql).executeUpdate()));
    }

    @Test
    void whatCannotBeSeenIsWrittenOutForTeachers() {
        String forged = Site.notebook("echo 1 \u202e\u2066// harmless\u2069\u2066", "int count = 2;");
        int id = site.upload("teacher-s6", forged).path("reports[0].submission");
        for (String page : new String[] {"/notebook", ""}) {
            site.as("teacher-1", Role.TEACHER)
                    .get("/teacher/submissions/" + id + page)
                    .then()
                    .statusCode(200)
                    .body(not(containsString("\u202e")))
                    .body(containsString("&lt;U+202E&gt;"));
        }
    }

    @Test
    void aSubmittedNotebookCanRunNothing() {
        String evil = Site.notebook("</pre><script>alert('source')</script>", "int count = 2;")
                .replaceFirst(
                        "\"outputs\": \\[\\]",
                        "\"outputs\": [{\"output_type\": \"display_data\", \"metadata\": {}, \"data\":"
                                + " {\"text/html\": \"<script>alert('output')</script>\"}}]");
        int id = site.upload("teacher-s2", evil).path("reports[0].submission");
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/submissions/" + id + "/notebook")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", allOf(startsWith("sandbox;"), containsString("default-src 'none'")))
                .header("X-Content-Type-Options", "nosniff")
                .body(not(containsString("<script>alert('source')")));
    }

    @Test
    void theGradebookHasEachStudentsBestScore() {
        site.upload("teacher-s3", Site.solved());
        site.upload("teacher-s3", Site.notebook("true", "int count = 5;"));
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/gradebook")
                .then()
                .statusCode(200)
                .body(allOf(containsString("teacher-s3"), containsString("Turn forwarding on</a><br>")));
        site.as("teacher-1", Role.TEACHER)
                .get("/teacher/gradebook.csv")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("gradebook.csv"))
                .body(startsWith(
                        "\uFEFFstudent,01-tiny/e1-forward Turn forwarding on,01-tiny/e2-count Count,total\r\n"))
                .body(containsString("teacher-s3,3,1,4\r\n"));
    }

    @Test
    void aPublishedChangeHoldsForNewSubmissions() throws IOException {
        String three = Files.readString(COUNT).replace("value: 2", "value: 3");
        String page = site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", three.replace("\n", "\r\n"))
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .statusCode(200)
                .body(containsString("Published as version "))
                .extract()
                .asString();
        int version = Integer.parseInt(page.replaceAll("(?s).*Published as version (\\d+)\\..*", "$1"));
        site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", three)
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .body(containsString("Nothing has changed"));
        site.upload("teacher-s4", Site.notebook("true", "int count = 3;"))
                .then()
                .body("reports[1].score", equalTo(1))
                .body("reports[1].version", equalTo(version));
        site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", Files.readString(COUNT))
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .body(containsString("Published as version " + (version + 1) + "."));
    }

    @Test
    void mistakesAreShownWithTheirPlaceAndNotPublished() throws IOException {
        site.as("teacher-1", Role.TEACHER)
                .formParam(
                        "yaml",
                        Files.readString(COUNT).replace("kind: number, ", "").replace("kind: number", "kind: nonsense"))
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .statusCode(200)
                .body(not(containsString("Published as")))
                .body(matchesPattern("(?s).*<code>\\d+:\\d+: .*"));
        site.as("teacher-1", Role.TEACHER)
                .formParam(
                        "yaml",
                        Files.readString(COUNT).replace("exercise: 01-tiny/e2-count", "exercise: 01-tiny/e1-forward"))
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .body(containsString("not of 01-tiny/e2-count"));
    }

    @Test
    void aTabIsNamedInThePagesLanguage() throws IOException {
        String tab = Files.readString(COUNT).replace("minutes:", "\tminutes:");
        site.as("teacher-1", Role.TEACHER)
                .cookie("ringlab-language", "zh")
                .formParam("yaml", tab)
                .formParam("hidden", "")
                .formParam("action", "validate")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .body(matchesPattern("(?s).*<code>\\d+:1: 缩进里有制表符（Tab），这里应该是空格.*"));
        site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", tab)
                .formParam("hidden", "")
                .formParam("action", "validate")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .body(matchesPattern("(?s).*<code>\\d+:1: a tab stands in the indentation; spaces were expected.*"));
    }

    @Test
    void longExercisesAreAccepted() throws IOException {
        site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", Files.readString(COUNT) + "# " + "x".repeat(200_000) + "\n")
                .formParam("hidden", "")
                .formParam("action", "validate")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .statusCode(200)
                .body(containsString("No errors found."));
    }

    @Test
    void preflightNamesWhatTheCoursesOwnAnswersProve() throws IOException {
        site.as("teacher-1", Role.TEACHER)
                .formParam("yaml", Files.readString(COUNT))
                .formParam("hidden", "")
                .formParam("action", "preflight")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .statusCode(200)
                .body(containsString("there is no reference answer"));
    }

    @Test
    void administratorsMakeAccountsThatCanSignIn() {
        String page = site.as("teacher-admin", Role.ADMIN)
                .formParam("username", "fresh@school")
                .formParam("role", "teacher")
                .post("/admin/users")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String password = page.replaceAll("(?s).*shown only now: <code>([^<]*)</code>.*", "$1");
        given().redirects()
                .follow(false)
                .formParam("j_username", "fresh@school")
                .formParam("j_password", password)
                .post("/j_security_check")
                .then()
                .statusCode(302)
                .cookie("ringlab-session", not(""));
        site.as("teacher-admin", Role.ADMIN)
                .formParam("username", "fresh@school")
                .post("/admin/users")
                .then()
                .statusCode(409);
        site.as("teacher-admin", Role.ADMIN)
                .formParam("username", "=cmd|' /C calc'!A0")
                .post("/admin/users")
                .then()
                .statusCode(400);
        site.as("teacher-admin", Role.ADMIN)
                .formParam("role", "student")
                .post("/admin/users/teacher-admin/role")
                .then()
                .statusCode(409);
    }
}
