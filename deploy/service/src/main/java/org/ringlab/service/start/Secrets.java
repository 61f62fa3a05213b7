package org.ringlab.service.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The installation's secrets: taken from the environment, else made at first start and kept in one file each under
 * {@code secrets/} in the data folder (mode 0600).
 */
public final class Secrets {
    private static final int RANDOM_BYTES = 32;

    private final Path folder;
    private final Map<String, String> environment;

    /** Secrets of a data folder; {@code environment} as by {@link System#getenv()}. */
    public Secrets(Path dataFolder, Map<String, String> environment) {
        this.folder = dataFolder.resolve("secrets");
        this.environment = environment;
    }

    /** Encrypts session cookies: whoever knows it can be anybody. Environment: RINGLAB_SESSION_KEY. */
    public String sessionKey() {
        return get("session-key", "RINGLAB_SESSION_KEY");
    }

    /** Draws hidden scenarios: whoever knows it can predict them. Environment: RINGLAB_GRADING_KEY. */
    public String gradingKey() {
        return get("grading-key", "RINGLAB_GRADING_KEY");
    }

    /** Password of the embedded database's only account; a file, never in the environment of its processes. */
    public String databasePassword() {
        return get("database-password", "RINGLAB_EMBEDDED_DB_PASSWORD");
    }

    private String get(String name, String variable) {
        String given = environment.get(variable);
        if (given != null && !given.isBlank()) {
            return given;
        }
        Path file = folder.resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            String secret = random(RANDOM_BYTES);
            writePrivately(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new StartFailure(
                    "The secret " + file + " can't be read or made: " + e + "\nSet " + variable
                            + ", or correct the folder's owner and permissions.",
                    e);
        }
    }

    /** A random URL-safe string of {@code bytes} × 8 bits. */
    public static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** Writes a new file that nobody but its owner can ever read; an existing one is replaced. */
    public static void writePrivately(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
