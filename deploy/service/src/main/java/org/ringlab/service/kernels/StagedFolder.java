package org.ringlab.service.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private copy of a folder that every user id can read and only the service can change. Sandboxes show the copy: the
 * original may lie where other users cannot go (a home folder), and may be rebuilt while kernels run.
 */
final class StagedFolder implements AutoCloseable {
    private final Path path;

    private StagedFolder(Path path) {
        this.path = path;
    }

    /**
     * Copies a folder; times are kept, since the JDK's caches check them.
     *
     * @param source the folder
     * @param parent where to put the copy, a folder of the service's own; made when absent
     * @return the copy
     * @throws IOException when copying fails
     */
    static StagedFolder copyOf(Path source, Path parent) throws IOException {
        StagedFolder staged = empty(parent);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = staged.path.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
                readable(copy);
            }
        }
        return staged;
    }

    /**
     * Makes an empty folder of this kind.
     *
     * @param parent where to put it, a folder of the service's own; made when absent
     * @return the folder
     * @throws IOException when it cannot be made
     */
    static StagedFolder empty(Path parent) throws IOException {
        Files.createDirectories(parent);
        // Others may pass, not look around.
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        Path path = Files.createTempDirectory(parent, "kernel-");
        readable(path);
        return new StagedFolder(path);
    }

    Path path() {
        return path;
    }

    /** The files of a folder in it, by name. */
    List<Path> files(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(path.resolve(folder))) {
            return entries.sorted().toList();
        }
    }

    /** Adds a copy of a file. */
    void add(Path source, String name) throws IOException {
        Path copy = path.resolve(name);
        Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        readable(copy);
    }

    private static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    @Override
    public void close() {
        try {
            RunFolder.remove(path);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + path, e);
        }
    }
}
