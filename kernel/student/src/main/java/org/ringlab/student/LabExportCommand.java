package org.ringlab.student;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ringlab.host.LabSpec;
import org.ringlab.host.LoggedCommand;
import org.ringlab.host.Step;
import org.ringlab.host.export.LabScript;
import org.ringlab.jupyter.lab.FolderStore;
import org.ringlab.jupyter.lab.SavedLab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab export}: a lab as a bash script for a real Linux. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a bash script that builds the lab on a real Linux, in network namespaces of its own.",
            "What is typed on its hosts afterwards behaves as this machine's kernel does."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab lab export forwarding.yaml > lab.sh        then, as root: bash lab.sh up",
            "  ringlab lab export forwarding.yaml --steps         with what its probes run on hosts",
            "  ringlab lab export labs/nat.yaml --typed lesson.en.ipynb     with what was typed in a notebook"
        })
final class LabExportCommand implements Callable<Integer> {
    private static final String NOTEBOOK = ".ipynb";

    @Parameters(index = "0", paramLabel = "CASE", description = "The lab file.")
    private Path file = Path.of("");

    @Option(names = "--steps", description = "Repeat the `run` steps of the lab file too.")
    private boolean steps;

    @Option(
            names = "--typed",
            paramLabel = "NOTEBOOK",
            description = "Repeat what was typed in this notebook (kept in the folder .ringlab beside it).")
    private Optional<Path> notebook = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        LabFiles read = new LabFiles();
        read.read(file);
        read.errors().forEach(err::println);
        if (read.labs().isEmpty()) {
            err.flush();
            return 1;
        }
        LabSpec lab = read.labs().getFirst();
        List<LoggedCommand> typed = new ArrayList<>(steps ? runs(lab) : List.of());
        if (notebook.isPresent()) {
            Path whole = notebook.get().toAbsolutePath();
            String name = whole.getFileName().toString();
            String plain = name.endsWith(NOTEBOOK) ? name.substring(0, name.length() - NOTEBOOK.length()) : name;
            Optional<SavedLab> saved = new FolderStore(whole.resolve("..").normalize(), plain, err::println).load();
            if (saved.isEmpty()) {
                err.println("nothing typed is kept for " + name + " (looked for .ringlab/" + plain
                        + ".log.json beside it)");
                err.flush();
                return 1;
            }
            typed.addAll(saved.get().log());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(LabScript.of(lab, typed));
        out.flush();
        err.flush();
        return read.errors().isEmpty() ? 0 : 1;
    }

    private static List<LoggedCommand> runs(LabSpec lab) {
        return lab.steps().stream()
                .filter(Step.Run.class::isInstance)
                .map(Step.Run.class::cast)
                .map(run -> new LoggedCommand(run.host(), String.join("\n", run.commands())))
                .toList();
    }
}
