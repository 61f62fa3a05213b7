package org.ringlab.cli.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringlab teacher regrade}. */
@Command(
        name = "regrade",
        mixinStandardHelpOptions = true,
        description = {
            "Grades an exercise's submissions by its current version and shows what would change for each student.",
            "Nothing changes until it is applied, by the number that it is shown with."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab teacher regrade 01-forwarding/e2-white-list     begins one, or shows the one that is open",
            "  ringlab teacher regrade --apply 7",
            "  ringlab teacher regrade --discard 7"
        })
final class RegradeCommand extends ServiceCommand {
    private static final long LOOK_MILLIS = 500;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Choice choice = new Choice();

    /** What to do. */
    static final class Choice {
        @Parameters(paramLabel = "LESSON/EXERCISE", description = "The exercise.")
        private String exercise = "";

        @Option(names = "--show", required = true, paramLabel = "REGRADE", description = "Show one again.")
        private long show;

        @Option(
                names = "--apply",
                required = true,
                paramLabel = "REGRADE",
                description = "Put its results in place of the reports, which stay in the history.")
        private long apply;

        @Option(
                names = "--discard",
                required = true,
                paramLabel = "REGRADE",
                description = "Leave everything as it is.")
        private long discard;
    }

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        if (choice.apply > 0) {
            service.post(API + "regrades/" + choice.apply + "/apply", "");
            show(service, choice.apply, out, asJson);
        } else if (choice.discard > 0) {
            service.post(API + "regrades/" + choice.discard + "/discard", "");
            if (!asJson) {
                out.println("Regrade " + choice.discard + " is discarded; nothing has changed.");
            }
        } else {
            show(service, choice.show > 0 ? choice.show : open(service), out, asJson);
        }
    }

    /** The open one, else a new one. */
    private long open(Connection service) {
        String query = "?exercise=" + URLEncoder.encode(choice.exercise, StandardCharsets.UTF_8);
        for (JsonNode regrade : Json.read(service.get(API + "regrades" + query))) {
            if (regrade.path("state").asText().equals("OPEN")) {
                return regrade.path("id").asLong();
            }
        }
        String order = Json.object().put("exercise", choice.exercise).toString();
        return Json.read(service.post(API + "regrades", order)).path("id").asLong();
    }

    private static void show(Connection service, long id, PrintWriter out, boolean asJson) {
        String answer = service.get(API + "regrades/" + id);
        while (Json.read(answer).path("waiting").asInt() > 0) {
            pause();
            answer = service.get(API + "regrades/" + id);
        }
        if (asJson) {
            out.println(answer);
            return;
        }
        JsonNode full = Json.read(answer);
        JsonNode regrade = full.path("regrade");
        out.println("Regrade " + id + " of " + regrade.path("exercise").asText() + " by version "
                + regrade.path("version").asText() + ": "
                + regrade.path("state").asText());
        for (JsonNode one : full.path("differences")) {
            out.println(String.format(
                            Locale.ROOT,
                            "  %-14s submission %-6s attempt %-3s %12s -> %-12s %s%s",
                            one.path("student").asText(),
                            one.path("submission").asText(),
                            one.path("attempt").asText(),
                            one.path("before").asText(),
                            one.path("after").asText(),
                            one.path("change").asText(),
                            one.path("applies").asBoolean() ? "" : "left as it is")
                    .stripTrailing());
            for (JsonNode check : one.path("checks")) {
                out.println("      " + check.asText());
            }
        }
        JsonNode summary = full.path("summary");
        if (regrade.path("state").asText().equals("OPEN")) {
            out.println(summary.path("better").asText() + " better, "
                    + summary.path("worse").asText() + " worse, "
                    + summary.path("same").asText() + " the same, "
                    + summary.path("left").asText() + " left as they are. Nothing has changed yet:");
            out.println(
                    "  ringlab teacher regrade --apply " + id + "    or    ringlab teacher regrade --discard " + id);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted; the service goes on computing it.");
        }
    }
}
