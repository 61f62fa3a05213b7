package org.ringlab.cli.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringlab teacher appeals}. */
@Command(
        name = "appeals",
        mixinStandardHelpOptions = true,
        description = "Lists what students contest, open appeals first.",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlab teacher appeals", "  ringlab teacher appeals --open"})
final class AppealsCommand extends ServiceCommand {
    @Option(names = "--open", description = "Only those that nobody has answered.")
    private boolean open;

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        String answer = service.get(API + "appeals");
        if (asJson) {
            out.println(answer);
            return;
        }
        for (JsonNode appeal : Json.read(answer)) {
            if (open && !appeal.path("state").asText().equals("OPEN")) {
                continue;
            }
            out.println("appeal " + appeal.path("id").asText() + " "
                    + appeal.path("state").asText() + ", "
                    + Json.time(appeal.path("madeAt")) + " "
                    + appeal.path("student").asText() + ", submission "
                    + appeal.path("submission").asText() + " of "
                    + appeal.path("exercise").asText() + ", check "
                    + appeal.path("check").asText());
            out.println("  " + Json.line(appeal.path("text")));
            if (!appeal.path("answer").asText().isEmpty()) {
                out.println("  " + appeal.path("answeredBy").asText() + ": " + Json.line(appeal.path("answer")));
            }
        }
    }
}
