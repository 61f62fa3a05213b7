package org.ringlab.service.marking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.checks.Feedback;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.CheckOutcome;
import org.ringlab.service.submissions.MarkChange;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.StudentReports;
import org.ringlab.service.submissions.SubmissionRecord;

/** Reports as they are shown, to students and to staff: docs/report-format.md says what is added. */
@ApplicationScoped
public class ShownReports implements StudentReports {
    private final Reports reports;
    private final Appeals appeals;
    private final Rules rules;

    ShownReports(Reports reports, Appeals appeals, Rules rules) {
        this.reports = reports;
        this.appeals = appeals;
        this.rules = rules;
    }

    @Override
    public ObjectNode of(SubmissionRecord submission) {
        Rules.Holding holds =
                rules.holding(submission.student(), submission.exercise()).orElse(Rules.Holding.NONE);
        return of(submission, report(submission), holds);
    }

    @Override
    public ObjectNode of(SubmissionRecord submission, ReportRecord report, Rules.Holding holds) {
        ObjectNode tree = (ObjectNode) reports.tree(report.studentJson());
        Feedback feedback = holds.common().feedback();
        boolean afterDue = holds.released(rules.now());
        Withheld.from(tree, feedback, submission.attempt(), afterDue);
        if (feedback.shows(Feedback.Part.SCENARIO, afterDue)) {
            Released.add(reports.tree(report.staffJson()), tree);
        }
        add(submission, report, tree);
        return tree;
    }

    /** The staff's report, with the same additions. */
    public ObjectNode forStaff(SubmissionRecord submission) {
        ReportRecord report = report(submission);
        ObjectNode tree = (ObjectNode) reports.tree(report.staffJson());
        add(submission, report, tree);
        return tree;
    }

    private static ReportRecord report(SubmissionRecord submission) {
        ReportRecord report = submission.report();
        if (report == null) {
            throw new IllegalStateException("submission " + submission.id() + " has no report yet");
        }
        return report;
    }

    private void add(SubmissionRecord submission, ReportRecord report, ObjectNode tree) {
        Double counted = report.counted();
        if (counted != null) {
            tree.put("counted", counted);
        }
        if (submission.latePercent() > 0) {
            tree.put("late", submission.latePercent());
        }
        if (!report.discussed()) {
            return;
        }
        List<MarkChange> changes = reports.changes(submission.id());
        List<Appeal> contested = appeals.of(submission.id());
        Map<String, ObjectNode> checks = checks(report, tree);
        for (MarkChange change : changes) {
            String check = change.mark().check();
            ObjectNode place = check == null ? tree : checks.get(check);
            if (place != null) {
                mark(place, change);
            }
        }
        for (Appeal appeal : contested) {
            ObjectNode check = checks.get(appeal.check());
            if (check != null) {
                check.putObject("appeal")
                        .put("id", appeal.id())
                        .put("state", appeal.state().name())
                        .put("text", appeal.text())
                        .put("answer", appeal.answer());
            }
        }
    }

    /** The last change stands; one that takes points back leaves nothing. */
    private static void mark(ObjectNode place, MarkChange change) {
        Double points = change.mark().points();
        if (points == null) {
            place.remove("byHand");
            return;
        }
        place.putObject("byHand")
                .put("points", points)
                .put("was", change.was())
                .put("comment", change.comment())
                .put("by", change.changedBy())
                .put("at", change.changedAt().toString());
    }

    /** A report's checks by their ids in the exercise. */
    private Map<String, ObjectNode> checks(ReportRecord report, ObjectNode tree) {
        Map<String, String> ids = new HashMap<>();
        for (CheckOutcome outcome : reports.outcomes(report.staffJson())) {
            ids.put(outcome.shownId(), outcome.check());
        }
        Map<String, ObjectNode> checks = new HashMap<>();
        for (JsonNode check : tree.path("checks")) {
            if (check instanceof ObjectNode object) {
                String id = check.path("id").asText();
                checks.put(ids.getOrDefault(id, id), object);
            }
        }
        return checks;
    }
}
