package org.ringlab.cli.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringlab teacher submissions}. */
@Command(
        name = "submissions",
        mixinStandardHelpOptions = true,
        description = "Lists submissions, newest first, fifty at a time.",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlab teacher submissions --student ann", "  ringlab teacher submissions --failed --json"})
final class SubmissionsCommand extends ServiceCommand {
    @Option(names = "--student", paramLabel = "NAME", description = "Only this student's.")
    private String student = "";

    @Option(names = "--failed", description = "Only those that the grader failed on.")
    private boolean failed;

    @Option(names = "--page", paramLabel = "N", description = "Which fifty, from 0.")
    private int page;

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        String query =
                "page=" + page + "&failed=" + failed + "&student=" + URLEncoder.encode(student, StandardCharsets.UTF_8);
        String answer = service.get(API + "submissions?" + query);
        if (asJson) {
            out.println(answer);
            return;
        }
        out.printf(
                "%-7s %-20s %-14s %-36s %3s %3s %-13s %s%n",
                "id", "received", "student", "exercise", "ver", "att", "status", "counts");
        for (JsonNode one : Json.read(answer)) {
            out.println(line(one));
        }
    }

    static String line(JsonNode one) {
        return String.format(
                        Locale.ROOT,
                        "%-7s %-20s %-14s %-36s %3s %3s %-13s %s",
                        one.path("id").asText(),
                        Json.time(one.path("receivedAt")),
                        one.path("student").asText(),
                        one.path("exercise").asText(),
                        one.path("version").asText(),
                        one.path("attempt").asText(),
                        one.path("status").asText(),
                        Json.points(one.path("counted")) + " / " + Json.points(one.path("max")))
                .stripTrailing();
    }
}
