package org.ringlab.student;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Lab;
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
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LabFiles read = new LabFiles();
        read.read(file);
        read.errors().forEach(err::println);
        if (read.labs().isEmpty()) {
            err.flush();
            return 1;
        }
        Optional<Lab> lab = LabState.restore(read.labs().get(0), state);
        String where = host == null ? read.labs().get(0).hosts().get(0).name() : host;
        if (lab.isEmpty() || !lab.get().hasHost(where)) {
            err.println(lab.isEmpty() ? state + ": not the state of a lab" : "No host `" + where + "` in this lab");
            err.flush();
            return 1;
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    out.print(lab.get().run(where, line).text());
                }
            }
        }
        LabState.save(lab.get(), state);
        out.flush();
        return 0;
    }
}
