package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected texts kept beside the tests; {@code -Dringlab.update-golden} writes them anew, to be read in the diff. */
final class Golden {
    private static final Path FOLDER = Path.of(
            System.getProperty("ringlab.root", "../.."), "kernel/display/src/test/resources/org/ringlab/display");

    private Golden() {}

    /** Asserts that {@code actual} is what the file holds. */
    static void check(String file, String actual) throws IOException {
        Path path = FOLDER.resolve(file);
        String text = actual.endsWith("\n") ? actual : actual + "\n";
        if (System.getProperty("ringlab.update-golden") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(path, text);
        }
        assertEquals(Files.readString(path, StandardCharsets.UTF_8), text, file);
    }
}
