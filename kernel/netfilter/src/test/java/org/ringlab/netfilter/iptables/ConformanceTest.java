package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Agreement with a real kernel about rules of the iptables project's own tests and about saved rule sets out of the
 * wild. These come with licences of their own and are not part of this repository: the system property
 * {@code ringlab.conformance} names the folder that holds them.
 */
class ConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_SIMULATED = "not simulated: ";

    private static Path data(String name) {
        String root = System.getProperty("ringlab.conformance");
        String reason =
                root == null ? "the system property ringlab.conformance names no folder" : "no " + name + " in " + root;
        Path path = Path.of(root == null ? "" : root, "netfilter").resolve(name);
        if (root == null || !Files.exists(path)) {
            System.out.println("SKIPPED: agreement with recorded iptables (" + name + "): " + reason);
            abort(reason);
        }
        return path;
    }

    /** Every row whose extensions are simulated is accepted or refused as recorded, and saved in the recorded words. */
    @Test
    void rowsAgree() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> notSimulated = new TreeMap<>();
        int agreed = 0;
        for (String line : Files.readAllLines(data("iptables-t/rows.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            List<String> chains = new ArrayList<>();
            row.get("chains").forEach(chain -> chains.add(chain.asText()));
            String rule = row.get("rule").asText();
            IptablesCheck.Row ours = IptablesCheck.check(row.get("table").asText(), chains, rule);
            int at = ours.error().indexOf(NOT_SIMULATED);
            if (at >= 0) {
                notSimulated.merge(
                        ours.error().substring(at + NOT_SIMULATED.length()).strip(), 1, Integer::sum);
                continue;
            }
            String recorded = answer(
                    row.at("/kernel/ok").asBoolean(), row.at("/kernel/save").asText(""));
            String answered = answer(ours.ok(), ours.save().orElse(""));
            if (recorded.equals(answered)) {
                agreed++;
            } else {
                wrong.add(row.get("version").asText() + " " + row.get("table").asText() + " " + chains + " " + rule
                        + "\n  recorded: " + recorded + "\n  ours:     " + answered + " " + ours.error());
            }
        }
        int left = notSimulated.values().stream().mapToInt(n -> n).sum();
        System.out.println("iptables rows: " + agreed + " of " + (agreed + wrong.size()) + " agree, " + left
                + " not simulated: " + notSimulated);
        assertEquals("", String.join("\n", wrong));
        assertTrue(agreed > 0);
    }

    private static String answer(boolean ok, String saved) {
        return ok ? "OK " + saved : "FAIL";
    }

    /** Every saved rule set that names only what is simulated is restored and saved again as recorded. */
    @Test
    void dumpsAgree() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> notSimulated = new ArrayList<>();
        int agreed = 0;
        try (Stream<Path> files = Files.list(data("dumps"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".save")).sorted().toList()) {
                Path recorded = Path.of(file.toString().replaceFirst("save$", "resaved"));
                IptablesResult ours = IptablesCheck.resave(Files.readString(file));
                String expected = Files.exists(recorded) ? Files.readString(recorded) : "refused";
                String name = file.getFileName().toString();
                if (ours.stderr().contains(NOT_SIMULATED)) {
                    notSimulated.add(name);
                } else if (expected.equals(ours.status() == 0 ? ours.stdout() : "refused")) {
                    agreed++;
                } else {
                    wrong.add(name + ": " + ours.stderr() + firstDifference(expected, ours.stdout()));
                }
            }
        }
        System.out.println("saved rule sets: " + agreed + " of " + (agreed + wrong.size()) + " agree, "
                + notSimulated.size() + " not simulated: " + notSimulated);
        assertEquals("", String.join("\n", wrong));
    }

    private static String firstDifference(String expected, String actual) {
        List<String> recorded = expected.lines().toList();
        List<String> ours = actual.lines().toList();
        for (int i = 0; i < recorded.size(); i++) {
            String line = i < ours.size() ? ours.get(i) : "";
            if (!recorded.get(i).equals(line)) {
                return "\n  recorded: " + recorded.get(i) + "\n  ours:     " + line;
            }
        }
        return "";
    }
}
