package org.ringlab.service.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all this installation's state, readable by its owner only, and locked against a second
 * service for as long as this one lives.
 */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    /** Held as long as this object is reachable: the lock goes with its channel. */
    private final FileLock lock;

    private DataFolder(Path root, FileLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the folder if needed and locks it.
     *
     * @throws StartFailure if it can't be written, or another service uses it
     */
    public static DataFolder open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            return new DataFolder(root, lock(root));
        } catch (IOException e) {
            throw new StartFailure(
                    "The data folder " + root + " can't be written: " + e
                            + "\nGive another with --data DIR, or correct its owner and permissions.",
                    e);
        }
    }

    private static FileLock lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The same process holds it already: same answer as for another process.
        }
        if (lock == null) {
            channel.close();
            throw new StartFailure("Another Ringlab is running with the data folder " + root
                    + ".\nStop it first, or give this one a folder of its own with --data DIR.");
        }
        return lock;
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    /** Where the embedded database keeps its files. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** Where the demonstration accounts and their passwords are written. */
    public Path demoAccounts() {
        return root.resolve("demo-accounts.txt");
    }

    /** Gives the folder up. */
    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
