package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.ringlab.checks.Text;

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
        return new SubmissionView(
                submission.id(),
                submission.exercise(),
                submission.version(),
                submission.attempt(),
                submission.receivedAt(),
                report == null ? SubmissionView.WAITING : report.status().name(),
                report == null ? null : complete(submission),
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

    private JsonNode complete(SubmissionRecord submission) {
        ObjectNode tree = reports.of(submission);
        tree.put("submission", submission.id());
        tree.put("attempt", submission.attempt());
        tree.put("url", "/submissions/" + submission.id());
        return tree;
    }
}
