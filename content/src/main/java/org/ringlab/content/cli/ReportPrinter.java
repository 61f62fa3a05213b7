package org.ringlab.content.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.ringlab.checks.Observation;
import org.ringlab.checks.Outcome;
import org.ringlab.display.Language;
import org.ringlab.display.ReportView;
import org.ringlab.display.VisibleText;
import org.ringlab.grader.CheckReport;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;

/** Reports for terminals: the view that students get in the notebook, and below it what is for staff. */
final class ReportPrinter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportPrinter() {}

    static String text(Report report, Language language, boolean staff) {
        String student = ReportView.text(tree(ReportJson.student(report)), language);
        return VisibleText.of(staff ? student + "\n\n" + staffNotes(report) : student);
    }

    private static Map<String, Object> tree(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is valid JSON", e);
        }
    }

    private static String staffNotes(Report report) {
        StringBuilder notes = new StringBuilder("For staff:\n");
        for (var scenario : report.scenarios()) {
            notes.append("  ")
                    .append(scenario.id())
                    .append(": seed ")
                    .append(Long.toUnsignedString(scenario.seed(), 16))
                    .append(' ')
                    .append(scenario.parameters())
                    .append('\n');
        }
        for (CheckReport check : report.checks()) {
            Observation seen = check.result().observation();
            if (check.outcome() == Outcome.FAIL && seen != null) {
                notes.append("  ")
                        .append(check.scenario())
                        .append('/')
                        .append(check.id())
                        .append(": found ")
                        .append((seen.found() + " " + seen.detail()).strip().replace("\n", "\n      "))
                        .append('\n');
            }
        }
        return report.problem().isEmpty() ? notes.toString().stripTrailing() : notes + "  " + report.problem();
    }
}
