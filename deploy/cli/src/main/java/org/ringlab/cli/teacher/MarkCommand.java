package org.ringlab.cli.teacher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringlab teacher mark}. */
@Command(
        name = "mark",
        mixinStandardHelpOptions = true,
        description = {
            "Gives points by hand for a check or for the whole submission, or takes them back.",
            "The student reads the comment; every change is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab teacher mark 12 --check web-works --points 2 --comment 'The route was right.'",
            "  ringlab teacher mark 12 --points 7.5 --comment 'Explained in person.'",
            "  ringlab teacher mark 12 --check web-works --take-back --comment 'Given by mistake.'"
        })
final class MarkCommand extends ServiceCommand {
    @Parameters(paramLabel = "SUBMISSION", description = "The submission's number.")
    private long submission;

    @Option(
            names = "--check",
            paramLabel = "ID",
            description = "The check, as `show` names it; the whole submission unless given.")
    private @Nullable String check;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Change change = new Change();

    /** Points, or none any more. */
    static final class Change {
        @Option(names = "--points", required = true, paramLabel = "N", description = "So many points.")
        private @Nullable Double points;

        @Option(names = "--take-back", required = true, description = "Take back what was given by hand.")
        private boolean takeBack;
    }

    @Option(names = "--comment", required = true, paramLabel = "TEXT", description = "Why.")
    private String comment = "";

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        ObjectNode order = Json.object();
        order.put("check", check).put("points", change.points).put("comment", comment);
        String answer = service.post(API + "submissions/" + submission + "/marks", order.toString());
        if (asJson) {
            out.println(answer);
        } else {
            ShowCommand.print(Json.read(answer), out);
        }
    }
}
