package org.ringlab.host.mesos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.container.Json;

/** What is written is read back, and nothing that isn't JSON is taken for it. */
class JsonReaderTest {
    private static Object tree(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 3 : 5)) {
            case 0 -> random.nextInt(2000) / 8.0;
            case 1 -> random.nextBoolean();
            case 2 -> List.of("", "a", "say \"x\"\n", "tab\t\\", "中").get(random.nextInt(5));
            case 3 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("k" + i, tree(random, depth + 1));
                }
                yield map;
            }
        };
    }

    @Test
    void readsWhatIsWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            Object tree = tree(random, 0);
            assertEquals(Optional.of(tree), JsonReader.read(Json.text(tree, i % 3)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "'a'",
                "01",
                "1.",
                "tru",
                "\"\\x\"",
                "\"a",
                "{} {}",
                "-"
            })
    void refusesWhatIsNone(String text) {
        assertTrue(JsonReader.read(text).isEmpty());
    }

    @Test
    void survivesAnything() {
        Random random = new Random(11);
        String letters = "{}[]\":,\\tfn019.eE+- \nu";
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            JsonReader.read(text.toString())
                    .ifPresent(tree ->
                            assertTrue(JsonReader.read(Json.text(tree, 0)).isPresent()));
        }
        assertTrue(JsonReader.read("[".repeat(100_000)).isEmpty());
    }
}
