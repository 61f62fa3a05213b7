package org.ringlab.cli.teacher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringlab teacher gradebook}. */
@Command(
        name = "gradebook",
        mixinStandardHelpOptions = true,
        description = "Exports everybody's best scores as CSV, or with --json as JSON.",
        footerHeading = "%nExample:%n",
        footer = "  ringlab teacher gradebook --out grades.csv")
final class GradebookCommand extends ServiceCommand {
    @Option(names = "--out", paramLabel = "FILE", description = "Where to; printed unless given.")
    private @Nullable Path file;

    @Override
    void run(Connection service, PrintWriter out, boolean asJson) {
        String table = asJson ? service.get(API + "gradebook") + "\n" : service.get("teacher/gradebook.csv");
        if (file == null) {
            out.print(table);
            return;
        }
        try {
            Files.writeString(file, table);
        } catch (IOException e) {
            throw new Failure(file + " can't be written: " + e.getMessage());
        }
    }
}
