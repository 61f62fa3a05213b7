package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.checks.Parsed;
import org.ringlab.grader.CheckReport;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Submission;

/** What a student reads about a failure: a ladder that grows, within the teacher's choice. */
class FeedbackTest {
    private static final String HINTS = """
            title: {zh: 网关转发, en: The gateway forwards}
                hints:
                  question: {zh: 问, en: the question}
                  pointer: {zh: 指, en: the pointer}
                  rule: {zh: 规, en: the rule}
            """;

    private static Parsed<ExercisePack> pack(String feedback) {
        String yaml =
                Mini.text().exerciseYaml().replace("title: {zh: 网关转发, en: The gateway forwards}\n", HINTS) + feedback;
        return ExerciseReader.read(yaml, Mini.text().hiddenYaml());
    }

    private static Report grade(String feedback, int attempt) {
        Parsed<ExercisePack> parsed = pack(feedback);
        ExercisePack pack = parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
        Map<String, String> answers = new HashMap<>(Mini.REFERENCE);
        answers.put("m-gw", "true");
        return Grader.grade(pack, new Submission(AnswerNotebook.of(pack, answers)), Mini.context("ann", attempt));
    }

    @ParameterizedTest(name = "attempt {1}, {0}, after the due date {2}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'' | 1 | false | question",
                "'' | 2 | false | question pointer",
                "'' | 3 | false | question pointer",
                "'' | 1 | true | question pointer rule",
                "'feedback: {rule: always}' | 3 | false | question pointer rule",
                "'feedback: {rule: always}' | 2 | false | question pointer",
                "'feedback: {question: never, pointer: after-due}' | 3 | false | ''",
                "'feedback: {question: never, rule: never}' | 3 | true | pointer",
            })
    void theLadderGrowsWithAttempts(String feedback, int attempt, boolean afterDue, String steps) {
        String json = ReportJson.student(grade(feedback, attempt), afterDue);
        for (String step : List.of("question", "pointer", "rule")) {
            assertEquals(List.of(steps.split(" ")).contains(step), json.contains("the " + step), step + " in " + json);
        }
    }

    private static String ladder(String of) {
        return "hints: {question: {zh: 问, en: of the " + of + "}}\n";
    }

    @Test
    void theNearestLadderCounts() {
        String failing = "    fail: {zh: 网关不转发。, en: The gateway doesn't forward.}\n";
        String yaml =
                Mini.text().exerciseYaml().replace(failing, failing + "    " + ladder("check")) + ladder("exercise");
        String hidden = String.valueOf(Mini.text().hiddenYaml())
                .replace("    category: past\n", "    category: past\n    " + ladder("scenario"));
        Parsed<ExercisePack> parsed = ExerciseReader.read(yaml, hidden);
        ExercisePack pack = parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
        Map<String, String> questions = new HashMap<>();
        Mini.allChecks(pack)
                .forEach(check -> questions.put(
                        check.terms().id(), check.terms().hints().question().en()));
        assertEquals(
                Map.of(
                        "forwarding", "of the check",
                        "reaches", "of the exercise",
                        "by-the-gateway", "of the exercise",
                        "hops", "of the exercise",
                        "other-reached", "of the exercise",
                        "still-on", "of the scenario"),
                questions);
    }

    private static final String PROOF = """
              - id: proven
                kind: proof
                host: gw
                repair: true
                goals: [{accept: -p tcp --dport 22}]
                title: {zh: 都放行, en: All of it}
                fail: {zh: 没有, en: Not all of it}
            """;

    @ParameterizedTest(name = "attempt {1}, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 3 | false",
                "'' | 4 | true",
                "'feedback: {repair: after-due}' | 4 | false",
                "'feedback: {repair: never}' | 4 | false",
            })
    void theChangeThatMendsIsTheLastStepAndATeachersToSwitchOff(String feedback, int attempt, boolean shown) {
        String yaml = Mini.text().exerciseYaml().replace("checks:\n", "checks:\n" + PROOF) + feedback;
        Map<String, String> answers = new HashMap<>(Mini.REFERENCE);
        answers.put("m-gw", Mini.REFERENCE.get("m-gw") + "; iptables -A FORWARD -p tcp --dport 22 -j DROP");
        Parsed<ExercisePack> parsed = ExerciseReader.read(yaml, Mini.text().hiddenYaml());
        ExercisePack pack = parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
        Report report =
                Grader.grade(pack, new Submission(AnswerNotebook.of(pack, answers)), Mini.context("ann", attempt));
        assertEquals(shown, ReportJson.student(report).contains("iptables -D FORWARD 1"));
        assertTrue(ReportJson.studentAtLast(report).contains("iptables -D FORWARD 1"));
        // of a check that isn't published it would tell what is asked
        Parsed<ExercisePack> unpublished = ExerciseReader.read(
                Mini.text().exerciseYaml(), Mini.text().hiddenYaml().replaceFirst("checks:\n", "checks:\n" + PROOF));
        ExercisePack staffs = unpublished.value().orElseThrow(() -> new AssertionError(unpublished.problems()));
        Report kept =
                Grader.grade(staffs, new Submission(AnswerNotebook.of(staffs, answers)), Mini.context("ann", attempt));
        assertFalse(ReportJson.studentAtLast(kept).contains("iptables -D"));
        assertTrue(ReportJson.staff(kept).contains("iptables -D FORWARD 1"));
    }

    @Test
    void aTeacherMayKeepTheMistakesNameForLater() {
        Report report = grade("feedback: {misconception: after-due}", 1);
        assertFalse(ReportJson.student(report).contains("forwarding-off"));
        assertTrue(ReportJson.student(report, true).contains("forwarding-off"));
        assertTrue(ReportJson.staff(report).contains("forwarding-off"));
        assertTrue(ReportJson.student(grade("", 1)).contains("forwarding-off"));
    }

    @ParameterizedTest(name = "{0}, after the due date {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true | false",
                "'feedback: {scenario: after-due}' | false | false",
                "'feedback: {scenario: after-due}' | true | true",
                "'feedback: {scenario: never}' | true | false",
            })
    void aHiddenScenarioIsReleasedAfterTheDueDateAtTheEarliest(String feedback, boolean afterDue, boolean shown) {
        Parsed<ExercisePack> parsed = pack(feedback);
        ExercisePack pack = parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
        Map<String, String> answers = new HashMap<>(Mini.REFERENCE);
        answers.put("m-client", "route add -host 172.18.133.212 gw 192.168.66.135");
        Report report = Grader.grade(pack, new Submission(AnswerNotebook.of(pack, answers)), Mini.context("ann", 1));
        assertTrue(report.checks().stream()
                .anyMatch(check -> check.visibility() == CheckReport.Visibility.HIDDEN
                        && check.outcome() == org.ringlab.checks.Outcome.FAIL));
        assertEquals(shown, ReportJson.student(report, afterDue).contains("\"released\":{"));
        assertFalse(ReportJson.studentAtLast(report).contains("\"released\""), "what is kept holds no hidden input");
        assertTrue(ReportJson.staff(report).contains("\"released\":{"));
    }

    @Test
    void aHiddenScenarioIsNeverReleasedAtOnce() {
        assertTrue(
                pack("feedback: {scenario: always}").problems().contains("after-due"),
                () -> pack("feedback: {scenario: always}").problems());
    }

    @Test
    void oneMissingThingGivesOneMessage() {
        List<String> failed = grade("", 1).checks().stream()
                .filter(check -> check.outcome() == org.ringlab.checks.Outcome.FAIL)
                .map(CheckReport::id)
                .toList();
        assertEquals(List.of("forwarding"), failed);
    }

    @Test
    void anUnknownTimeIsNamed() {
        assertTrue(pack("feedback: {rule: tomorrow}").problems().contains("unknown time `tomorrow`"));
        assertTrue(pack("feedback: {traces: never}").problems().contains("unknown key `traces`"));
    }
}
