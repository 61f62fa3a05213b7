package org.ringlab.content.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.content.ContentException;
import org.ringlab.grader.EngineVersion;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Submission;

/** A staff's report to be made again: what it was made from, and whether it comes out the same. */
final class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What isn't of the grading: how long it took, and what the service adds when it shows a report. */
    private static final List<String> ADDED = List.of("timings", "counted", "late", "byHand");

    private final JsonNode report;

    private Replay(JsonNode report) {
        this.report = report;
    }

    /** Reads a staff's report: as it is kept, as a service shows it, or in what {@code teacher show --json} prints. */
    static Replay of(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            JsonNode report = tree.path("report").isObject() ? tree.path("report") : tree;
            if (report.path("seed").asText().isEmpty()) {
                throw new ContentException(
                        "This report holds no seed: the staff's is needed (ringlab grade --staff --json).");
            }
            return new Replay(report);
        } catch (JsonProcessingException e) {
            throw new ContentException("The report is no JSON: " + e.getOriginalMessage());
        }
    }

    String exercise() {
        return report.path("exercise").asText();
    }

    /** Whose attempt it was; refuses another submission. */
    GradingContext context(Submission submission) {
        String hash = report.path("submission").asText();
        if (!submission.hash().equals(hash)) {
            throw new ContentException("The report is of another submission: of one with SHA-256 " + hash + ", not "
                    + submission.hash() + ".");
        }
        return GradingContext.again(
                report.path("student").asText(),
                report.path("version").asInt(),
                report.path("attempt").asInt(),
                report.path("seed").asText());
    }

    /** The report as the grader wrote it. */
    private String text() {
        ObjectNode own = report.deepCopy();
        own.remove(ADDED);
        for (JsonNode check : own.path("checks")) {
            if (check instanceof ObjectNode object) {
                object.remove(List.of("byHand", "appeal"));
            }
        }
        return own.toString();
    }

    /** What differs, in a sentence; empty where every byte is the same, timings and what was done by hand aside. */
    String difference(Report again, ExercisePack pack) {
        String before = text();
        String now = ReportJson.staff(again);
        if (before.equals(now)) {
            return "";
        }
        int at = 0;
        while (at < Math.min(before.length(), now.length()) && before.charAt(at) == now.charAt(at)) {
            at++;
        }
        List<String> causes = new ArrayList<>();
        String engine = report.path("engine").asText();
        if (!engine.equals(EngineVersion.CURRENT)) {
            causes.add("Ringlab is " + EngineVersion.CURRENT + ", the report's was " + engine);
        }
        if (pack.version() != report.path("version").asInt()) {
            causes.add("the exercise's file is version " + pack.version() + ", the report's was "
                    + report.path("version").asInt());
        }
        return "The report differs from character " + (at + 1) + " on: " + around(before, at) + " became "
                + around(now, at) + "." + (causes.isEmpty() ? "" : " " + String.join("; ", causes) + ".");
    }

    private static String around(String text, int at) {
        return "`" + text.substring(Math.max(0, at - 30), Math.min(text.length(), at + 30)) + "`";
    }
}
