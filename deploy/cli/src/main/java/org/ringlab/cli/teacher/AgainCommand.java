package org.ringlab.cli.teacher;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ringlab teacher again}. */
@Command(
        name = "again",
        mixinStandardHelpOptions = true,
        description = "Puts a submission that the grader failed on into the queue again.",
        footerHeading = "%nExample:%n",
        footer = "  ringlab teacher again 12")
final class AgainCommand extends ServiceCommand {
    @Parameters(paramLabel = "SUBMISSION", description = "The submission's number.")
    private long submission;

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        service.post(API + "submissions/" + submission + "/again", "");
        if (!asJson) {
            out.println("Submission " + submission + " waits to be graded again.");
        }
    }
}
