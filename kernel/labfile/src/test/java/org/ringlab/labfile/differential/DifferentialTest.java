package org.ringlab.labfile.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.labfile.LabFile;
import org.ringlab.labfile.OutcomeComparison;
import org.ringlab.labfile.OutcomeJson;

/**
 * Random labs give the same outcome here and on the real kernel, in everything an outcome holds. How many are played, and
 * from which seed on, the system properties {@code ringlab.differential.count} and {@code ringlab.differential.seed} say:
 * {@code ./mvnw -Pdifferential verify -Dringlab.differential.count=500}.
 */
class DifferentialTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 20;

    /** Labs in which packets go round for ever keep the real kernel busy until its time is up. */
    private static final String FAILED = "failed";

    /** The same seed gives the same lab, else a failure could not be looked into. */
    @Test
    void aSeedIsALab() {
        Set<String> different = new HashSet<>();
        for (long seed = 1; seed <= 50; seed++) {
            String once = Comparison.json(RandomLab.of(seed));
            assertEquals(once, Comparison.json(RandomLab.of(seed)));
            assertNotNull(LabFile.json(once).spec(), once);
            different.add(once.substring(once.indexOf("\"hosts\"")));
        }
        assertEquals(50, different.size());
    }

    /** Hosts, rules, ping, TCP, HTTP and UDP, by the project's own player. */
    @Test
    void plainLabsAgreeWithTheKernelItRunsOn() throws IOException {
        try (RealKernel kernel = RealKernel.player()) {
            kernel.missing().ifPresent(DifferentialTest::skip);
            compare("plain random labs", kernel, seed -> PlainLabs.of(seed), PlainLabs::told);
        }
    }

    /** All that a random lab holds, by the runner of the recorded outcomes. */
    @Test
    void agreesWithTheKernelItRunsOn() throws IOException {
        String root = System.getProperty("ringlab.conformance");
        if (root == null) {
            skip("the system property ringlab.conformance names no folder");
        }
        try (RealKernel kernel =
                RealKernel.runner(Path.of(root, "netfilter").toAbsolutePath().toString())) {
            kernel.missing().ifPresent(DifferentialTest::skip);
            compare("random labs", kernel, seed -> Optional.of(RandomLab.of(seed)), outcome -> outcome);
        }
    }

    /** Plays so many labs here and there; prints how many agree, and fails with the smallest form of those that don't. */
    private static void compare(
            String what,
            RealKernel kernel,
            LongFunction<Optional<Map<String, Object>>> source,
            UnaryOperator<JsonNode> told)
            throws IOException {
        Comparison comparison = new Comparison(kernel, told);
        long first = Long.getLong("ringlab.differential.seed", 1);
        int count = Integer.getInteger("ringlab.differential.count", 10);
        List<String> reports = new ArrayList<>();
        int failed = 0;
        long seed = first;
        for (int done = 0; done < count; ) {
            List<Map<String, Object>> labs = new ArrayList<>();
            while (labs.size() < Math.min(AT_ONCE, count - done)) {
                source.apply(seed++).ifPresent(labs::add);
            }
            done += labs.size();
            Map<String, JsonNode> outcomes = kernel.play(labs);
            for (Map<String, Object> lab : labs) {
                Optional<JsonNode> outcome = Optional.ofNullable(outcomes.get(String.valueOf(lab.get("name"))));
                failed += outcome.filter(o -> !o.has(FAILED)).isEmpty() ? 1 : 0;
                if (outcome.isPresent()
                        && !comparison.differences(lab, outcome.get()).isEmpty()) {
                    reports.add(comparison.report(lab));
                }
            }
        }
        System.out.println(what + ": " + (count - failed - reports.size()) + " of " + (count - failed)
                + " agree with the kernel, seeds " + first + " to " + (seed - 1) + ", " + failed
                + " not played in time");
        assertEquals("", String.join("\n", reports));
        assertTrue(failed <= count / 5, failed + " labs could not be played");
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED: random labs on the real kernel: " + reason);
        abort(reason);
    }

    /** Labs here and there. */
    private record Comparison(RealKernel kernel, UnaryOperator<JsonNode> told) {
        /** The smallest lab that still differs in the same respect, and how. */
        String report(Map<String, Object> lab) throws IOException {
            String kind = kind(differences(lab, play(lab)));
            Map<String, Object> smallest = new Minimiser(labs -> differ(labs, kind)).minimise(lab);
            return "seed " + lab.get("name") + " differs:\n"
                    + new YAMLMapper().writeValueAsString(smallest)
                    + String.join("\n", differences(smallest, play(smallest))) + "\n";
        }

        private List<Boolean> differ(List<Map<String, Object>> labs, String kind) {
            List<Map<String, Object>> named = new ArrayList<>();
            for (Map<String, Object> lab : labs) {
                Map<String, Object> copy = new LinkedHashMap<>(lab);
                copy.put("name", "candidate-" + named.size());
                named.add(copy);
            }
            try {
                Map<String, JsonNode> outcomes = kernel.play(named);
                List<Boolean> differ = new ArrayList<>();
                for (Map<String, Object> lab : named) {
                    JsonNode outcome = outcomes.get(String.valueOf(lab.get("name")));
                    differ.add(
                            outcome != null && kind(differences(lab, outcome)).equals(kind));
                }
                return differ;
            } catch (IOException e) {
                throw new IllegalStateException("the kernel's labs ended half-way", e);
            }
        }

        /** In which respect they differ first; empty where they don't. */
        private static String kind(List<String> differences) {
            if (differences.isEmpty()) {
                return "";
            }
            String first = differences.getFirst();
            return first.startsWith("probe")
                    ? "probe"
                    : first.contains("conntrack") ? "conntrack" : first.split("[ :]")[0];
        }

        private JsonNode play(Map<String, Object> lab) throws IOException {
            return kernel.play(List.of(lab)).getOrDefault(String.valueOf(lab.get("name")), JSON.createObjectNode());
        }

        List<String> differences(Map<String, Object> lab, JsonNode outcome) {
            if (outcome.has(FAILED) || outcome.isEmpty()) {
                return List.of();
            }
            try {
                JsonNode simulated = JSON.readTree(OutcomeJson.line(
                        Lab.boot(LabFile.json(json(lab)).orThrow()).play()));
                return OutcomeComparison.differences(told.apply(simulated), outcome);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an outcome is JSON", e);
            }
        }

        static String json(Map<String, Object> lab) {
            try {
                return JSON.writeValueAsString(lab);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a lab holds only texts, numbers, lists and maps", e);
            }
        }
    }
}
