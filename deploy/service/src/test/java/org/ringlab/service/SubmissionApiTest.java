package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.service.accounts.Role;

/** Submitting by the API: reports at once, and an answer that helps for everything that can't be graded. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SubmissionApiTest {
    private final Site site;

    SubmissionApiTest(Site site) {
        this.site = site;
    }

    @Test
    void anUploadedNotebookIsGradedAtOnce() {
        site.upload("api-1", Site.solved())
                .then()
                .statusCode(200)
                .body("reports", hasSize(2))
                .body("reports[0].status", equalTo("GRADED"))
                .body("reports[0].exercise", equalTo("01-tiny/e1-forward"))
                .body("reports[0].attempt", equalTo(1))
                .body("reports[1].score", equalTo(1))
                .body("waiting", hasSize(0));
    }

    /** A report is handed over as the grader made it; whoever asks later gets what was kept. */
    @Test
    void theReportAtOnceIsTheOneThatIsKept() {
        String half = Site.solved().replace("\"grade_id\": \"e1-gw\"", "\"grade_id\": \"other\"");
        for (String notebook : List.of(Site.solved(), half)) {
            Response atOnce = site.upload("api-kept", notebook);
            List<Map<String, Object>> reports = atOnce.path("reports");
            assertEquals(2, reports.size());
            for (Map<String, Object> report : reports) {
                Map<String, Object> kept = site.as("api-kept", Role.STUDENT)
                        .get("/api/ringlab/submissions/" + report.get("submission"))
                        .path("report");
                assertEquals(kept, report);
            }
        }
    }

    @Test
    void attemptsAreCounted() {
        site.upload("api-2", Site.solved()).then().body("reports[0].attempt", equalTo(1));
        site.upload("api-2", Site.solved()).then().body("reports[0].attempt", equalTo(2));
    }

    @Test
    void theStudentsReportHoldsNothingOfTheHiddenPart() {
        site.upload("api-3", Site.solved())
                .then()
                .statusCode(200)
                .body(not(containsString("secret")))
                .body(not(containsString("seed")));
    }

    @Test
    void aMissingAnswerCellIsNotGradableAndTheOtherExerciseIs() {
        String notebook = Site.solved().replace("\"grade_id\": \"e1-gw\"", "\"grade_id\": \"other\"");
        site.upload("api-4", notebook)
                .then()
                .statusCode(200)
                .body("reports[0].status", equalTo("NOT_GRADABLE"))
                .body("reports[1].status", equalTo("GRADED"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"path\": \"01-tiny/lesson.en.ipynb\", \"exercise\": \"no-such\"}', 404, no exercise no-such",
        "'{\"path\": \"99-none/lesson.en.ipynb\"}', 404, belongs to no lesson",
        "'{\"path\": \"../../etc/passwd\"}', 404, belongs to no lesson",
        "'{}', 400, path",
    })
    void ordersThatCannotBeFollowedAreRefused(String order, int status, String words) {
        site.as("api-7", Role.STUDENT)
                .contentType("application/json")
                .body(order)
                .post("/api/ringlab/submissions")
                .then()
                .statusCode(status)
                .body("message", containsString(words));
    }

    @Test
    void programsWithoutASessionGetAMessageNotThePage() {
        given().redirects()
                .follow(false)
                .get("/api/ringlab/submissions/1")
                .then()
                .statusCode(401)
                .body("message", containsString("Sign in"));
    }

    @Test
    void teachersDoNotSubmit() {
        site.as("api-teacher", Role.TEACHER)
                .contentType("application/json")
                .body("{\"path\": \"01-tiny/lesson.en.ipynb\"}")
                .post("/api/ringlab/submissions")
                .then()
                .statusCode(403)
                .body("message", containsString("may not"));
    }
}
