package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.netfilter.rules.RuleSet;

/**
 * Numbers, ports, names and lists as people type them: status, saved rule and error text are those that iptables 1.8.9 gave
 * on Linux. {@code record-words.py} beside the recording made it.
 */
class RecordedWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<JsonNode> rows() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream words = RecordedWordsTest.class.getResourceAsStream("words.jsonl")) {
            for (String line : new String(words.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void agrees(JsonNode row) {
        List<String> words = new ArrayList<>(List.of("-t", row.get("table").asText(), "-A", "INPUT"));
        row.get("words").forEach(word -> words.add(word.asText()));
        RuleSet rules = new RuleSet();
        IptablesResult result = new Iptables(rules, Profile.RECORDED).run(words);
        if (result.stderr().contains("not simulated: ")) {
            assertEquals(136, row.get("status").asInt(), "only where the real program died");
            return;
        }
        assertEquals(row.get("stderr").asText(), result.stderr());
        assertEquals(row.get("status").asInt(), result.status());
        assertEquals(row.get("saved").asText(), saved(rules, row.get("table").asText()));
    }

    private static String saved(RuleSet rules, String table) {
        return new Iptables(rules, Profile.RECORDED)
                .run(List.of("-t", table, "-S", "INPUT"))
                .stdout()
                .lines()
                .filter(line -> line.startsWith("-A INPUT"))
                .map(line -> line.substring("-A INPUT".length()).stripLeading())
                .findFirst()
                .orElse("null");
    }
}
