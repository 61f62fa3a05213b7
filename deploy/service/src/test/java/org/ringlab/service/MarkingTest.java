package org.ringlab.service;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.service.accounts.Role;

/** Points by hand, appeals and grading again: each is seen by the student, and leaves its trace. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MarkingTest {
    private static final String WRONG = Site.notebook("true", "int count = 5;");
    private static final String FORWARD = "/teacher/exercises/01-tiny/e1-forward";

    private final Site site;

    MarkingTest(Site site) {
        this.site = site;
    }

    private ValidatableResponse teacher(String path) {
        return site.as("marking-teacher", Role.TEACHER).get(path).then();
    }

    private ValidatableResponse mark(int submission, String check, String points, String comment) {
        return site.as("marking-teacher", Role.TEACHER)
                .formParam("check", check)
                .formParam("points", points)
                .formParam("comment", comment)
                .post("/teacher/submissions/" + submission + "/marks")
                .then();
    }

    private ValidatableResponse contest(String student, int submission, String check, String text) {
        return site.as(student, Role.STUDENT)
                .formParam("check", check)
                .formParam("text", text)
                .post("/submissions/" + submission + "/appeals")
                .then();
    }

    private int submitted(String student, String notebook) {
        return site.upload(student, notebook).path("reports[0].submission");
    }

    private void totalIs(String student, String line) {
        teacher("/teacher/gradebook.csv").body(containsString(student + "," + line + "\r\n"));
    }

    @Test
    void pointsByHandCountAndSayWhoGaveThemAndWhy() {
        int id = submitted("marking-1", WRONG);
        totalIs("marking-1", "0,0,0");
        mark(id, "forwards", "1.5", "the idea is right <script>").statusCode(303);
        totalIs("marking-1", "1.5,0,1.5");
        site.as("marking-1", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(allOf(
                        containsString("1.5 points, given by marking-teacher"),
                        containsString("the idea is right &lt;script&gt;"),
                        containsString("Counts 1.5")));
        mark(id, "forwards", "1", "one").statusCode(303);
        site.as("marking-1", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(containsString("1 point, given by marking-teacher"));
        mark(id, "forwards", "2", "more of it").statusCode(303);
        totalIs("marking-1", "2,0,2");
        mark(id, "", "3", "all of it").statusCode(303);
        totalIs("marking-1", "3,0,3");
        teacher("/teacher/submissions/" + id)
                .body(allOf(
                        containsString("the idea is right"),
                        containsString("more of it"),
                        containsString("all of it")));
        mark(id, "", "", "a mistake of mine").statusCode(303);
        totalIs("marking-1", "2,0,2");
        mark(id, "forwards", "", "that as well").statusCode(303);
        totalIs("marking-1", "0,0,0");
        site.as("marking-1", Role.STUDENT).get("/submissions/" + id).then().body(not(containsString("given by")));
    }

    @Test
    void aHiddenCheckIsMarkedWithoutTellingItsName() {
        int id = submitted("marking-2", WRONG);
        mark(id, "secret-check", "1", "it was not reached").statusCode(303);
        totalIs("marking-2", "1,0,1");
        site.as("marking-2", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(containsString("it was not reached"))
                .body(not(containsString("secret-check")));
    }

    @ParameterizedTest
    @CsvSource({
        "forwards, 9, why, 400",
        "forwards, -1, why, 400",
        "forwards, NaN, why, 400",
        "forwards, some, why, 400",
        "forwards, 1, '', 400",
        "no-such-check, 1, why, 404",
    })
    void pointsThatCannotBeAreRefused(String check, String points, String comment, int status) {
        int id = submitted("marking-3", WRONG);
        mark(id, check, points, comment).statusCode(status);
        totalIs("marking-3", "0,0,0");
    }

    @Test
    void whatCouldNotBeGradedMayBeMarkedAsAWhole() {
        int id = submitted("marking-4", "no notebook");
        totalIs("marking-4", ",,0");
        mark(id, "", "2.5", "read by eye").statusCode(303);
        totalIs("marking-4", "2.5,,2.5");
    }

    @Test
    void anAppealIsAnsweredOnTheReport() {
        int id = submitted("marking-5", WRONG);
        contest("marking-5", id, "forwards", "It <b>does</b> forward").statusCode(303);
        contest("marking-5", id, "forwards", "again").statusCode(409);
        contest("marking-5", id, "no-such", "x").statusCode(404);
        contest("marking-5", id, "hidden-1", " ").statusCode(400);
        contest("marking-6", id, "hidden-1", "not mine").statusCode(404);
        teacher("/teacher/appeals")
                .body(allOf(containsString("It &lt;b&gt;does&lt;/b&gt; forward"), containsString("class=\"count\"")));
        String appeal = appeal(id);
        site.as("marking-teacher", Role.TEACHER)
                .formParam("answer", "No: it is 0.")
                .formParam("decision", "keep")
                .post("/teacher/appeals/" + appeal)
                .then()
                .statusCode(303);
        site.as("marking-5", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(allOf(containsString("Contested and answered"), containsString("No: it is 0.")));
        totalIs("marking-5", "0,0,0");
        site.as("marking-teacher", Role.TEACHER)
                .formParam("answer", "twice")
                .formParam("decision", "keep")
                .post("/teacher/appeals/" + appeal)
                .then()
                .statusCode(409);
    }

    @Test
    void anUpheldAppealGivesThePoints() {
        int id = submitted("marking-7", WRONG);
        contest("marking-7", id, "hidden-1", "That one too.").statusCode(303);
        site.as("marking-teacher", Role.TEACHER)
                .formParam("answer", "You are right.")
                .formParam("decision", "uphold")
                .formParam("submission", id)
                .post("/teacher/appeals/" + appeal(id))
                .then()
                .statusCode(303);
        totalIs("marking-7", "1,0,1");
        site.as("marking-7", Role.STUDENT)
                .get("/api/ringlab/submissions/" + id)
                .then()
                .body("report.checks.find { it.id == 'hidden-1' }.appeal.state", equalTo("UPHELD"))
                .body("report.checks.find { it.id == 'hidden-1' }.byHand.points", equalTo(1.0f))
                .body(not(containsString("secret-check")));
    }

    @Test
    void programsMarkAndAnswerLikePages() {
        int id = submitted("marking-11", WRONG);
        String api = "/api/ringlab/teacher/";
        json("{\"check\": \"forwards\", \"points\": 1.5, \"comment\": \"half\"}", api + "submissions/" + id + "/marks")
                .statusCode(200)
                .body("submission.counted", equalTo(1.5f));
        json("{\"check\": \"forwards\", \"comment\": \"no\"}", api + "submissions/" + id + "/marks")
                .statusCode(200);
        json("{\"check\": \"forwards\", \"points\": 9, \"comment\": \"x\"}", api + "submissions/" + id + "/marks")
                .statusCode(400)
                .body("message", containsString("from 0 to 2"));
        json("{\"points\": \"many\"}", api + "submissions/" + id + "/marks").statusCode(400);
        teacher(api + "submissions/" + id)
                .body("marks.points", equalTo(Arrays.asList(1.5f, null)))
                .body("marks.was", equalTo(List.of(0f, 1.5f)))
                .body("marks.by", hasItem("marking-teacher"))
                .body("submission.counted", equalTo(0f))
                .body("report.checks.find { it.id == 'forwards' }.outcome", equalTo("FAIL"));
        teacher(api + "submissions?student=marking-11").body("id", hasItem(id));
        contest("marking-11", id, "forwards", "It does").statusCode(303);
        int appeal = teacher(api + "appeals")
                .body("find { it.submission == " + id + " }.state", equalTo("OPEN"))
                .extract()
                .path("find { it.submission == " + id + " }.id");
        json("{\"uphold\": true, \"answer\": \"Yes.\"}", api + "appeals/" + appeal)
                .statusCode(204);
        json("{\"uphold\": true, \"answer\": \"Yes.\"}", api + "appeals/" + appeal)
                .statusCode(409);
        teacher(api + "gradebook")
                .body("rows.find { it.student == 'marking-11' }.best", equalTo(List.of(2f, 0f)))
                .body("rows.find { it.student == 'marking-11' }.total", equalTo(2f));
    }

    private ValidatableResponse json(String body, String path) {
        return site.as("marking-teacher", Role.TEACHER)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    /** From the form on the submission's page. */
    private String appeal(int submission) {
        return teacher("/teacher/submissions/" + submission)
                .extract()
                .asString()
                .replaceAll("(?s).*action=\"/teacher/appeals/(\\d+)\".*", "$1");
    }

    @Test
    void passedChecksAreNotContested() {
        int id = submitted("marking-8", Site.solved());
        contest("marking-8", id, "forwards", "hm").statusCode(409);
    }

    @Test
    void aNewVersionChangesGradesOnlyWhenItIsApplied() throws IOException, InterruptedException {
        String old = Files.readString(Path.of("src/test/course/lessons/01-tiny/exercises/e1-forward/exercise.yaml"));
        String hidden = Files.readString(Path.of("src/test/course/hidden/01-tiny/e1-forward/hidden.yaml"));
        int right = submitted("marking-9", Site.solved());
        int wrong = submitted("marking-10", WRONG);
        mark(wrong, "forwards", "1", "for the idea").statusCode(303);
        publish(old.replace("value: \"1\"", "value: \"0\"").replace("points: 2", "points: 4"), hidden);
        String page = site.as("marking-teacher", Role.TEACHER)
                .post(FORWARD + "/regrades")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        String path = page.substring(page.indexOf("/teacher"));
        site.as("marking-teacher", Role.TEACHER)
                .post(FORWARD + "/regrades")
                .then()
                .statusCode(409);
        computed(path);
        // seen, and not applied
        teacher(path)
                .body(allOf(
                        containsString("marking-9"),
                        containsString("3 / 3"),
                        containsString("forwards: passed 2/2 → failed 0/4"),
                        containsString("1 / 3"),
                        containsString("forwards: failed 0/2 → passed 4/4")));
        teacher("/api/ringlab" + path)
                .body("regrade.state", equalTo("OPEN"))
                .body("waiting", equalTo(0))
                .body("differences.find { it.student == 'marking-9' }.before", equalTo("3 / 3"))
                .body(
                        "differences.find { it.student == 'marking-9' }.checks",
                        hasItem("forwards: PASS 2/2 → FAIL 0/4"));
        totalIs("marking-9", "3,1,4");
        totalIs("marking-10", "1,0,1");
        site.as("marking-9", Role.STUDENT).post(path + "/apply").then().statusCode(403);
        site.as("marking-teacher", Role.TEACHER).post(path + "/apply").then().statusCode(303);
        site.as("marking-teacher", Role.TEACHER).post(path + "/apply").then().statusCode(409);
        teacher("/api/ringlab" + path)
                .body("regrade.state", equalTo("APPLIED"))
                .body("differences.find { it.student == 'marking-10' }.before", equalTo("1 / 3"))
                .body("differences.find { it.student == 'marking-9' }.change", equalTo("−3"));
        totalIs("marking-9", "0,1,1");
        // what was given by hand stays in place of what was earned
        totalIs("marking-10", "1,0,1");
        site.as("marking-9", Role.STUDENT)
                .get("/submissions/" + right)
                .then()
                .body(allOf(containsString("Graded again at"), containsString("had given 3 / 3")));
        publish(old, hidden);
        String back = site.as("marking-teacher", Role.TEACHER)
                .post(FORWARD + "/regrades")
                .header("Location");
        String backPath = back.substring(back.indexOf("/teacher"));
        computed(backPath);
        site.as("marking-teacher", Role.TEACHER)
                .post(backPath + "/discard")
                .then()
                .statusCode(303);
        totalIs("marking-9", "0,1,1");
        int again = site.as("marking-teacher", Role.TEACHER)
                .contentType(ContentType.JSON)
                .body("{\"exercise\": \"01-tiny/e1-forward\"}")
                .post("/api/ringlab/teacher/regrades")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        computed("/teacher/regrades/" + again);
        site.as("marking-teacher", Role.TEACHER)
                .post("/api/ringlab/teacher/regrades/" + again + "/apply")
                .then()
                .statusCode(204);
        teacher("/api/ringlab/teacher/regrades?exercise=01-tiny/e1-forward").body("[0].state", equalTo("APPLIED"));
        totalIs("marking-9", "3,1,4");
        site.as("marking-teacher", Role.TEACHER)
                .post(FORWARD + "/regrades")
                .then()
                .statusCode(409)
                .body(containsString("current version"));
    }

    private void computed(String path) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (!teacher(path).extract().asString().contains("still to be computed")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not computed: " + teacher(path).extract().asString());
    }

    private void publish(String yaml, String hidden) {
        site.as("marking-teacher", Role.TEACHER)
                .formParams(Map.of("yaml", yaml, "hidden", hidden, "action", "publish"))
                .post(FORWARD)
                .then()
                .statusCode(200)
                .body(containsString("Published as version"));
    }
}
