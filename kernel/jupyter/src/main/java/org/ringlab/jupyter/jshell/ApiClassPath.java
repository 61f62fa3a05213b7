package org.ringlab.jupyter.jshell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ringlab.jupyter.api.CommandOutput;
import org.ringlab.jupyter.api.Html;
import org.ringlab.jupyter.api.MemoryMachine;
import org.ringlab.jupyter.api.Plot;
import org.ringlab.jupyter.api.Policy;
import org.ringlab.jupyter.api.Ringlab;

/**
 * A folder with the classes of our API and nothing else, for the compiler of cells: on the kernel's own class path cells
 * would also find its libraries.
 */
final class ApiClassPath implements AutoCloseable {
    private static final List<Class<?>> CLASSES =
            List.of(Ringlab.class, CommandOutput.class, Html.class, MemoryMachine.class, Plot.class, Policy.class);

    private final Path root;

    /** Writes the folder; {@link #close} removes it. */
    ApiClassPath() {
        try {
            root = Files.createTempDirectory("ringlab-api");
            for (Class<?> each : CLASSES) {
                Path file = file(each);
                Files.createDirectories(file.getParent());
                try (InputStream in = each.getResourceAsStream("/" + resource(each))) {
                    if (in != null) {
                        Files.copy(in, file);
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("can't write the class path of cells", failed);
        }
    }

    /** The folder. */
    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            Path folder = root;
            for (Class<?> each : CLASSES) {
                folder = file(each).getParent();
                Files.deleteIfExists(file(each));
            }
            while (folder != null && folder.startsWith(root)) {
                Files.deleteIfExists(folder);
                folder = folder.getParent();
            }
        } catch (IOException left) {
            // A forgotten folder among the temporary files harms nobody.
        }
    }

    private Path file(Class<?> each) {
        return root.resolve(resource(each));
    }

    private static String resource(Class<?> each) {
        return each.getName().replace('.', '/') + ".class";
    }
}
