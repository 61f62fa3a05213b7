package org.ringlab.labfile.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays labs on the kernel this test runs on, in network namespaces that end with the process that made them, each lab for a
 * bounded time. A program does it: {@code player.py}, or {@code kernel_labs.py} with the runner that the recorded outcomes
 * came from.
 */
final class RealKernel implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_A_TIME = 2;

    private final Path script;
    private final List<String> operands;

    private RealKernel(String program, List<String> operands) throws IOException {
        this.operands = operands;
        script = Files.createTempFile("kernel", ".py");
        try (var source = RealKernel.class.getResourceAsStream("/differential/" + program)) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** By the project's own player, for {@link PlainLabs}. */
    static RealKernel player() throws IOException {
        return new RealKernel("player.py", List.of());
    }

    /** By the runner in a folder, for all labs. */
    static RealKernel runner(String folder) throws IOException {
        return new RealKernel("kernel_labs.py", List.of(folder));
    }

    /** Why labs can't be played here; empty where they can. */
    Optional<String> missing() throws IOException {
        Process probe;
        try {
            probe = start("--probe");
        } catch (IOException e) {
            return Optional.of("python3 doesn't start: " + e.getMessage());
        }
        probe.getOutputStream().close();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    /** Their outcomes by name; a lab that could not be played has {@code failed} and nothing else. */
    Map<String, JsonNode> play(List<Map<String, Object>> labs) throws IOException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_A_TIME, labs.size()); i++) {
            Process process = start();
            processes.add(process);
            StringBuilder lines = new StringBuilder();
            for (int j = i; j < labs.size(); j += AT_A_TIME) {
                lines.append(JSON.writeValueAsString(labs.get(j))).append('\n');
            }
            // Far less than a pipe holds fits a handful; more is written while the process reads.
            Thread.ofVirtual().start(() -> write(process, lines.toString()));
        }
        Map<String, JsonNode> outcomes = new HashMap<>();
        for (Process process : processes) {
            String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (String line : all.lines().filter(l -> l.startsWith("{")).toList()) {
                JsonNode outcome = JSON.readTree(line);
                outcomes.put(outcome.path("case").asText(), outcome);
            }
        }
        return outcomes;
    }

    private static void write(Process process, String text) {
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            process.destroy();
        }
    }

    private Process start(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("python3", script.toString()));
        words.addAll(List.of(options));
        words.addAll(operands);
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(script);
    }
}
