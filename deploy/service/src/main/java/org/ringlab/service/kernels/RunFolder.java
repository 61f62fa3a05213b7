package org.ringlab.service.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder for the files that sandboxes show. It can't lie in the data folder, which other user ids may not enter;
 * the data folder remembers where it is, so that the next start removes what a killed service left.
 */
public final class RunFolder {
    private static final String PREFIX = "ringlab-kernels-";

    private RunFolder() {}

    /**
     * Makes a new one, and removes the one before.
     *
     * @param data the locked data folder: no other service uses the folder that it remembers
     * @return the new folder
     * @throws IOException when a folder cannot be made or removed
     */
    public static Path make(Path data) throws IOException {
        Path note = data.resolve("kernel-run-folder");
        if (Files.exists(note)) {
            Path left = Path.of(Files.readString(note).strip());
            if (String.valueOf(left.getFileName()).startsWith(PREFIX)) {
                remove(left);
            }
        }
        Path made = Files.createTempDirectory(PREFIX);
        Files.writeString(note, made.toString());
        return made;
    }

    /**
     * Removes a folder and all in it; does nothing when it is not there.
     *
     * @param folder the folder
     * @throws IOException when something in it cannot be removed
     */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
