package org.ringlab.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;

/** The part of YAML that manifests are written in. */
class SmallYamlTest {
    @Test
    void mappingsListsAndScalars() {
        SmallYaml.Read read = SmallYaml.read("""
                # a comment
                a: 1
                b:
                  - x: "y: z"   # another
                    w: [p, "q, r"]
                  - plain
                c:
                - in line with its key
                ---
                d: 'text'
                """);
        assertEquals(Optional.empty(), read.error());
        assertEquals(
                List.of(
                        Map.of(
                                "a",
                                "1",
                                "b",
                                List.of(Map.of("x", "y: z", "w", List.of("p", "q, r")), "plain"),
                                "c",
                                List.of("in line with its key")),
                        Map.of("d", "text")),
                read.documents());
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\na: 2', line 2",
        "'a: 1\n  b: 2', line 2",
        "'just words', line 1",
        "'a:\n\tb: 1', line 2",
        "'a: |\n  text', line 1",
        "'a: {b: 1}', line 1"
    })
    void mistakesAreNamedWithTheirLine(String text, String line) {
        assertTrue(SmallYaml.read(text).error().orElse("").startsWith(line), text);
    }

    @Test
    void nothingThrows() {
        String pieces = "a:- []\"'#\n  \n|{}&,x1\t---\n";
        for (int seed = 0; seed < 20_000; seed++) {
            SeededRandom random = new SeededRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            assertNotNull(SmallYaml.read(text.toString()), () -> "seed");
        }
    }
}
