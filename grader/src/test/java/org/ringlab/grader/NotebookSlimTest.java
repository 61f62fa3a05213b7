package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookSlimTest {
    private static String slim(byte[] file) throws IOException {
        return NotebookSlim.text(() -> new ByteArrayInputStream(file));
    }

    private static String slim(String text) throws IOException {
        return slim(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void outputsAreLeftOutAndAnswersStay() throws Exception {
        String large = "x".repeat(30_000_000);
        String notebook = Notebooks.of(Notebooks.answer("rules", "%%host gw\ntrue"))
                .replace("\"text/plain\":NaN", "\"text/plain\":\"" + large + "\"");
        String text = slim(notebook);
        assertTrue(text.length() < 1000, "length " + text.length());
        assertEquals(1, NotebookJson.read(text).cells().size());
        assertEquals(
                "%%host gw\ntrue", NotebookJson.read(text).cells().getFirst().source());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE"})
    void encodingsThatSayWhatTheyAreAreRead(String name) throws Exception {
        String mark = name.equals("UTF-16") ? "" : "\uFEFF";
        String notebook = mark + Notebooks.of(Notebooks.answer("rules", "echo 中文"));
        assertEquals(
                "echo 中文",
                NotebookJson.read(slim(notebook.getBytes(Charset.forName(name))))
                        .cells()
                        .getFirst()
                        .source());
    }

    @Test
    void whatIsNoTextIsNone() throws IOException {
        assertNull(slim(new byte[] {'{', '"', (byte) 0xB0, (byte) 0xA1, '"', ':', '1', '}'}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"cells\": [", "{\"cells\": []}}", "[1, 2"})
    void whatIsNoJsonStaysNone(String text) throws IOException {
        String slim = slim(text);
        assertThrows(Refusal.class, () -> NotebookJson.read(slim));
    }

    @Test
    void answersWithoutEndAreCutAndRefused() throws IOException {
        String notebook = Notebooks.of(Notebooks.answer("rules", "x".repeat(NotebookJson.MAX_LENGTH + 10)));
        String slim = slim(notebook);
        assertTrue(slim.length() > NotebookJson.MAX_LENGTH);
        Refusal refusal = assertThrows(Refusal.class, () -> NotebookJson.read(slim));
        assertFalse(refusal.reason().en().isEmpty());
    }
}
