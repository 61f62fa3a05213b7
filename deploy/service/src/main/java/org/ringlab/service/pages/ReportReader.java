package org.ringlab.service.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Outcome;
import org.ringlab.display.HintWords;
import org.ringlab.display.Language;
import org.ringlab.display.VisibleText;
import org.ringlab.grader.Status;
import org.ringlab.service.marking.Appeal;

/** Reads stored reports, of any version of Ringlab, for showing: what one lacks is left out. */
@ApplicationScoped
public class ReportReader {
    /** A report's tree, for students or staff, in one language. */
    public ReportView read(JsonNode tree, String language, Words words) {
        Status status = Status.valueOf(tree.path("status").asText(Status.GRADER_ERROR.name()));
        double score = tree.path("score").asDouble();
        double max = tree.path("max").asDouble();
        List<ReportView.CheckView> checks = new ArrayList<>();
        tree.path("checks").forEach(check -> checks.add(check(check, language, words)));
        return new ReportView(
                words(status, words),
                tone(status, score, max),
                status == Status.GRADED,
                Pages.points(score),
                Pages.points(max),
                counted(tree, score),
                tree.has("late") ? Pages.points(tree.path("late").asDouble()) : "",
                byHand(tree),
                text(tree.path("message"), language),
                answers(tree),
                remarks(tree),
                tree.path("problem").asText(""),
                checks);
    }

    private static List<ReportView.AnswerView> answers(JsonNode tree) {
        List<ReportView.AnswerView> answers = new ArrayList<>();
        for (JsonNode answer : tree.path("answers")) {
            answers.add(new ReportView.AnswerView(
                    answer.path("cell").asText(),
                    answer.path("host").asText(""),
                    VisibleText.of(answer.path("source").asText("")),
                    VisibleText.of(answer.path("output").asText(""))));
        }
        return answers;
    }

    /** What there is to say about single answers, such as what a compiler says. */
    private static List<ReportView.RemarkView> remarks(JsonNode tree) {
        List<ReportView.RemarkView> remarks = new ArrayList<>();
        for (JsonNode answer : tree.path("answers")) {
            for (JsonNode remark : answer.path("remarks")) {
                remarks.add(new ReportView.RemarkView(
                        answer.path("cell").asText(),
                        remark.has("line")
                                ? remark.path("line").asText() + ":"
                                        + remark.path("column").asText()
                                : "",
                        VisibleText.of(remark.path("fact").asText())));
            }
        }
        return remarks;
    }

    /** How grading ended, in words. */
    static String words(Status status, Words words) {
        return switch (status) {
            case GRADED -> words.graded();
            case NOT_GRADABLE -> words.notGradable();
            case GRADER_ERROR -> words.graderError();
        };
    }

    /** How a check ended, in words. */
    static String words(Outcome outcome, Words words) {
        return switch (outcome) {
            case PASS -> words.passed();
            case FAIL -> words.failed();
            case NOT_RUN -> words.notRun();
        };
    }

    /** The colour that goes with it. */
    static String tone(Status status, double score, double max) {
        return switch (status) {
            case GRADED -> score >= max ? "good" : "warn";
            case NOT_GRADABLE, GRADER_ERROR -> "bad";
        };
    }

    private static ReportView.CheckView check(JsonNode check, String language, Words words) {
        Outcome outcome = Outcome.valueOf(check.path("outcome").asText(Outcome.NOT_RUN.name()));
        String title = title(check, language);
        double points = check.path("points").asDouble();
        double max = check.path("max").asDouble();
        ReportView.MarkView byHand = byHand(check);
        ReportView.AppealView appeal = appeal(check, words);
        return new ReportView.CheckView(
                check.path("id").asText(),
                check.path("staff").path("check").asText(check.path("id").asText()),
                title.isEmpty() ? check.path("id").asText() : title,
                words(outcome, words),
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
                Pages.points(points),
                Pages.points(max),
                byHand,
                appeal,
                appeal == null && (outcome != Outcome.PASS || points < max),
                text(check.path("message"), language),
                hints(check, language, words),
                text(trace(check).path("text"), language),
                markup(trace(check).path("html"), language));
    }

