package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.attempts.AttemptPolicy;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.AttemptRulesReader;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.grader.attempts.Past;
import org.ringlab.grader.attempts.Verdict;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.TextTree;

/** Rules are written as authors write them; the time is given. */
class AttemptPolicyTest {
    private static AttemptRules rules(String yaml, List<Diagnostic> problems) {
        TextTree text = TextTree.yaml(yaml);
        return AttemptRulesReader.read(Node.root(text.value(), text.places(), problems));
    }

    private static AttemptRules rules(String yaml) {
        List<Diagnostic> problems = new ArrayList<>();
        AttemptRules rules = rules(yaml, problems);
        assertEquals(List.of(), problems);
        return rules;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-09-" + time + "Z");
    }

    private static String said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted -> "late " + accepted.latePercent() + ", left " + accepted.left();
            case Verdict.Refused refused -> refused.reason() + (refused.when() == null ? "" : " " + refused.when());
        };
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 15T12:00:00 | late 0.0, left -1",
                // the window: its beginning belongs to it, its end doesn't
                "{opens: 2026-09-15T08:00Z} | 15T07:59:59 | NOT_OPEN 2026-09-15T08:00:00Z",
                "{opens: 2026-09-15T08:00Z} | 15T08:00:00 | late 0.0, left -1",
                "{closes: 2026-09-15T10:00+08:00} | 15T01:59:59 | late 0.0, left -1",
                "{closes: 2026-09-15T10:00+08:00} | 15T02:00:00 | CLOSED 2026-09-15T02:00:00Z",
                // the due date itself is in time
                "{due: 2026-09-15T08:00Z} | 15T08:00:00 | late 0.0, left -1",
                "{due: 2026-09-15T08:00Z} | 15T08:00:01 | TOO_LATE 2026-09-15T08:00:00Z",
                "{due: 2026-09-15T08:00Z, late: {per-day: 10, days: 3}} | 15T08:00:01 | late 10.0, left -1",
                "{due: 2026-09-15T08:00Z, late: {per-day: 10, days: 3}} | 16T08:00:00 | late 10.0, left -1",
                "{due: 2026-09-15T08:00Z, late: {per-day: 10, days: 3}} | 16T08:00:01 | late 20.0, left -1",
                "{due: 2026-09-15T08:00Z, late: {per-day: 10, days: 3}} | 18T08:00:00 | late 30.0, left -1",
                "{due: 2026-09-15T08:00Z, late: {per-day: 10, days: 3}} | 18T08:00:01 | TOO_LATE 2026-09-18T08:00:00Z",
                "{due: 2026-09-15T08:00Z, late: {per-day: 60, days: 9}} | 17T09:00:00 | late 100.0, left -1",
                "{due: 2026-09-15T08:00Z, late: {days: 2}} | 16T09:00:00 | late 0.0, left -1",
                // the window ends what lateness would allow
                "{due: 2026-09-15T08:00Z, late: {days: 9}, closes: 2026-09-16T08:00Z} | 16T09:00:00 | CLOSED 2026-09-16T08:00:00Z",
            })
    void timeDecides(String yaml, String now, String expected) {
        assertEquals(expected, said(AttemptPolicy.judge(rules(yaml), Extra.NONE, Past.NONE, at(now))));
    }

    @ParameterizedTest(name = "{0}, {1} charged, solved {2}, the last {3} s ago: {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{limit: 3} | 0 | false | 1 | late 0.0, left 2",
                "{limit: 3} | 2 | false | 1 | late 0.0, left 0",
                "{limit: 3} | 3 | false | 1 | NO_ATTEMPTS",
                "{limit: 3} | 7 | true | 1 | NO_ATTEMPTS",
                "{cool-down: {after: 2, wait: 5m}} | 2 | false | 1 | late 0.0, left -1",
                "{cool-down: {after: 2, wait: 5m}} | 3 | false | 299 | COOL_DOWN 2026-09-15T08:00:01Z",
                "{cool-down: {after: 2, wait: 5m}} | 3 | false | 300 | late 0.0, left -1",
                "{cool-down: {after: 2, wait: 5m}} | 9 | true | 1 | late 0.0, left -1",
                "{cool-down: {wait: 60s}} | 1 | false | 59 | COOL_DOWN 2026-09-15T08:00:01Z",
                // no use to wait when there is nothing to wait for
                "{limit: 3, cool-down: {wait: 1h}} | 3 | false | 1 | NO_ATTEMPTS",
            })
    void thePastDecides(String yaml, int charged, boolean solved, int seconds, String expected) {
        Instant now = at("15T08:00:00");
        Past past = new Past(charged, solved, charged == 0 ? null : now.minusSeconds(seconds));
        assertEquals(expected, said(AttemptPolicy.judge(rules(yaml), Extra.NONE, past, now)));
    }

    @ParameterizedTest(name = "{0} with {1} h and {2} attempts more: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{due: 2026-09-15T06:00Z} | 2 | 0 | late 0.0, left -1",
                "{due: 2026-09-15T06:00Z} | 1 | 0 | TOO_LATE 2026-09-15T07:00:00Z",
                "{closes: 2026-09-15T07:00Z} | 2 | 0 | late 0.0, left -1",
                "{limit: 4} | 0 | 1 | late 0.0, left 0",
                "{limit: 4} | 0 | 0 | NO_ATTEMPTS",
                // what is unlimited stays so
                "{} | 1 | 1 | late 0.0, left -1",
                // nobody may begin earlier
                "{opens: 2026-09-15T09:00Z} | 2 | 0 | NOT_OPEN 2026-09-15T09:00:00Z",
            })
    void grantsMoveTheEndsAndRaiseTheLimit(String yaml, int hours, int attempts, String expected) {
        Instant now = at("15T08:00:00");
        Past past = new Past(4, false, now.minusSeconds(10));
        Extra extra = new Extra(Duration.ofHours(hours), attempts);
        assertEquals(expected, said(AttemptPolicy.judge(rules(yaml), extra, past, now)));
    }

    @Test
    void theBetterOfTwoGrantsCounts() {
        Extra course = new Extra(Duration.ofHours(2), 0);
        Extra exercise = new Extra(Duration.ofHours(1), 3);
        assertEquals(new Extra(Duration.ofHours(2), 3), course.or(exercise));
        assertEquals(new Extra(Duration.ofHours(2), 3), exercise.or(course));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{} | -",
                "{limit: 3} | -",
                "{due: 2026-09-15T08:00Z} | 2026-09-15T08:00:00Z",
                "{due: 2026-09-15T08:00Z, late: {days: 2}} | 2026-09-17T08:00:00Z",
                "{due: 2026-09-15T08:00Z, late: {days: 2}, closes: 2026-09-16T08:00Z} | 2026-09-16T08:00:00Z",
                "{closes: 2026-09-16T08:00Z} | 2026-09-16T08:00:00Z",
            })
    void solutionsMayBeShownWhenNothingCanBeHandedInAnyMore(String yaml, String released) {
        Instant at = rules(yaml).released();
        if (released == null) {
            assertNull(at);
        } else {
            assertEquals(Instant.parse(released), at);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 10", "10, 10, 9", "3, 33, 2.01", "2.75, 10, 2.48", "5, 100, 0"})
    void latenessTakesItsShare(double points, double percent, double expected) {
        assertEquals(expected, AttemptPolicy.reduced(points, percent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{due: tomorrow} | a time with its offset",
                "{due: 2026-09-15T08:00} | a time with its offset",
                "{limit: -1} | expected 1 to 1000",
                "{cool-down: {wait: soon}} | a time like 90s",
                "{cool-down: {wait: 999h}} | a time like 90s",
                "{late: {per-day: 10, days: 1}} | without a due date",
                "{opens: 2026-09-15T08:00Z, closes: 2026-09-15T08:00Z} | closes before it opens",
                "{deadline: 2026-09-15T08:00Z} | unknown key",
            })
    void whatIsWrongIsNamed(String yaml, String problem) {
        List<Diagnostic> problems = new ArrayList<>();
        AttemptRules read = rules(yaml, problems);
        assertTrue(problems.toString().contains(problem), problems + " " + read);
    }
}
