package org.ringlab.grader;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Decision;
import org.ringlab.checks.Misconception;
import org.ringlab.checks.Observation;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.display.Journeys;
import org.ringlab.display.Language;
import org.ringlab.display.Why;

/** A report for terminals: what JSON says, in lines. */
public final class ReportText {
    private final Language language;
    private final boolean staff;
    private final List<String> lines = new ArrayList<>();

    private ReportText(Language language, boolean staff) {
        this.language = language;
        this.staff = staff;
    }

    /** The student's view, or the staff's. */
    public static String of(Report report, Language language, boolean staff) {
        ReportText text = new ReportText(language, staff);
        text.report(report);
        return String.join("\n", text.lines);
    }

    private void report(Report report) {
        lines.add(report.exercise() + " · " + in(report.title()));
        lines.add(
                report.status() == Status.GRADED
                        ? plain(report.score()) + " / " + plain(report.max()) + " · " + in(report.message())
                        : report.status() + " · " + in(report.message()));
        for (AnswerReport answer : report.answers()) {
            answer(answer);
        }
        report.checks().forEach(this::check);
        if (staff) {
            report.scenarios()
                    .forEach(scenario -> lines.add(scenario.id() + ": seed "
                            + Long.toUnsignedString(scenario.seed(), 16) + " " + scenario.parameters()));
            add("", report.problem());
        }
    }

    private void answer(AnswerReport answer) {
        if (answer.output().isBlank() && answer.remarks().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("[" + answer.cell() + "]");
        add("  ", answer.output().stripTrailing());
        for (Diagnostic remark : answer.remarks()) {
            add("  ", remark.text());
        }
    }

    private void check(CheckReport check) {
        lines.add("");
        String mark = switch (check.outcome()) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case NOT_RUN -> "–";
        };
        String own = staff ? " (" + check.scenario() + "/" + check.id() + ")" : "";
        lines.add(mark + " " + in(check.title()) + own + "  " + plain(check.points()) + " / " + plain(check.max()));
        add("    ", in(check.message()));
        Shown shown = check.shown();
        if (shown != null) {
            failure(shown.result());
            if (shown.sibling()) {
                add("    ", language.pick("（下面是一个类似的公开场景）", "(what follows is a public scenario of the same kind)"));
            }
            if (check.visibility() != CheckReport.Visibility.STAFF
                    && !shown.result().events().isEmpty()) {
                add(
                        "    ",
                        Why.of(Journeys.of(shown.result().events()), language).text(language));
            }
        }
        Observation seen = check.result().observation();
        if (staff && seen != null && check.outcome() == Outcome.FAIL) {
            add("    ", "found: " + seen.found() + " " + seen.detail());
        }
    }

    private void failure(CheckResult result) {
        Misconception misconception = result.misconception();
        if (misconception != null) {
            add("    ", in(misconception.text()));
        }
        Decision rule = result.ruleAtFault();
        if (rule != null) {
            String place = rule.isPolicy() ? "-P" : "#" + rule.number();
            add("    ", rule.host() + " " + rule.table() + " " + rule.chain() + " " + place + ": " + rule.rule());
        }
    }

    private void add(String indent, String text) {
        if (!text.isEmpty()) {
            text.lines().forEach(line -> lines.add(indent + line));
        }
    }

    private String in(Text text) {
        return language.pick(text.zh(), text.en());
    }

    /** 3 rather than 3.0. */
    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
