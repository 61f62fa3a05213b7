package org.ringlab.content.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where lessons and their hidden parts are: given, or under the folder Ringlab was started from. */
final class ContentFolders {
    @Option(
            names = "--lessons",
            paramLabel = "DIR",
            description = "The folder of lessons; content/lessons of this copy of Ringlab unless given.")
    @Nullable
    private Path lessons;

    @Option(
            names = "--hidden",
            paramLabel = "DIR",
            description = "The folder of hidden scenarios and reference answers; content/hidden unless given.")
    @Nullable
    private Path hidden;

    Path lessons() {
        return lessons != null ? lessons : content().resolve("lessons");
    }

    Path hidden() {
        return hidden != null ? hidden : content().resolve("hidden");
    }

    /** The hidden folder, null where there is none. */
    @Nullable
    Path hiddenIfThere() {
        return Files.isDirectory(hidden()) ? hidden() : null;
    }

    private static Path content() {
        return Path.of(System.getProperty("ringlab.root", "."), "content");
    }
}
