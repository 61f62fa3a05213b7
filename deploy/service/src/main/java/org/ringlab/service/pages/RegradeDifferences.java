package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Outcome;
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
     * @param attempt its number; 0 if it costs none
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

    /** What statuses and outcomes are called. */
    public interface Names {
        /** As programs know them. */
        Names PLAIN = new Names() {
            @Override
            public String of(Status status) {
                return status.name();
            }

            @Override
            public String of(Outcome outcome) {
                return outcome.name();
            }
        };

        /** In the words of a page's language. */
        static Names in(Words words) {
            return new Names() {
                @Override
                public String of(Status status) {
                    return ReportReader.words(status, words);
                }

                @Override
                public String of(Outcome outcome) {
                    return ReportReader.words(outcome, words);
                }
            };
        }

        /** How grading ended. */
        String of(Status status);

        /** How a check ended. */
        String of(Outcome outcome);
    }

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

    /**
     * Of one submission.
     *
     * @param number of the attempt; 0 if it costs none
     * @param names what statuses and outcomes are called
     */
    public Difference of(RegradeResult result, int number, Names names) {
        SubmissionRecord submission = result.submission();
        ReportRecord report = submission.report();
        if (report == null) {
            throw new IllegalStateException("submission " + submission.id() + " of a regrade has no report");
        }
        if (result.applied()) {
            return applied(submission, report, number, names);
        }
        Status status = result.status();
        String before = shown(report.status(), report.counted(), report.max(), names);
        if (status == null) {
            return row(submission, number, before, "", "", "", List.of(), false);
        }
        List<CheckOutcome> now = reports.outcomes(report.staffJson());
        List<CheckOutcome> then = reports.outcomes(result.result().staffJson());
        Double counted = reports.counted(submission, status, result.result().score(), then);
        String after = shown(status, counted, result.result().max(), names);
        if (!result.applicable()) {
            return row(submission, number, before, after, "", "warn", List.of(), false);
        }
        double change = value(counted) - value(report.counted());
        return row(submission, number, before, after, sign(change), tone(change), checks(now, then, names), true);
    }

    private static String sign(double change) {
        return change > 0 ? "+" + Pages.points(change) : change < 0 ? "−" + Pages.points(-change) : "";
    }

    private static String tone(double change) {
        return change > 0 ? "good" : change < 0 ? "bad" : "";
    }

    /** What was in place before is the last of the history. */
    private Difference applied(SubmissionRecord submission, ReportRecord report, int number, Names names) {
        String after = shown(report.status(), report.counted(), report.max(), names);
        return reports.history(submission.id()).stream()
                .findFirst()
                .map(old -> row(
                        submission,
                        number,
                        shown(old.status(), old.counted(), old.max(), names),
                        after,
                        sign(value(report.counted()) - value(old.counted())),
                        tone(value(report.counted()) - value(old.counted())),
                        checks(reports.outcomes(old.staffJson()), reports.outcomes(report.staffJson()), names),
                        true))
                .orElseGet(() -> row(submission, number, "", after, "", "", List.of(), true));
    }

    private static Difference row(
            SubmissionRecord submission,
            int number,
            String before,
            String after,
            String change,
            String tone,
            List<String> checks,
            boolean applies) {
        return new Difference(
                submission.id(), submission.student().username(), number, before, after, change, tone, checks, applies);
    }

    private static List<String> checks(List<CheckOutcome> now, List<CheckOutcome> then, Names names) {
        Map<String, String> before = new LinkedHashMap<>();
        now.forEach(outcome -> before.put(outcome.check(), words(outcome, names)));
        List<String> changes = new ArrayList<>();
        for (CheckOutcome outcome : then) {
            String old = before.remove(outcome.check());
            if (!words(outcome, names).equals(old)) {
                changes.add(outcome.check() + ": " + (old == null ? "—" : old) + " → " + words(outcome, names));
            }
        }
        before.forEach((check, old) -> changes.add(check + ": " + old + " → —"));
        return changes;
    }

    private static String words(CheckOutcome outcome, Names names) {
        return names.of(Outcome.valueOf(outcome.outcome())) + " " + Pages.points(outcome.points()) + "/"
                + Pages.points(outcome.max());
    }

    private static String shown(Status status, @Nullable Double counted, double max, Names names) {
        return counted == null ? names.of(status) : Pages.points(counted) + " / " + Pages.points(max);
    }

    private static double value(@Nullable Double points) {
        return points == null ? 0 : points;
    }
}
