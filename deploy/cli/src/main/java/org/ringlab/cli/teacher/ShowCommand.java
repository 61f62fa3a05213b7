package org.ringlab.cli.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ringlab teacher show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a submission: how each check ended, points given by hand with their history, earlier reports.",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlab teacher show 12", "  ringlab teacher show 12 --json > report.json"})
final class ShowCommand extends ServiceCommand {
    @Parameters(paramLabel = "SUBMISSION", description = "The submission's number.")
    private long submission;

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        String answer = service.get(API + "submissions/" + submission);
        if (asJson) {
            out.println(answer);
        } else {
            print(Json.read(answer), out);
        }
    }

    static void print(JsonNode full, PrintWriter out) {
        out.println(SubmissionsCommand.line(full.path("submission")));
        for (JsonNode check : full.path("report").path("checks")) {
            String id =
                    check.path("staff").path("check").asText(check.path("id").asText());
            String misconception =
                    check.path("staff").path("misconception").path("id").asText("");
            out.printf(
                    "  %-8s %5s / %-5s %s%s%n",
                    check.path("outcome").asText(),
                    Json.points(check.path("points")),
                    Json.points(check.path("max")),
                    id,
                    misconception.isEmpty() ? "" : "  (" + misconception + ")");
            JsonNode appeal = check.path("appeal");
            if (!appeal.isMissingNode()) {
                out.println("           appeal " + appeal.path("id").asText() + ", "
                        + appeal.path("state").asText() + ": " + Json.line(appeal.path("text")));
            }
        }
        for (JsonNode mark : full.path("marks")) {
            String check = mark.path("check").asText("");
            out.println("  by hand  " + Json.time(mark.path("at")) + " "
                    + mark.path("by").asText() + ", "
                    + (mark.path("check").isNull() ? "the whole" : check) + ": "
                    + Json.points(mark.path("was")) + " -> "
                    + (mark.path("points").isNull() ? "taken back" : Json.points(mark.path("points"))) + ", "
                    + Json.line(mark.path("comment")));
        }
        for (JsonNode old : full.path("earlier")) {
            out.println("  replaced " + Json.time(old.path("at")) + " version "
                    + old.path("version").asText() + ", " + old.path("status").asText() + " "
                    + Json.points(old.path("score")) + " / " + Json.points(old.path("max"))
                    + (old.path("by").asText().isEmpty()
                            ? ""
                            : ", by " + old.path("by").asText()));
        }
    }
}
