package org.ringlab.content.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringlab.content.ContentException;
import org.ringlab.content.NbgraderNotebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab exercise release}: the students' version of a notebook. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the students' version of a notebook with nbgrader's marks: solutions, hidden tests, mark schemes and",
            "outputs are taken out, cells locked and check-summed, marks of schema 0 to 2 upgraded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab exercise release source/lesson.ipynb --out release/lesson.ipynb",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:the notebook can't be read or is marked wrongly", "2:wrong use"})
public final class ReleaseCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NOTEBOOK.ipynb", description = "The notebook with solutions.")
    private Path notebook = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it; it is printed unless given.")
    @Nullable
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        try {
            NbgraderNotebook read = NbgraderNotebook.read(Files.readString(notebook));
            read.release();
            if (out == null) {
                print.print(read.text());
            } else {
                Files.writeString(out, read.text());
            }
            print.flush();
            return 0;
        } catch (ContentException e) {
            spec.commandLine().getErr().println(notebook + ": " + e.getMessage());
            return 1;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println(notebook + " or " + out + " can't be read or written: " + e.getMessage());
            return 1;
        }
    }
}
