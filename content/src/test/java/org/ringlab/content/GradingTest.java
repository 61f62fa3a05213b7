package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.checks.Outcome;
import org.ringlab.common.SeededRandom;
import org.ringlab.grader.CheckReport;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;

/** The whole pipeline, from a notebook's text to both views of the report. */
class GradingTest {
    private static Map<String, String> answers(String... cellsAndSources) {
        Map<String, String> answers = new HashMap<>(Mini.REFERENCE);
        for (int i = 0; i < cellsAndSources.length; i += 2) {
            answers.put(cellsAndSources[i], cellsAndSources[i + 1]);
        }
        return answers;
    }

    private static CheckReport check(Report report, String id) {
        return report.checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Arguments> grades() {
        return Stream.of(
                Arguments.of("the reference", answers(), 8.0, ""),
                Arguments.of("with headers", answers("m-gw", "%%host gw\nsysctl -w net.ipv4.ip_forward=1"), 8.0, ""),
                Arguments.of("a number with a name", answers("m-hops", "int hops = 1;"), 8.0, ""),
                Arguments.of("a wrong number", answers("m-hops", "2"), 7.0, "hops FAIL"),
                Arguments.of("no number", answers("m-hops", ""), 7.0, "hops FAIL"),
                Arguments.of(
                        "a host route",
                        answers("m-client", "route add -host 172.18.133.212 gw 192.168.66.135"),
                        6.0,
                        "other-reached FAIL"),
                Arguments.of(
                        "no forwarding: what builds on it isn't run, and the group earns nothing",
                        answers("m-gw", ""),
                        1.0,
                        "forwarding FAIL, reaches NOT_RUN, other-reached NOT_RUN, still-on NOT_RUN"),
                Arguments.of(
                        "no route",
                        answers("m-client", ""),
                        2.0,
                        "reaches FAIL, by-the-gateway FAIL, other-reached FAIL, still-on NOT_RUN"),
                Arguments.of(
                        "nothing",
                        Map.of(),
                        0.0,
                        "forwarding FAIL, reaches NOT_RUN, by-the-gateway FAIL, hops FAIL, other-reached NOT_RUN, "
                                + "still-on NOT_RUN"),
                Arguments.of("a mistyped command", answers("m-gw", "ecko 1"), 1.0, null));
    }

    @ParameterizedTest(name = "{0} earns {2}")
    @MethodSource("grades")
    void grades(String name, Map<String, String> answers, double score, @Nullable String lost) {
        Report report = Mini.grade(answers, "ann");
        assertEquals(Status.GRADED, report.status(), report.problem());
        List<String> found = new ArrayList<>();
        for (CheckReport check : report.checks()) {
            if (check.outcome() != Outcome.PASS) {
                found.add(check.id() + " " + check.outcome());
            }
        }
        if (lost != null) {
            assertEquals(lost, String.join(", ", found));
        }
        assertEquals(score, report.score());
        assertEquals(8.0, report.max());
    }

    @Test
    void aReportTellsWhatTheCommandsSaid() {
        Report report = Mini.grade(answers("m-gw", "%%host gw\necko 1\n%why"), "ann");
        var answer = report.answers().getFirst();
        assertTrue(answer.output().contains("ecko: command not found"), answer.output());
        assertEquals(127, answer.status());
        assertTrue(answer.remarks().stream().anyMatch(r -> r.code().equals("answer-magic")));
    }

    @Test
    void theSameSubmissionGivesTheSameBytes() {
        for (Map<String, String> answers : List.of(answers(), answers("m-client", ""), answers("m-hops", "二"))) {
            Report first = Mini.grade(answers, "ann");
            Report second = Mini.grade(answers, "ann");
            assertEquals(ReportJson.student(first), ReportJson.student(second));
            assertEquals(ReportJson.staff(first), ReportJson.staff(second));
        }
    }

    @Test
    void parametersDifferFromStudentToStudentAndFromAttemptToAttempt() {
        ExercisePack pack = Mini.pack();
        Submission submission = new Submission(AnswerNotebook.of(pack, Mini.REFERENCE));
        Set<Object> drawn = new HashSet<>();
        for (String student : List.of("ann", "bob")) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                drawn.add(Grader.grade(pack, submission, Mini.context(student, attempt))
                        .scenarios());
            }
        }
        assertEquals(6, drawn.size());
    }

    @Test
    void aFailedHiddenCheckIsExplainedByASibling() {
        Report report = Mini.grade(answers("m-client", "route add -host 172.18.133.212 gw 192.168.66.135"), "ann");
        CheckReport hidden = check(report, "other-reached");
        var shown = hidden.shown();
        assertTrue(shown != null && shown.sibling());
        assertEquals("one-host-only", shown.result().misconception().id());
        assertEquals("The whole network", hidden.title().en());
        String json = ReportJson.student(report);
        assertTrue(json.contains("one-host-only"), json);
        assertFalse(json.contains("other-reached"), "a hidden check's own name stays hidden");
        assertFalse(json.contains("other-server"));
        assertTrue(ReportJson.staff(report).contains("other-reached"));
    }

    @Test
    void aHiddenFailureWithoutASiblingShowsOnlyTheHint() {
        // Fails for the hidden address alone: the answer knows it (a leak, say), no sibling has it.
        String other = (String)
                Mini.grade(answers(), "ann").scenarios().getFirst().parameters().get("other");
        Report report = Mini.grade(
                answers(
                        "m-client",
                        "route add -net 172.18.0.0/16 gw 192.168.66.135\nroute add -host " + other
                                + " gw 192.168.66.99"),
                "ann");
        CheckReport hidden = check(report, "other-reached");
        assertEquals(Outcome.FAIL, hidden.outcome());
        assertNull(hidden.shown());
        assertEquals("What about other servers?", hidden.message().en());
    }

    @Test
    void aHiddenProofsCounterexampleStaysWithTheStaff() {
        ExerciseText text = Mini.text();
        String hidden = text.hiddenYaml() + """
                  - id: secret
                    category: network
                    checks:
                      - id: secret-proof
                        kind: proof
                        host: gw
                        goals: [{reject: -p tcp --dport 4242}]
                        title: {zh: 甲, en: t}
                        fail: {zh: 乙, en: f}
                """;
        var parsed = ExerciseReader.read(text.exerciseYaml(), hidden);
        ExercisePack pack = parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
        Report report =
                Grader.grade(pack, new Submission(AnswerNotebook.of(pack, Mini.REFERENCE)), Mini.context("s", 1));
        assertEquals(Outcome.FAIL, check(report, "secret-proof").outcome());
        assertFalse(ReportJson.student(report).contains("4242"), ReportJson.student(report));
        assertTrue(ReportJson.staff(report).contains("4242"));
    }

    @Test
    void noStudentsReportTellsHiddenValuesOrSeeds() {
        ExerciseText text = Mini.text();
        LeakScan scan = new LeakScan(List.of(text.exerciseYaml(), Mini.REFERENCE.toString()));
        for (int student = 0; student < 25; student++) {
            for (String route : List.of("", "route add -host 172.18.133.212 gw 192.168.66.135")) {
                Report report = Mini.grade(answers("m-client", route), "student-" + student);
                assertEquals(List.of(), scan.leaks(report, ReportJson.student(report)));
                assertNotEquals(List.of(), scan.leaks(report, ReportJson.staff(report)), "the scan sees what is there");
            }
        }
    }

    @Test
    void theScoreIsTheSumOfItsPartsForAnyAnswers() {
        SeededRandom random = new SeededRandom(5);
        List<String> gw = List.of("", "true", "echo 1 > /proc/sys/net/ipv4/ip_forward", "ip link set eth1 down");
        List<String> client = List.of(
                "",
                "route add default gw 192.168.66.135",
                "route add -net 172.18.0.0/16 gw 192.168.66.135",
                "route add -net 172.18.133.0/24 gw 192.168.66.135",
                "ip addr flush dev eth0");
        List<String> hops = List.of("1", "2", "eins", "0x1", "1.0");
        for (int i = 0; i < 40; i++) {
            Report report = Mini.grade(
                    Map.of(
                            "m-gw", gw.get(random.nextInt(gw.size())),
                            "m-client", client.get(random.nextInt(client.size())),
                            "m-hops", hops.get(random.nextInt(hops.size()))),
                    "s" + i);
            assertEquals(Status.GRADED, report.status(), report.problem());
            assertEquals(
                    report.checks().stream().mapToDouble(CheckReport::points).sum(), report.score());
            assertEquals(8.0, report.max());
            boolean way = check(report, "reaches").points() > 0;
            assertEquals(way, check(report, "by-the-gateway").points() > 0, "a group earns all or nothing");
            for (CheckReport check : report.checks()) {
                assertTrue(check.points() == 0 || check.points() == check.max());
                assertTrue(check.points() == 0 || check.outcome() == Outcome.PASS);
            }
        }
    }

    @Test
    void mutatedNotebooksAlwaysGetAStatusAndNeverBreakTheGrader() {
        ExercisePack pack = Mini.pack();
        String good = AnswerNotebook.of(pack, Mini.REFERENCE);
        SeededRandom random = new SeededRandom(17);
        String junk = "{}[]\",:0a\\\u0000\u202e％；\n|&$(`'<>*";
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(text.length());
                if (random.nextInt(2) == 0) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, junk.charAt(random.nextInt(junk.length())));
                }
            }
            Report report = Grader.grade(pack, new Submission(text.toString()), Mini.context("ann", 1));
            assertNotEquals(Status.GRADER_ERROR, report.status(), report.problem() + "\n" + text);
            assertFalse(report.message().isEmpty());
        }
    }

    @Test
    void whatBreaksOnOurSideIsNoZero() {
        ExercisePack pack = Mini.pack();
        ExercisePack broken = new ExercisePack(
                pack.id(),
                3,
                pack.title(),
                5,
                pack.answers(),
                pack.given(),
                Map.of(),
                pack.open(),
                List.of(),
                pack.feedback(),
                pack.attempts(),
                pack.categories(),
                pack.hidden());
        Report report =
                Grader.grade(broken, new Submission(AnswerNotebook.of(pack, Mini.REFERENCE)), Mini.context("ann", 1));
        assertEquals(Status.GRADER_ERROR, report.status());
        assertTrue(report.problem().contains("other-server"), report.problem());
        assertFalse(ReportJson.student(report).contains("other-server"));
    }
}
