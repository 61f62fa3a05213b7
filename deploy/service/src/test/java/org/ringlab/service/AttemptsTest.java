package org.ringlab.service;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.jupyter.HostedServices;
import org.ringlab.service.submissions.SubmissionIntake;
import org.ringlab.service.submissions.Upload;
import org.ringlab.service.web.Refusal;

/** A teacher's rules hold wherever a notebook is handed in. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AttemptsTest {
    private static final String FORWARD = "01-tiny/e1-forward";
    private static final String WRONG = Site.notebook("true", "int count = 5;");

    private static final Path COUNT = Path.of("src/test/course/lessons/01-tiny/exercises/e2-count/exercise.yaml");

    private final Site site;
    private final HostedServices kernels;
    private final SubmissionIntake intake;

    AttemptsTest(Site site, HostedServices kernels, SubmissionIntake intake) {
        this.site = site;
        this.kernels = kernels;
        this.intake = intake;
    }

    @AfterEach
    void takeTheRulesBack() {
        for (String exercise : new String[] {FORWARD, "01-tiny/e2-count"}) {
            site.as("attempts-teacher", Role.TEACHER)
                    .post("/teacher/exercises/" + exercise + "/rules/reset")
                    .then()
                    .statusCode(303);
        }
    }

    private void choose(String exercise, Map<String, String> fields) {
        site.choose("attempts-teacher", exercise, fields).then().statusCode(303);
    }

    private ValidatableResponse submit(String student, String notebook) {
        return site.as(student, Role.STUDENT)
                .multiPart("notebook", "lesson.ipynb", notebook.getBytes(StandardCharsets.UTF_8))
                .multiPart("lesson", "01-tiny")
                .multiPart("exercise", "e1-forward")
                .post("/api/ringlab/submissions")
                .then();
    }

    private static String inHours(int hours) {
        return LocalDateTime.now().plusHours(hours).withNano(0).toString().substring(0, 16);
    }

    @Test
    void theLimitEndsAttemptsAndTheLessonSaysHowManyAreLeft() {
        choose(FORWARD, Map.of("limit", "2"));
        submit("attempts-1", WRONG).statusCode(200);
        site.as("attempts-1", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .body(containsString("Attempts left: 1 of 2"));
        submit("attempts-1", WRONG).statusCode(200);
        submit("attempts-1", WRONG).statusCode(403).body("message", containsString("used all attempts"));
        site.as("attempts-1", Role.STUDENT)
                .cookie("ringlab-language", "zh")
                .get("/lessons/01-tiny")
                .then()
                .body(containsString("剩余次数：0 / 2"));
    }

    /** Before anything is handed in: what a pause costs, what was granted, and that it is late already. */
    @Test
    void theLessonSaysWhatHoldsForOneself() {
        choose(
                FORWARD,
                Map.of(
                        "limit",
                        "2",
                        "coolAfter",
                        "1",
                        "coolSeconds",
                        "300",
                        "due",
                        inHours(-30),
                        "latePercent",
                        "10",
                        "lateDays",
                        "3"));
        site.session("attempts-21", Role.STUDENT);
        site.as("attempts-teacher", Role.TEACHER)
                .formParams(Map.of("student", "attempts-21", "minutes", "480", "attempts", "1"))
                .post("/teacher/exercises/" + FORWARD + "/rules/extensions")
                .then()
                .statusCode(303);
        site.as("attempts-21", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .body(allOf(
                        containsString("Attempts left: 3 of 3"),
                        containsString(
                                "No pause after the first attempt; after each further one without full marks 5 min"),
                        containsString("You have been granted 480 minutes and 1 attempt more, counted in above."),
                        containsString("What you hand in now is late: 10% less."),
                        matchesPattern("(?s).*Due \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d GMT.*")));
        site.as("attempts-22", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .body(containsString("What you hand in now is late: 20% less."))
                .body(not(containsString("granted")));
        site.as("attempts-22", Role.STUDENT)
                .cookie("ringlab-language", "zh")
                .get("/lessons/01-tiny")
                .then()
                .body(allOf(containsString("现在提交算迟交，扣 20%。"), containsString("前 1 次不用等")));
        site.as("attempts-teacher", Role.TEACHER)
                .formParams(Map.of("student", "attempts-21", "minutes", "", "attempts", ""))
                .post("/teacher/exercises/" + FORWARD + "/rules/extensions");
    }

    @Test
    void whatCannotBeGradedCostsNothing() {
        choose(FORWARD, Map.of("limit", "1"));
        String broken = Site.solved()
                .replace("\"grade_id\": \"e1-gw\"", "\"grade_id\": \"other\"")
                .replace("\"id\": \"e1-gw\"", "\"id\": \"other\"");
        for (int i = 0; i < 3; i++) {
            submit("attempts-2", broken)
                    .statusCode(200)
                    .body("reports[0].status", equalTo("NOT_GRADABLE"))
                    .body("reports[0].attempt", equalTo(1));
        }
        submit("attempts-2", Site.solved())
                .statusCode(200)
                .body("reports[0].status", equalTo("GRADED"))
                .body("reports[0].attempt", equalTo(1));
        submit("attempts-2", Site.solved()).statusCode(403);
    }

    /** As {@code %submit} does: by the kernel's own connection. */
    @Test
    void theRulesHoldForKernelsToo() {
        String notebook = "01-tiny/lesson.zh.ipynb";
        choose(FORWARD, Map.of("limit", "1"));
        site.as("attempts-13", Role.STUDENT).get("/notebooks/" + notebook);
        ObjectNode request = new ObjectMapper().createObjectNode().put("exercise", "e1-forward");
        request.putObject("cells").put("e1-gw", "%%host gw\nsysctl -w net.ipv4.ip_forward=1");
        String first = String.valueOf(kernels.submit("attempts-13", notebook, request));
        assertTrue(first.contains("ok=true") && first.contains("GRADED"), first);
        String second = String.valueOf(kernels.submit("attempts-13", notebook, request));
        assertTrue(second.contains("ok=false") && second.contains("提交次数已经用完"), second);
        request.remove("exercise");
        request.withObject("cells").put("e2-count", "int count = 2;");
        String all = String.valueOf(kernels.submit("attempts-13", notebook, request));
        assertTrue(all.contains("REFUSED") && all.contains("e2-count"), all);
    }

    @Test
    void aPauseFollowsWrongAttemptsAndSaysForHowLong() {
        choose(FORWARD, Map.of("coolAfter", "1", "coolSeconds", "600"));
        submit("attempts-3", WRONG).statusCode(200);
        submit("attempts-3", WRONG).statusCode(200);
        ValidatableResponse answer = submit("attempts-3", WRONG).statusCode(429);
        int wait = Integer.parseInt(answer.extract().header("Retry-After"));
        assertTrue(wait > 0 && wait <= 601, "Retry-After " + wait);
        site.as("attempts-3", Role.STUDENT)
                .get("/lessons/01-tiny")
                .then()
                .body(containsString("Read the feedback first"));
        submit("attempts-4", Site.solved()).statusCode(200);
        submit("attempts-4", Site.solved()).statusCode(200);
        submit("attempts-4", Site.solved()).statusCode(200);
    }

    @ParameterizedTest(name = "{0} {1} hours from now: {2} {3}")
    @CsvSource({
        "opens, 2, 403, not open yet",
        "closes, -2, 403, closed at",
        "due, -2, 403, The time to hand this in ended",
        "opens, -2, 200, GRADED",
        "closes, 2, 200, GRADED",
        "due, 2, 200, GRADED",
    })
    void theWindowAndTheDueDateHold(String field, int hours, int status, String words) {
        choose(FORWARD, Map.of(field, inHours(hours)));
        submit("attempts-5", WRONG).statusCode(status).body(containsString(words));
    }

    @Test
    void latenessTakesItsShareOfWhatCounts() {
        choose(FORWARD, Map.of("due", inHours(-2), "latePercent", "20", "lateDays", "3"));
        int id = submit("attempts-6", Site.solved())
                .statusCode(200)
                .body("reports[0].score", equalTo(3))
                .body("reports[0].late", equalTo(20.0f))
                .body("reports[0].counted", equalTo(2.4f))
                .extract()
                .path("reports[0].submission");
        site.as("attempts-6", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(allOf(containsString("late: 20% less"), containsString("Counts 2.4")));
        site.as("attempts-teacher", Role.TEACHER)
                .get("/teacher/gradebook.csv")
                .then()
                .body(containsString("attempts-6,2.4,,2.4\r\n"));
    }

    @Test
    void aGrantHoldsForOneStudent() {
        choose(FORWARD, Map.of("closes", inHours(-1), "limit", "1"));
        site.session("attempts-7", Role.STUDENT);
        site.as("attempts-teacher", Role.TEACHER)
                .formParam("student", "attempts-7")
                .formParam("minutes", "120")
                .formParam("attempts", "1")
                .formParam("reason", "ill <b>yesterday</b>")
                .post("/teacher/exercises/" + FORWARD + "/rules/extensions")
                .then()
                .statusCode(303);
        site.as("attempts-teacher", Role.TEACHER)
                .get("/teacher/exercises/" + FORWARD + "/rules")
                .then()
                .statusCode(200)
                .body(containsString("ill &lt;b&gt;yesterday"))
                .body(containsString("attempts-7"));
        submit("attempts-7", WRONG).statusCode(200);
        submit("attempts-7", WRONG).statusCode(200);
        submit("attempts-7", WRONG).statusCode(403).body("message", containsString("used all attempts"));
        submit("attempts-8", WRONG).statusCode(403).body("message", containsString("closed at"));
    }

    @Test
    void ofAWholeLessonWhatIsRefusedIsLeftOutAndNamed() {
        choose(FORWARD, Map.of("closes", inHours(-1)));
        site.upload("attempts-9", Site.solved())
                .then()
                .statusCode(200)
                .body("reports", hasSize(2))
                .body("reports[0].exercise", equalTo("01-tiny/e2-count"))
                .body("reports[1].status", equalTo("REFUSED"))
                .body("reports[1].message.en", containsString("closed at"));
        site.as("attempts-9", Role.STUDENT)
                .multiPart("notebook", "lesson.ipynb", Site.solved().getBytes(StandardCharsets.UTF_8))
                .post("/lessons/01-tiny/upload")
                .then()
                .statusCode(200)
                .body(allOf(containsString("Not handed in:"), containsString("closed at")));
    }

    @Test
    void ofAWholeLessonWhatIsNotNewCostsNoFewAttempt() {
        choose(FORWARD, Map.of("limit", "2"));
        site.upload("attempts-10", Site.solved()).then().body("reports[0].status", equalTo("GRADED"));
        site.upload("attempts-10", Site.solved())
                .then()
                .statusCode(200)
                .body("reports[1].status", equalTo("REFUSED"))
                .body("reports[1].message.en", containsString("nothing new"));
        site.upload("attempts-11", Site.notebook("# commands", "int count = 2;"))
                .then()
                .body("reports[1].status", equalTo("REFUSED"));
        // who asks for it by name gets it
        submit("attempts-10", Site.solved()).body("reports[0].attempt", equalTo(2));
    }

    @Test
    void ofAWholeLessonWhatHasNoAnswerCostsNothing() {
        site.upload("attempts-17", Site.notebook("# commands", "int count = 5;"))
                .then()
                .statusCode(200)
                .body("reports", hasSize(2))
                .body("reports[0].exercise", equalTo("01-tiny/e2-count"))
                .body("reports[0].attempt", equalTo(1))
                .body("reports[1].exercise", equalTo(FORWARD))
                .body("reports[1].status", equalTo("REFUSED"))
                .body("reports[1].message.en", containsString("costs no attempt"));
        // so that its first answer is its first attempt, with the first step of its hints
        submit("attempts-17", WRONG).body("reports[0].attempt", equalTo(1));
        // a notebook without any answer shows what is asked
        site.upload("attempts-18", Site.notebook("# commands", "int count = 0;"))
                .then()
                .body("reports[0].status", equalTo("GRADED"))
                .body("reports[1].status", equalTo("GRADED"));
    }

    /** The tiny lesson gives a command to begin with. */
    @Test
    void whatTheLessonGaveIsNoAnswer() {
        choose(FORWARD, Map.of("limit", "3"));
        String given = "\"KEY=net.ipv4.ip_forward\\n\"";
        String spaced = Site.notebook("# commands", "int count = 5;").replace(given, given.replace("\\n", "  \\n"));
        site.upload("attempts-21", spaced)
                .then()
                .statusCode(200)
                .body("reports[0].exercise", equalTo("01-tiny/e2-count"))
                .body("reports[1].exercise", equalTo(FORWARD))
                .body("reports[1].status", equalTo("REFUSED"))
                .body("reports[1].message.en", containsString("costs no attempt"));
        site.upload("attempts-21", spaced.replace("=net.ipv4.ip_forward", "=net.ipv4.ip_default_ttl"))
                .then()
                .body("reports.find { it.exercise == '%s' }.status".formatted(FORWARD), equalTo("GRADED"));
    }

    /** Who has not seen the last attempt's report can't have seen the values of the next. */
    @Test
    void otherValuesAreNotAskedForWhileTheLastAnswersWait() throws IOException {
        String plain = Files.readString(COUNT);
        publish(plain + "given:\n  n: {pick: [2, 3, 4, 5]}\n");
        site.session("attempts-19", Role.STUDENT);
        try {
            QuarkusTransaction.begin();
            hand("attempts-19", 2);
            Refusal refusal = assertThrows(Refusal.class, () -> hand("attempts-19", 3));
            assertEquals(409, refusal.status());
            assertTrue(
                    refusal.text().en().contains("still being graded"),
                    refusal.text().en());
            QuarkusTransaction.rollback();
            // once it is graded, other answers are taken, and the same are not
            for (int[] step : new int[][] {{2, 200}, {3, 200}, {3, 409}}) {
                site.as("attempts-19", Role.STUDENT)
                        .multiPart(
                                "notebook",
                                "lesson.ipynb",
                                Site.notebook("true", "int count = " + step[0] + ";")
                                        .getBytes(StandardCharsets.UTF_8))
                        .multiPart("lesson", "01-tiny")
                        .multiPart("exercise", "e2-count")
                        .post("/api/ringlab/submissions")
                        .then()
                        .statusCode(step[1]);
            }
        } finally {
            publish(plain);
        }
    }

    private void hand(String student, int count) {
        intake.accept(
                student,
                List.of("01-tiny/e2-count"),
                Upload.of(Site.notebook("true", "int count = " + count + ";")),
                false);
    }

    private void publish(String yaml) {
        site.as("attempts-teacher", Role.TEACHER)
                .formParam("yaml", yaml)
                .formParam("hidden", "")
                .formParam("action", "publish")
                .post("/teacher/exercises/01-tiny/e2-count")
                .then()
                .statusCode(200)
                .body(containsString("Published as version"));
    }

    /** The reason that can be mended counts, not that other exercises have no answer. */
    @Test
    void whereNothingIsAcceptedTheReasonIsThatOfTheAnswer() {
        choose("01-tiny/e2-count", Map.of("closes", inHours(-1)));
        site.upload("attempts-20", Site.notebook("# commands", "int count = 5;"))
                .then()
                .statusCode(403)
                .body("message", containsString("closed at"));
        // the page stays the lesson's, with all reasons
        site.as("attempts-20", Role.STUDENT)
                .multiPart(
                        "notebook",
                        "lesson.ipynb",
                        Site.notebook("# commands", "int count = 5;").getBytes(StandardCharsets.UTF_8))
                .post("/lessons/01-tiny/upload")
                .then()
                .statusCode(403)
                .body(allOf(
                        containsString("no answer yet"),
                        containsString("closed at"),
                        containsString("id=\"exercises\"")));
    }

    @Test
    void whatCannotBeReadIsSaidAndNotLeftOut() {
        choose(FORWARD, Map.of("limit", "1"));
        choose("01-tiny/e2-count", Map.of("limit", "1"));
        site.upload("attempts-14", "no notebook")
                .then()
                .statusCode(200)
                .body("reports[0].status", equalTo("NOT_GRADABLE"))
                .body("reports[1].status", equalTo("NOT_GRADABLE"));
    }

    @Test
    void aLaterDueDateOrAGrantHoldsForWhatCameBefore() {
        Map<String, String> late = Map.of("due", inHours(-2), "latePercent", "20", "lateDays", "3");
        choose(FORWARD, late);
        submit("attempts-15", Site.solved()).body("reports[0].counted", equalTo(2.4f));
        submit("attempts-16", Site.solved()).body("reports[0].counted", equalTo(2.4f));
        site.as("attempts-teacher", Role.TEACHER)
                .formParam("student", "attempts-15")
                .formParam("minutes", "300")
                .post("/teacher/exercises/" + FORWARD + "/rules/extensions")
                .then()
                .statusCode(303);
        site.as("attempts-teacher", Role.TEACHER)
                .get("/teacher/gradebook.csv")
                .then()
                .body(containsString("attempts-15,3,,3\r\n"))
                .body(containsString("attempts-16,2.4,,2.4\r\n"));
        choose(FORWARD, Map.of("due", inHours(2), "latePercent", "20", "lateDays", "3"));
        choose(FORWARD, late);
        site.as("attempts-teacher", Role.TEACHER)
                .get("/teacher/gradebook.csv")
                .then()
                .body(containsString("attempts-16,3,,3\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, -1, from 0 to",
        "limit, many, from 0 to",
        "due, tomorrow, A date and time such as",
        "latePercent, 101, from 0 to 100",
        "show-trace, sometimes, One of these was expected",
        "show-scenario, always, 'One of these was expected: after-due, never'",
    })
    void rulesThatCannotBeAreRefused(String field, String value, String words) {
        site.choose("attempts-teacher", FORWARD, Map.of(field, value))
                .then()
                .statusCode(400)
                .body(containsString(words));
    }

    @Test
    void theTeachersChoiceOfWhatIsShownHoldsForEarlierReportsToo() {
        int id = submit("attempts-12", WRONG).extract().path("reports[0].submission");
        String page = "/submissions/" + id;
        site.as("attempts-12", Role.STUDENT).get(page).then().body(containsString("Is it written down anywhere?"));
        choose(FORWARD, Map.of("show-question", "never"));
        site.as("attempts-12", Role.STUDENT).get(page).then().body(not(containsString("Is it written down anywhere?")));
        choose(FORWARD, Map.of("show-question", "after-due", "due", inHours(2)));
        site.as("attempts-12", Role.STUDENT).get(page).then().body(not(containsString("Is it written down anywhere?")));
        choose(FORWARD, Map.of("show-question", "after-due", "due", inHours(-2)));
        site.as("attempts-12", Role.STUDENT).get(page).then().body(containsString("Is it written down anywhere?"));
        // the ladder's later steps are there after the due date, and not before
        site.as("attempts-12", Role.STUDENT).get(page).then().body(containsString("echo 1 into it"));
        choose(FORWARD, Map.of());
        site.as("attempts-12", Role.STUDENT).get(page).then().body(not(containsString("echo 1 into it")));
    }

    @Test
    void aHiddenScenarioIsShownOnlyWhereItsTeacherReleasesItAndNotBeforeTheDueDate() {
        String only = "ss -ltn | grep -q LISTEN || sysctl -w net.ipv4.ip_forward=1";
        int id = submit("attempts-released", Site.notebook(only, "int count = 2;"))
                .extract()
                .path("reports[0].submission");
        List<String> places = List.of("/submissions/" + id, "/api/ringlab/submissions/" + id, "/lessons/01-tiny");
        shown("attempts-released", places, false);
        choose(FORWARD, Map.of("show-scenario", "after-due", "due", inHours(2)));
        shown("attempts-released", places, false);
        choose(FORWARD, Map.of("due", inHours(-2)));
        shown("attempts-released", places, false);
        choose(FORWARD, Map.of("show-scenario", "after-due", "due", inHours(-2)));
        site.as("attempts-released", Role.STUDENT)
                .get("/submissions/" + id)
                .then()
                .body(containsString("Forwards as well (secretport = 2"), containsString("It does not forward there."));
        choose(FORWARD, Map.of());
    }

    private void shown(String student, List<String> places, boolean released) {
        for (String place : places) {
            String page = site.as(student, Role.STUDENT).get(place).asString();
            assertEquals(released, page.contains("secretport") || page.contains("Forwards as well"), place);
        }
    }
}
