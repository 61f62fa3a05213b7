package org.ringlab.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal sees every page it asks for and ends by itself; it plays in an empty folder only. */
class RehearsalTest {
    private static final int SECONDS = 300;

    @TempDir
    Path data;

    private record Ended(int status, String output) {}

    @Test
    void everyAnswerIsAsExpected() throws IOException, InterruptedException {
        Ended ended = rehearse();
        Matcher counts =
                Pattern.compile("Rehearsed: (\\d+) of (\\d+) answers were good").matcher(ended.output);
        assertTrue(counts.find(), ended.output);
        assertEquals(counts.group(2), counts.group(1), ended.output);
        assertEquals(0, ended.status, ended.output);
    }

    @Test
    void aFolderInUseIsLeftAlone() throws IOException, InterruptedException {
        Files.writeString(data.resolve("lock"), "");
        Ended ended = rehearse();
        assertEquals(1, ended.status, ended.output);
        assertTrue(ended.output.contains("empty --data folder"), ended.output);
        try (var entries = Files.list(data)) {
            assertEquals(List.of(data.resolve("lock")), entries.toList());
        }
    }

    private Ended rehearse() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(RunningService.command(0, data));
        command.add(command.indexOf("-jar"), "-Dringlab.rehearsal.rounds=1");
        command.add("--rehearse");
        Path log = Files.createTempFile("rehearsal", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> "still rehearsing");
            return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
