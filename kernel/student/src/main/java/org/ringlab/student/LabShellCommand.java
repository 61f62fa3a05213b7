package org.ringlab.student;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab shell}: types on a lab's hosts. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Boots a lab and lets you type on its hosts.",
            "%%hosts lists them, %%host NAME goes to another one, exit or Ctrl-D leaves."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ringlab lab shell forwarding.yaml gw      begin on host gw"})
final class LabShellCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CASE", description = "The lab file.")
    private Path file = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST", description = "Where to begin; else the first host.")
    private @Nullable String host;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Goes on from this state, where the file is there, and keeps it at the end.")
    private @Nullable Path state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return new LabTerminal(spec.commandLine().getOut(), spec.commandLine().getErr(), true).run(file, host, state);
    }
}
