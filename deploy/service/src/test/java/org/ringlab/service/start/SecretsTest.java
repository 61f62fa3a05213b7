package org.ringlab.service.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder and what is secret in it. */
class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void areMadeOnceAndKeptPrivately() throws IOException {
        Secrets first = new Secrets(folder, Map.of());
        String session = first.sessionKey();
        assertEquals(session, new Secrets(folder, Map.of()).sessionKey());
        assertNotEquals(session, first.gradingKey());
        assertEquals("rw-------", permissions(folder.resolve("secrets/session-key")));
        assertEquals("rwx------", permissions(folder.resolve("secrets")));
    }

    @Test
    void comeFromTheEnvironmentBeforeAnyFile() {
        Secrets secrets = new Secrets(folder, Map.of("RINGLAB_SESSION_KEY", "given by the operator"));
        assertEquals("given by the operator", secrets.sessionKey());
        assertFalse(Files.exists(folder.resolve("secrets/session-key")));
    }

    @Test
    void aFolderServesOneServiceAtATime() {
        Path data = folder.resolve("data");
        try (DataFolder first = DataFolder.open(data)) {
            StartFailure second = assertThrows(StartFailure.class, () -> DataFolder.open(first.root()));
            assertTrue(second.getMessage().contains("Another Ringlab"), second.getMessage());
        }
        DataFolder.open(data).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        StartFailure failure = assertThrows(StartFailure.class, () -> DataFolder.open(file.resolve("below")));
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
