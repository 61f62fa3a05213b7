package org.ringlab.service.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.checks.Outcome;
import org.ringlab.grader.Status;

/** Reads stored reports, of any version of Ringlab, for showing: what one lacks is left out. */
@ApplicationScoped
public class ReportReader {
    private final ObjectMapper json;

    ReportReader(ObjectMapper json) {
        this.json = json;
    }

    /** A report's JSON, for students or staff, in one language. */
    public ReportView read(String report, String language, Words words) {
        JsonNode tree = tree(report);
        Status status = Status.valueOf(tree.path("status").asText(Status.GRADER_ERROR.name()));
        double score = tree.path("score").asDouble();
        double max = tree.path("max").asDouble();
        List<ReportView.CheckView> checks = new ArrayList<>();
        tree.path("checks").forEach(check -> checks.add(check(check, language, words)));
        return new ReportView(
                switch (status) {
                    case GRADED -> words.graded();
                    case NOT_GRADABLE -> words.notGradable();
                    case GRADER_ERROR -> words.graderError();
                },
                tone(status, score, max),
                status == Status.GRADED,
                Pages.points(score),
                Pages.points(max),
                text(tree.path("message"), language),
                tree.path("problem").asText(""),
                checks);
    }

    private static String tone(Status status, double score, double max) {
        return switch (status) {
            case GRADED -> score >= max ? "good" : "warn";
            case NOT_GRADABLE, GRADER_ERROR -> "bad";
        };
    }

    private static ReportView.CheckView check(JsonNode check, String language, Words words) {
        Outcome outcome = Outcome.valueOf(check.path("outcome").asText(Outcome.NOT_RUN.name()));
        String title = text(check.path("title"), language);
        return new ReportView.CheckView(
                title.isEmpty() ? check.path("id").asText() : title,
                switch (outcome) {
                    case PASS -> words.passed();
                    case FAIL -> words.failed();
                    case NOT_RUN -> words.notRun();
                },
                switch (outcome) {
                    case PASS -> "good";
                    case FAIL -> "bad";
                    case NOT_RUN -> "warn";
                },
                switch (outcome) {
                    case PASS -> "✓";
                    case FAIL -> "✗";
                    case NOT_RUN -> "–";
                },
                outcome == Outcome.PASS,
                Pages.points(check.path("points").asDouble()),
                Pages.points(check.path("max").asDouble()),
                text(check.path("message"), language),
                hints(check, language),
                text(trace(check).path("text"), language),
                text(trace(check).path("html"), language));
    }

    /** The recognised mistake, and the rule that stopped the packet. */
    private static List<String> hints(JsonNode check, String language) {
        List<String> hints = new ArrayList<>();
        check.path("hints").forEach(hint -> hints.add(text(hint.path("text"), language)));
        hints.add(text(check.path("misconception").path("text"), language));
        JsonNode rule = check.path("rule");
        if (rule.isObject()) {
            hints.add("%s: %s %s %s %s"
                    .formatted(
                            rule.path("host").asText(),
                            rule.path("table").asText(),
                            rule.path("chain").asText(),
                            rule.path("number").asText(),
                            rule.path("rule").asText()));
        }
        hints.removeIf(String::isBlank);
        return hints;
    }

    /** The packet's way in a form shown to students; for staff also that of the hidden scenario itself. */
    private static JsonNode trace(JsonNode check) {
        JsonNode own = check.path("staff").path("trace");
        return check.has("trace") || own.isMissingNode()
                ? check.path("trace")
                : JsonNodeFactory.instance.objectNode().set("text", own);
    }

    /** A text in the language, whether stored as {zh, en}, as lines, or plain. */
    private static String text(JsonNode node, String language) {
        if (node.isObject()) {
            return text(node.path(language), language);
        }
        if (node.isArray()) {
            List<String> lines = new ArrayList<>();
            node.forEach(line -> lines.add(text(line, language)));
            return String.join("\n", lines);
        }
        return node.asText("");
    }

    private JsonNode tree(String report) {
        try {
            return json.readTree(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored report is no JSON", e);
        }
    }
}
