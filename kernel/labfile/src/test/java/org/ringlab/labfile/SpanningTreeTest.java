package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.common.SimClock;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;

/**
 * Labs of bridges, played as the kernel played them ({@code spanning-tree/record_stp.py} recorded it): every port is in
 * the recorded state whenever none of its changes is near, and what {@code brctl showstp} prints is the same but for
 * where timers stand. The kernel sends its hellos at whole seconds of a clock of its own and hears of new links up to a
 * second late, so changes are compared to within one hello.
 */
class SpanningTreeTest {
    private static final double NEAR = 2.1;
    private static final double TIMERS = 2.2;

    private final Map<String, TreeMap<Double, String>> recorded = new HashMap<>();
    private final Lab lab =
            Lab.boot(LabFile.yaml("name: bridges\nhosts: {box: {}}\n").orThrow());

    static Stream<Named<List<JsonNode>>> labs() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream plans = SpanningTreeTest.class.getResourceAsStream("/spanning-tree/spanning-tree.json");
                InputStream lines = SpanningTreeTest.class.getResourceAsStream("/spanning-tree/spanning-tree.jsonl")) {
            List<JsonNode> plan = new ArrayList<>();
            json.readTree(plans).forEach(plan::add);
            List<JsonNode> outcome =
                    json.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll();
            return plan.stream().map(p -> Named.of(p.get("name").asText(), List.of(p, outcome.get(plan.indexOf(p)))));
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void goesAsOnTheKernel(List<JsonNode> both) {
        JsonNode plan = both.get(0);
        JsonNode outcome = both.get(1);
        outcome.get("changes")
                .forEach(c -> recorded.computeIfAbsent(c.get(1).asText(), k -> new TreeMap<>())
                        .put(c.get(0).asDouble(), c.get(2).asText()));
        plan.get("namespaces").forEach(n -> lab.run("box", "ip netns add " + n.asText()));
        for (JsonNode line : plan.get("setup")) {
            CommandResult done = at(line.asText());
            assertTrue(done.ok(), () -> line.asText() + ": " + done.stderr());
        }
        long begin = nanos();
        int compared = 0;
        for (JsonNode line : plan.get("then")) {
            String[] words = line.asText().split(" ", 2);
            compared += compareUntil(begin, Double.parseDouble(words[0]));
            CommandResult done = at(words[1]);
            expect(outcome, line.asText(), done);
        }
        compared += compareUntil(begin, plan.get("seconds").asDouble());
        assertTrue(compared > 50, "compared " + compared);
    }

    private CommandResult at(String line) {
        String[] words = line.split(" ", 2);
        return lab.run("box", "ip netns exec " + words[0] + " " + words[1].replace("@@", ""));
    }

    private long nanos() {
        return lab.network().clock().nanos();
    }

    /** Compares all ports every half second; how many comparisons there were. */
    private int compareUntil(long begin, double end) {
        int compared = 0;
        while (true) {
            double now = (nanos() - begin) / (double) SimClock.SECOND;
            for (Map.Entry<String, TreeMap<Double, String>> port : recorded.entrySet()) {
                TreeMap<Double, String> changes = port.getValue();
                String state = state(port.getKey());
                boolean settled = changes.subMap(now - NEAR, now + NEAR).isEmpty() && changes.floorKey(now) != null;
                if (settled && !state.isEmpty()) {
                    assertEquals(changes.floorEntry(now).getValue(), state, port.getKey() + " at " + now + " s");
                    compared++;
                }
            }
            if (now >= end) {
                return compared;
            }
            long rest = (long) (Math.min(0.5, end - now) * SimClock.SECOND) + 1;
            lab.network().queue().runUntil(() -> false, rest);
        }
    }

    /** What a port does; empty where it is none any longer. */
    private String state(String port) {
        String[] names = port.split("/");
        String shown = lab.run("box", "ip netns exec " + names[0] + " bridge link show dev " + names[1])
                .stdout();
        return shown.isEmpty() ? "" : shown.split(" state ")[1].split(" ")[0];
    }

    private static void expect(JsonNode outcome, String line, CommandResult done) {
        String[] words = line.split(" ", 3);
        for (JsonNode ping : outcome.get("pings")) {
            if (ping.get(0).asDouble() == Double.parseDouble(words[0])) {
                assertEquals(ping.get(3).asInt() == 1, done.ok(), line + "\n" + done.stdout());
            }
        }
        for (JsonNode shown : outcome.get("shown")) {
            if (shown.get(0).asDouble() == Double.parseDouble(words[0])) {
                compareText(line, shown.get(3).asText(), done.stdout());
            }
        }
    }

    private static void compareText(String line, String wanted, String got) {
        String[] left = wanted.replaceAll(" +", " ").split("(?<=\\s)");
        String[] right = got.replaceAll(" +", " ").split("(?<=\\s)");
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean time =
                    left[i].strip().matches("\\d+\\.\\d\\d") && right[i].strip().matches("\\d+\\.\\d\\d");
            boolean near = time
                    && Math.abs(Double.parseDouble(left[i].strip()) - Double.parseDouble(right[i].strip())) < TIMERS;
            seen.append(near ? left[i] : right[i]);
        }
        assertEquals(wanted.replaceAll(" +", " ").strip(), seen.toString().strip(), line + "\n" + got);
    }
}
