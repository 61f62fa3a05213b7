package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;
import org.ringlab.service.marking.RegradeResult;
import org.ringlab.service.submissions.CheckOutcome;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;

/** What a regrade changes, or would change, for each submission. Call within a transaction. */
@ApplicationScoped
public class RegradeDifferences {
    private final Reports reports;

    RegradeDifferences(Reports reports) {
        this.reports = reports;
    }

    /**
     * One submission.
     *
     * @param before what counts now: points and maximum, or a status
     * @param after what would count; empty while it is computed
     * @param change the difference in points, with its sign; empty for none
     * @param tone good, bad, warn (not applied) or empty
     * @param checks what changes in single checks, a line each
     * @param applies whether it becomes, or became, the report
     */
    public record Difference(
            long submission,
            String student,
            int attempt,
            String before,
            String after,
            String change,
            String tone,
            List<String> checks,
            boolean applies) {}

    /** How many are better, worse, the same, and are left as they are. */
    public record Summary(long better, long worse, long same, long left) {}

    /** Of all rows. */
    public static Summary summary(List<Difference> rows) {
        return new Summary(count(rows, "good"), count(rows, "bad"), count(rows, ""), count(rows, "warn"));
    }

    private static long count(List<Difference> rows, String tone) {
        return rows.stream()
                .filter(row -> !row.after().isEmpty() && row.tone().equals(tone))
                .count();
    }

    /** Of one submission. */
    public Difference of(RegradeResult result) {
        SubmissionRecord submission = result.submission();
        ReportRecord report = submission.report();
        if (report == null) {
            throw new IllegalStateException("submission " + submission.id() + " of a regrade has no report");
        }
        if (result.applied()) {
            return applied(submission, report);
        }
        Status status = result.status();
        String before = shown(report.status(), report.counted(), report.max());
        if (status == null) {
            return row(submission, before, "", "", "", List.of(), false);
        }
        List<CheckOutcome> now = reports.outcomes(report.staffJson());
        List<CheckOutcome> then = reports.outcomes(result.result().staffJson());
        Double counted = reports.counted(submission, status, result.result().score(), then);
        String after = shown(status, counted, result.result().max());
        if (!result.applicable()) {
            return row(submission, before, after, "", "warn", List.of(), false);
        }
        double change = value(counted) - value(report.counted());
        return row(submission, before, after, sign(change), tone(change), checks(now, then), true);
    }

    private static String sign(double change) {
        return change > 0 ? "+" + Pages.points(change) : change < 0 ? "−" + Pages.points(-change) : "";
    }

    private static String tone(double change) {
        return change > 0 ? "good" : change < 0 ? "bad" : "";
    }

    /** What was in place before is the last of the history. */
    private Difference applied(SubmissionRecord submission, ReportRecord report) {
        String after = shown(report.status(), report.counted(), report.max());
        return reports.history(submission.id()).stream()
                .findFirst()
                .map(old -> row(
                        submission,
                        shown(old.status(), old.counted(), old.max()),
                        after,
                        sign(value(report.counted()) - value(old.counted())),
                        tone(value(report.counted()) - value(old.counted())),
                        checks(reports.outcomes(old.staffJson()), reports.outcomes(report.staffJson())),
                        true))
                .orElseGet(() -> row(submission, "", after, "", "", List.of(), true));
    }

    private static Difference row(
            SubmissionRecord submission,
            String before,
            String after,
            String change,
            String tone,
            List<String> checks,
            boolean applies) {
        return new Difference(
                submission.id(),
                submission.student().username(),
                submission.attempt(),
                before,
                after,
                change,
                tone,
                checks,
                applies);
    }

    private static List<String> checks(List<CheckOutcome> now, List<CheckOutcome> then) {
        Map<String, String> before = new LinkedHashMap<>();
        now.forEach(outcome -> before.put(outcome.check(), words(outcome)));
        List<String> changes = new ArrayList<>();
        for (CheckOutcome outcome : then) {
            String old = before.remove(outcome.check());
            if (!words(outcome).equals(old)) {
                changes.add(outcome.check() + ": " + (old == null ? "—" : old) + " → " + words(outcome));
            }
        }
        before.forEach((check, old) -> changes.add(check + ": " + old + " → —"));
        return changes;
    }

    private static String words(CheckOutcome outcome) {
        return outcome.outcome() + " " + Pages.points(outcome.points()) + "/" + Pages.points(outcome.max());
    }

    private static String shown(Status status, @Nullable Double counted, double max) {
        return counted == null ? status.name() : Pages.points(counted) + " / " + Pages.points(max);
    }

    private static double value(@Nullable Double points) {
        return points == null ? 0 : points;
    }
}
