package org.ringlab.service.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.service.web.Refusal;

class FilePathTest {
    @ParameterizedTest
    @CsvSource({
        "'/a/b.ipynb', a/b.ipynb",
        "'a//b/', a/b",
        "'', ''",
        "'/', ''",
        "'第一课/笔记 1.txt', 第一课/笔记 1.txt",
        "'.x', .x"
    })
    void pathsHaveOneForm(String raw, String text) {
        assertEquals(text, FilePath.of(raw).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../b", "a/.", "/..", "a\\..\\b", "a\u0000b", "a\nb"})
    void waysOutAreRefused(String raw) {
        assertThrows(Refusal.class, () -> FilePath.of(raw));
    }

    @Test
    void whateverIsSentIsAPathWithoutWaysOutOrRefused() {
        Random random = new Random(11);
        String alphabet = "ab./\\.%\u0000\n 中";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder raw = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                String text = FilePath.of(raw.toString()).text();
                assertEquals(text, FilePath.of(text).text());
                assertFalse(("/" + text + "/").contains("/../"), text);
            } catch (Refusal refusal) {
                assertEquals(400, refusal.status());
            }
        }
    }

    @Test
    void namesAreTakenApart() {
        FilePath path = FilePath.of("01-forwarding/lesson.zh.ipynb");
        assertEquals("lesson.zh", path.stem());
        assertEquals(".ipynb", path.extension());
        assertEquals("01-forwarding", path.folder().text());
        assertEquals("", FilePath.of("x").folder().text());
    }
}
