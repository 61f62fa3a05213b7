package org.ringlab.student;

import java.io.IOException;
import org.ringlab.cpu.replay.ExitReplay;
import org.ringlab.cpu.replay.PrivilegeReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab cpu}: the processor by itself, for comparing it with reference machines. */
@Command(
        name = "cpu",
        mixinStandardHelpOptions = true,
        description = "Instructions by ring and mode, and exits of guests, one JSON object a line in and out.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab cpu replay < rows.jsonl            what an instruction does in a ring",
            "  ringlab cpu exits < rows.jsonl             whether it leaves a guest"
        })
public final class CpuCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: replay or exits");
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"instruction\", \"mode\", \"cpl\", \"iopl\"} from standard input, executes the instruction in",
                "a machine like the recorder's and prints {\"id\", \"outcome\"} with what showed; \"mode\" is protected or long,",
                "\"model\" bochs-intel (the default) or bochs-amd."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab cpu replay < rows.jsonl")
    int replay() throws IOException {
        return JsonLines.answer(spec, PrivilegeReplay::answer);
    }

    @Command(
            name = "exits",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"instruction\", \"ring\", \"controls\"} from standard input, executes the instruction in guests",
                "and prints {\"id\", \"vmx\", \"svm\"}: the exit, the exception or no exit; \"controls\" is minimal or all."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab cpu exits < rows.jsonl")
    int exits() throws IOException {
        return JsonLines.answer(spec, ExitReplay::answer);
    }
}
