package org.ringlab.service;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.service.accounts.Role;

/** A form that can't be carried out is shown again: what was typed, which field is wrong, and what was expected. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class FormsTest {
    private static final String FORWARD = "01-tiny/e1-forward";
    private static final String RULES = "/teacher/exercises/" + FORWARD + "/rules";

    private final Site site;
    private final EntityManager entities;

    FormsTest(Site site, EntityManager entities) {
        this.site = site;
        this.entities = entities;
    }

    @AfterEach
    void takeTheRulesBack() {
        site.as("forms-teacher", Role.TEACHER).post(RULES + "/reset").then().statusCode(303);
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 12x, 'A whole number from 0 to 1000 was expected, not “12x”.', 应是 0 到 1000 的整数，现在是“12x”。",
        "latePercent, 101, 'A number from 0 to 100 was expected, not “101”.', 应是 0 到 100 的数，现在是“101”。",
        "opens, 2026-13-01T00:00, 'was expected, not “2026-13-01T00:00”.', 现在是“2026-13-01T00:00”。",
        "closes, 2026-01-01T00:00, A time after it opens was expected., 应在开放时间之后。",
        "due, 2026-01-01T00:00, A time after it opens was expected., 应在开放时间之后。",
    })
    void rulesKeepWhatWasTypedAndNameTheField(String field, String value, String english, String chinese) {
        HashMap<String, String> fields =
                new HashMap<>(Map.of("coolSeconds", "77", "opens", "2026-02-01T08:00", "show-trace", "never"));
        fields.put(field, value);
        for (String language : new String[] {"en", "zh"}) {
            Map<String, String> all = new HashMap<>(fields);
            for (String part : new String[] {"question", "pointer", "rule", "repair", "misconception", "decision"}) {
                all.put("show-" + part, "always");
            }
            site.as("forms-teacher", Role.TEACHER)
                    .cookie("ringlab-language", language)
                    .formParams(all)
                    .post(RULES)
                    .then()
                    .statusCode(400)
                    .body(allOf(
                            containsString(language.equals("en") ? english : chinese),
                            containsString("<a href=\"#" + field + "\">"),
                            containsString("aria-describedby=\"" + field + "-problem\""),
                            containsString("value=\"" + value + "\""),
                            containsString("value=\"77\""),
                            matchesPattern("(?s).*id=\"show-trace\".*?value=\"never\" selected.*")));
        }
        site.as("forms-teacher", Role.TEACHER)
                .get(RULES)
                .then()
                .body(containsString("The author&#39;s default holds."));
    }

    /** The author may take 12.5 percent, so that a teacher may save it. */
    @Test
    void percentagesNeedNotBeWhole() {
        site.choose("forms-teacher", FORWARD, Map.of("latePercent", "12.5", "lateDays", "2"))
                .then()
                .statusCode(303);
        site.as("forms-teacher", Role.TEACHER)
                .get(RULES + "?done=saved")
                .then()
                .body(allOf(containsString("value=\"12.5\""), containsString("Saved.")));
    }

    @Test
    void aGrantKeepsWhatWasTypedAndCanBeTakenBack() {
        site.session("forms-1", Role.STUDENT);
        site.as("forms-teacher", Role.TEACHER)
                .formParam("student", "forms-nobody")
                .formParam("minutes", "90")
                .formParam("attempts", "many")
                .formParam("reason", "a <reason>")
                .formParam("everywhere", "yes")
                .post(RULES + "/extensions")
                .then()
                .statusCode(400)
                .body(allOf(
                        containsString("no student is called “forms-nobody”"),
                        containsString("<a href=\"#attempts\">"),
                        containsString("value=\"90\""),
                        containsString("value=\"a &lt;reason&gt;\""),
                        containsString("value=\"yes\" checked")));
        for (String minutes : new String[] {"90", ""}) {
            site.as("forms-teacher", Role.TEACHER)
                    .formParam("student", "forms-1")
                    .formParam("minutes", minutes)
                    .post(RULES + "/extensions")
                    .then()
                    .statusCode(303);
            site.as("forms-teacher", Role.TEACHER)
                    .get(RULES)
                    .then()
                    .body(
                            minutes.isEmpty()
                                    ? not(containsString("<th scope=\"row\">forms-1</th>"))
                                    : containsString("<th scope=\"row\">forms-1</th>"));
        }
    }

    @Test
    void pointsByHandKeepTheComment() {
        int id = site.upload("forms-2", Site.notebook("true", "int count = 5;")).path("reports[0].submission");
        site.as("forms-teacher", Role.TEACHER)
                .formParam("check", "forwards")
                .formParam("points", "99")
                .formParam("comment", "a long <comment>")
                .post("/teacher/submissions/" + id + "/marks")
                .then()
                .statusCode(400)
                .body(allOf(
                        containsString("Points are from 0 to 2"),
                        containsString("value=\"99\""),
                        containsString(">a long &lt;comment&gt;</textarea>"),
                        containsString("<details open><summary>Points by hand</summary>")));
    }

    @Test
    void accountsAreMadeManyAtATimeAllOrNone() {
        Response refused = site.as("forms-admin", Role.ADMIN)
                .formParam("username", "forms-new-1\nnot a name\n")
                .formParam("role", "teacher")
                .post("/admin/users");
        refused.then()
                .statusCode(400)
                .body(allOf(
                        containsString("not a name\n</textarea>"),
                        containsString("<option value=\"teacher\" selected>"),
                        containsString("letters, digits")));
        site.as("forms-admin", Role.ADMIN)
                .get("/admin/users")
                .then()
                .body(not(containsString("<th scope=\"row\">forms-new-1</th>")));
        site.as("forms-admin", Role.ADMIN)
                .formParam("username", " forms-new-1 \r\nforms-new-2\r\n\r\n")
                .formParam("role", "student")
                .post("/admin/users")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(
                        matchesPattern(
                                "(?s).*<th"
                                        + " scope=\"row\">forms-new-1</th><td><code>[^<]{8,}</code>.*forms-new-2</th><td><code>[^<]{8,}</code>.*"));
    }

    /** Somebody else was quicker: the words are not lost, and the way back is there. */
    @Test
    void anErrorShowsWhatWasWrittenAndLeadsBack() {
        int id = site.upload("forms-3", Site.notebook("true", "int count = 5;")).path("reports[0].submission");
        String page =
                contest(id, "").statusCode(303).extract().header("Location").replaceFirst("#.*", "");
        contest(id, page)
                .statusCode(409)
                .body(allOf(
                        containsString("contested already"),
                        containsString("readonly>it does &lt;forward&gt;</textarea>"),
                        containsString("<a href=\"/submissions/" + id + "\">")));
    }

    /** Nothing, or too much: the form is open where it was, with what was typed and what was expected. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2001})
    void wordsThatCannotBeTakenStayWhereTheyWereTyped(int length) {
        String words = "<" + "x".repeat(Math.max(0, length - 1));
        String typed = length == 0 ? " " : words;
        String shown = length == 0 ? "> </textarea>" : ">&lt;x" + "x".repeat(length - 2) + "</textarea>";
        String expected = length == 0 ? "; this is empty." : ", not 2001.";
        int id = site.upload("forms-7-" + length, Site.notebook("true", "int count = 5;"))
                .path("reports[0].submission");
        site.as("forms-7-" + length, Role.STUDENT)
                .formParam("check", "forwards")
                .formParam("text", typed)
                .post("/submissions/" + id + "/appeals")
                .then()
                .statusCode(400)
                .body(allOf(
                        containsString(expected),
                        containsString("<a href=\"#appeal-forwards\">"),
                        containsString("aria-describedby=\"appeal-forwards-problem\""),
                        containsString("<details open><summary>Contest this check</summary>"),
                        containsString(shown)));
        site.as("forms-7-" + length, Role.STUDENT)
                .formParam("check", "forwards")
                .formParam("text", "it does")
                .post("/submissions/" + id + "/appeals")
                .then()
                .statusCode(303);
        String appeal = site.as("forms-teacher", Role.TEACHER)
                .get("/teacher/submissions/" + id)
                .asString()
                .replaceAll("(?s).*action=\"/teacher/appeals/(\\d+)\".*", "$1");
        for (String from : new String[] {"", String.valueOf(id)}) {
            answer(appeal, from, "keep", typed)
                    .statusCode(400)
                    .body(allOf(
                            containsString(expected),
                            containsString("<a href=\"#answer-" + appeal + "\">"),
                            containsString("aria-describedby=\"answer-" + appeal + "-problem\""),
                            containsString(shown)))
                    .body("html.head.title", startsWith(from.isEmpty() ? "Appeals" : "Turn forwarding on"));
            answer(appeal, from, "perhaps", "no <b>")
                    .statusCode(400)
                    .body(allOf(containsString("Choose whether"), containsString(">no &lt;b&gt;</textarea>")));
        }
        answer(appeal, String.valueOf(id), "keep", "No.").statusCode(303);
    }

    private ValidatableResponse answer(String appeal, String from, String decision, String words) {
        RequestSpecification form = site.as("forms-teacher", Role.TEACHER)
                .formParam("decision", decision)
                .formParam("answer", words);
        return (from.isEmpty() ? form : form.formParam("submission", from))
                .post("/teacher/appeals/" + appeal)
                .then();
    }

    private ValidatableResponse contest(int id, String from) {
        return site.as("forms-3", Role.STUDENT)
                .header("Referer", from)
                .formParam("check", "forwards")
                .formParam("text", "it does <forward>")
                .post("/submissions/" + id + "/appeals")
                .then();
    }

    @Test
    void anErrorLeadsToNoOtherSite() {
        site.as("forms-3", Role.STUDENT)
                .header("Referer", "http://elsewhere.example/submissions/1")
                .get("/lessons/99-none")
                .then()
                .statusCode(404)
                .body(not(containsString("elsewhere")))
                .body(not(containsString("Back to where you were")));
    }

    /** After an expired sign-in the browser asks for the form's address: it leads to the form's page. */
    @ParameterizedTest
    @ValueSource(strings = {RULES + "/extensions", RULES + "/reset"})
    void theAddressOfAFormLeadsToItsPage(String form) {
        site.as("forms-teacher", Role.TEACHER).get(form).then().statusCode(303).header("Location", endsWith(RULES));
    }

    @Test
    void anAddressThatTakesOnlyFormsSaysSo() {
        site.as("forms-teacher", Role.TEACHER)
                .get("/language")
                .then()
                .statusCode(405)
                .body(containsString("takes a form"));
    }

    @Test
    void theLanguageChangesOnThePageAsItIs() {
        site.as("forms-4", Role.TEACHER)
                .get("/teacher/submissions?student=forms-3&sort=score")
                .then()
                .body(containsString("name=\"back\" value=\"/teacher/submissions?student=forms-3&amp;sort=score\""));
        site.as("forms-4", Role.TEACHER)
                .formParam("language", "en")
                .formParam("back", "/teacher/submissions?student=forms-3&sort=score")
                .post("/language")
                .then()
                .header("Location", endsWith("/teacher/submissions?student=forms-3&sort=score"));
    }

    /** What turns out to cost nothing leaves neither a gap in the numbers that people see, nor a number twice. */
    @Test
    void attemptsAreCountedByWhatCostsOne() {
        int first = site.upload("forms-5", Site.solved()).path("reports[0].submission");
        int second = site.upload("forms-5", Site.solved()).path("reports[0].submission");
        int third = site.upload("forms-5", "no notebook").path("reports[0].submission");
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update report set status = 'NOT_GRADABLE' where submission = :id")
                        .setParameter("id", first)
                        .executeUpdate());
        site.as("forms-5", Role.STUDENT)
                .get("/submissions/" + second)
                .then()
                .body(allOf(
                        containsString("Attempt 1, exercise version"),
                        containsString("counts as no attempt"),
                        containsString("/submissions/" + third)));
        for (int uncounted : new int[] {first, third}) {
            site.as("forms-5", Role.STUDENT)
                    .get("/submissions/" + uncounted)
                    .then()
                    .body(containsString("Costs no attempt"))
                    .body(not(containsString("Attempt 1, exercise")));
        }
        site.as("forms-teacher", Role.TEACHER)
                .get("/teacher/submissions.csv?student=forms-5&exercise=" + FORWARD)
                .then()
                .header("Content-Disposition", containsString("submissions.csv"))
                .body(startsWith(
                        "\uFEFFsubmission,received,student,exercise,attempt,version,status,score,counted,max\r\n"))
                .body(matchesPattern(
                        "(?s).*\n" + second + ",[^,]+,forms-5,01-tiny/e1-forward,1,\\d+,GRADED,3,3,3\r\n.*"))
                .body(matchesPattern(
                        "(?s).*\n" + third + ",[^,]+,forms-5,01-tiny/e1-forward,,\\d+,NOT_GRADABLE,,,\r\n.*"));
    }

    @Test
    void theListIsFilteredAndOrdered() {
        site.upload("forms-6", Site.solved());
        site.upload("forms-6", "no notebook");
        String list = "/teacher/submissions?student=forms-6&exercise=" + FORWARD;
        site.as("forms-teacher", Role.TEACHER)
                .get(list + "&status=GRADED&sort=score")
                .then()
                .body(allOf(
                        containsString("3 / 3"),
                        containsString("aria-sort=\"ascending\""),
                        containsString("<option value=\"GRADED\" selected>"),
                        not(containsString("<td class=\"many bad\">"))));
        site.as("forms-teacher", Role.TEACHER)
                .get(list + "&status=WAITING")
                .then()
                .body(containsString("Nothing like that was handed in."));
        site.as("forms-teacher", Role.TEACHER)
                .get(list + "&status='--&sort=nonsense&page=-1")
                .then()
                .statusCode(200);
        site.as("forms-teacher", Role.TEACHER)
                .get("/teacher/gradebook?lesson=01-tiny&sort=total")
                .then()
                .statusCode(equalTo(200))
                .body(containsString("/teacher/submissions?student=forms-6&amp;exercise=" + FORWARD));
    }
}
