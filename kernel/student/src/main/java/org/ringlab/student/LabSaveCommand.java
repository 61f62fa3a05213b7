package org.ringlab.student;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab save}: a lab's state after some commands, in a file. */
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        description = {
            "Boots a lab, types the lines of standard input on a host, and keeps its state in a file.",
            "A file that is there already is gone on from. `ringlab lab shell CASE --state FILE` restores it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  echo 'virsh define vm1.xml' | ringlab lab save kvm.yaml half.json kvm1"})
final class LabSaveCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CASE", description = "The lab file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "Where the state is kept.")
    private Path state = Path.of("");

    @Parameters(index = "2", arity = "0..1", paramLabel = "HOST", description = "Where to type; else the first host.")
    private @Nullable String host;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return new LabTerminal(spec.commandLine().getOut(), spec.commandLine().getErr(), false).run(file, host, state);
    }
}
