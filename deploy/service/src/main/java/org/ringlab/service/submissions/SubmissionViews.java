package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.service.rules.Rules;

/** Makes students' views of submissions. */
@ApplicationScoped
public class SubmissionViews {
    private final StudentReports reports;
    private final ObjectMapper json;

    SubmissionViews(StudentReports reports, ObjectMapper json) {
        this.reports = reports;
        this.json = json;
    }

    /** The view of a submission, with its report if it has one. */
    public SubmissionView of(SubmissionRecord submission) {
        ReportRecord report = submission.report();
        return view(submission, report, report == null ? null : reports.of(submission));
    }

    /** The view of a submission whose report was just made. */
    SubmissionView of(SubmissionGraded graded, Rules.Holding holds) {
        ObjectNode shown = reports.of(graded.submission(), graded.report(), holds);
        return view(graded.submission(), graded.report(), shown);
    }

    private static SubmissionView view(
            SubmissionRecord submission, @Nullable ReportRecord report, @Nullable ObjectNode shown) {
        return new SubmissionView(
                submission.id(),
                submission.exercise(),
                submission.version(),
                submission.attempt(),
                submission.receivedAt(),
                report == null ? SubmissionView.WAITING : report.status().name(),
                shown == null ? null : complete(submission, shown),
                "/api/ringlab/submissions/" + submission.id());
    }

    /** An exercise that was left out, in the form of a report. */
    public JsonNode of(Refused refused) {
        ObjectNode tree = json.createObjectNode();
        tree.put("status", SubmissionView.REFUSED).put("exercise", refused.exercise());
        text(tree.putObject("title"), refused.title());
        text(tree.putObject("message"), refused.message());
        return tree;
    }

    private static void text(ObjectNode tree, Text text) {
        tree.put("zh", text.zh()).put("en", text.en());
    }

    private static JsonNode complete(SubmissionRecord submission, ObjectNode tree) {
        tree.put("submission", submission.id());
        tree.put("attempt", submission.attempt());
        tree.put("url", "/submissions/" + submission.id());
        return tree;
    }
}
