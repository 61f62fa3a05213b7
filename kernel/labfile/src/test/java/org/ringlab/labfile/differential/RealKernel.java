package org.ringlab.labfile.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Plays labs on the kernel this test runs on, in network namespaces that end with the process that made them. */
final class RealKernel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_A_LAB = 20;

    private final Path runner;

    RealKernel(Path runner) {
        this.runner = runner;
    }

    /** Their outcomes by name; a lab that could not be played is missing. */
    Map<String, JsonNode> play(List<Map<String, Object>> labs) throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory("differential");
        try {
            Path cases = dir.resolve("cases.jsonl");
            Path outcomes = dir.resolve("outcomes.jsonl");
            List<String> lines = new ArrayList<>();
            for (Map<String, Object> lab : labs) {
                lines.add(JSON.writeValueAsString(Map.of("case", lab)));
            }
            Files.write(cases, lines);
            Process process = new ProcessBuilder(
                            "python3", runner.toString(), "-j", "2", "--jsonl", outcomes.toString(), cases.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("log").toFile())
                    .start();
            if (!process.waitFor((long) SECONDS_A_LAB * (labs.size() + 1), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            Map<String, JsonNode> played = new HashMap<>();
            if (Files.exists(outcomes)) {
                for (String line : Files.readAllLines(outcomes)) {
                    JsonNode outcome = JSON.readTree(line).path("outcome");
                    played.put(outcome.path("case").asText(), outcome);
                }
            }
            if (played.size() < labs.size()) {
                System.out.println(Files.readString(dir.resolve("log")));
            }
            return played;
        } finally {
            for (String name : List.of("cases.jsonl", "outcomes.jsonl", "log")) {
                Files.deleteIfExists(dir.resolve(name));
            }
            Files.deleteIfExists(dir);
        }
    }

    /** Why labs can't be played here; empty where they can. */
    Optional<String> missing() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder("python3", "-c", PROBE).redirectErrorStream(true).start();
        String said = new String(probe.getInputStream().readAllBytes()).strip();
        return probe.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }

    private static final String PROBE = "import sys";
}
