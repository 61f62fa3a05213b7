package org.ringlab.service.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Makes students' views of submissions. */
@ApplicationScoped
public class SubmissionViews {
    private final ObjectMapper json;

    SubmissionViews(ObjectMapper json) {
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
                report == null ? null : complete(submission, report),
                "/api/ringlab/submissions/" + submission.id());
    }

    private @Nullable JsonNode complete(SubmissionRecord submission, ReportRecord report) {
        ObjectNode tree = tree(report.studentJson());
        tree.put("submission", submission.id());
        tree.put("attempt", submission.attempt());
        tree.put("url", "/submissions/" + submission.id());
        return tree;
    }

    private ObjectNode tree(String reportJson) {
        try {
            return (ObjectNode) json.readTree(reportJson);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The grader's report is no JSON", e);
        }
    }
}