    /** Its name; of a hidden check students know its category's, staff both. */
    private static String title(JsonNode check, String language) {
        String title = text(check.path("title"), language);
        String own = text(check.path("staff").path("title"), language);
        return own.isEmpty() || own.equals(title) ? title : title + " — " + own;
    }

    /** The recognised mistake, the rule that stopped the packet, and the steps of the ladder. */
    private static List<String> hints(JsonNode check, String language, Words words) {
        List<String> hints = new ArrayList<>();
        if (check.path("sibling").asBoolean()) {
            hints.add(words.sibling());
        }
        hints.add(text(check.path("misconception").path("text"), language));
        JsonNode rule = check.path("rule");
        if (rule.isObject()) {
            int number = rule.path("number").asInt();
            hints.add(words.decision(
                    "%s %s %s %s"
                            .formatted(
                                    rule.path("host").asText(),
                                    rule.path("table").asText(),
                                    rule.path("chain").asText(),
                                    number > 0 ? String.valueOf(number) : words.policy()),
                    VisibleText.of(rule.path("rule").asText())));
        }
        for (JsonNode hint : check.path("hints")) {
            String text = text(hint.path("text"), language);
            if (!text.isBlank()) {
                hints.add(HintWords.labelled(hint.path("step").asText(), text, Language.of(language)));
            }
        }
        hints.addAll(released(check.path("released"), language, words));
        hints.removeIf(String::isBlank);
        return hints;
    }

    /** The hidden scenario itself, where its teacher lets it be seen. */
    private static List<String> released(JsonNode scenario, String language, Words words) {
        if (!scenario.isObject()) {
            return List.of();
        }
        List<String> drawn = new ArrayList<>();
        scenario.path("parameters")
                .properties()
                .forEach(value ->
                        drawn.add(value.getKey() + " = " + value.getValue().asText()));
        String title = text(scenario.path("title"), language);
        return List.of(
                words.released(drawn.isEmpty() ? title : title + " (" + String.join(", ", drawn) + ")"),
                text(scenario.path("message"), language),
                text(scenario.path("trace"), language));
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
        return VisibleText.of(node.asText(""));
    }

    /** Markup of the display's own. */
    private static String markup(JsonNode node, String language) {
        return node.path(language).asText("");
    }

    /** What counts, where it isn't what was earned. */
    private static String counted(JsonNode tree, double score) {
        boolean other = tree.has("counted") && tree.path("counted").asDouble() != score;
        return other ? Pages.points(tree.path("counted").asDouble()) : "";
    }

    private static ReportView.@Nullable MarkView byHand(JsonNode place) {
        JsonNode mark = place.path("byHand");
        return mark.isMissingNode()
                ? null
                : new ReportView.MarkView(
                        Pages.points(mark.path("points").asDouble()),
                        Pages.points(mark.path("was").asDouble()),
                        mark.path("comment").asText(),
                        mark.path("by").asText(),
                        Pages.time(Instant.parse(mark.path("at").asText())));
    }

    private static ReportView.@Nullable AppealView appeal(JsonNode check, Words words) {
        JsonNode appeal = check.path("appeal");
        if (appeal.isMissingNode()) {
            return null;
        }
        Appeal.State state = Appeal.State.valueOf(appeal.path("state").asText());
        return new ReportView.AppealView(
                appeal.path("id").asLong(),
                state == Appeal.State.OPEN,
                switch (state) {
                    case OPEN -> words.appealOpen();
                    case ANSWERED -> words.appealAnswered();
                    case UPHELD -> words.appealUpheld();
                },
                VisibleText.of(appeal.path("text").asText()),
                appeal.path("answer").asText());
    }
}
