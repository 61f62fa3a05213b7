package org.ringlab.cli.teacher;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringlab teacher answer}. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        description = "Answers an appeal, once; with --uphold the student gets the check's points.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab teacher answer 3 --uphold --comment 'You are right: both ways are allowed.'",
            "  ringlab teacher answer 4 --comment 'The packet is dropped by your third rule.'"
        })
final class AnswerCommand extends ServiceCommand {
    @Parameters(paramLabel = "APPEAL", description = "The appeal's number, as `appeals` lists it.")
    private long appeal;

    @Option(names = "--uphold", description = "The student is right.")
    private boolean uphold;

    @Option(names = "--comment", required = true, paramLabel = "TEXT", description = "What the student reads.")
    private String comment = "";

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        service.post(
                API + "appeals/" + appeal,
                Json.object().put("uphold", uphold).put("answer", comment).toString());
        if (!asJson) {
            out.println("Appeal " + appeal + (uphold ? " is upheld." : " is answered."));
        }
    }
}
