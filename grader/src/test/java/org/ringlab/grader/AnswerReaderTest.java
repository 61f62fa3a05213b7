package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.AnswerText;
import org.ringlab.common.SeededRandom;

class AnswerReaderTest {
    private static final List<AnswerSpec> RULES = List.of(new AnswerSpec.Commands("rules", "gw"));

    private static List<Answer> read(String notebook) throws Refusal {
        return AnswerReader.read(RULES, NotebookJson.read(notebook));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'%%host gw\niptables -F', '\niptables -F', 0",
                "'\n%%host   gw  \niptables -F', '\n\niptables -F', 0",
                "'iptables -F', 'iptables -F', 0",
                "'%%host gw\n%check\niptables -F\n  %why', '\n\niptables -F\n', 2",
                "'%%host gw\necho %d', '\necho %d', 0",
                "'', '', 0",
                "'%%host gw\r\niptables -F', '\niptables -F', 0",
            })
    void takesTheHeaderAndMagicsOff(String source, String graded, int remarks) throws Refusal {
        Answer answer = read(Notebooks.of(Notebooks.answer("rules", source))).getFirst();
        assertEquals(graded, answer.source());
        assertEquals(remarks, answer.remarks().size());
    }

    @Test
    void findsACellByItsOwnIdWhereTheMetadataIsGone() throws Refusal {
        assertEquals(
                "true",
                read(Notebooks.of(Notebooks.cell("rules", "code", "true", "{}")))
                        .getFirst()
                        .source());
    }

    @Test
    void readsNotebooksOfFormat3() throws Refusal {
        String old = """
                {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": [
                  {"cell_type": "heading", "level": 1, "source": "x", "metadata": {}},
                  {"cell_type": "code", "collapsed": false, "language": "python", "outputs": [], "prompt_number": 1,
                   "input": ["%%host gw\\n", "true"],
                   "metadata": {"nbgrader": {"grade_id": "rules", "solution": true}}}]}]}
                """;
        assertEquals("\ntrue", read(old).getFirst().source());
    }

    static Stream<Arguments> refusals() {
        String good = Notebooks.answer("rules", "true");
        return Stream.of(
                Arguments.of("", "isn't valid JSON"),
                Arguments.of("[]", "isn't valid JSON"),
                Arguments.of("null", "isn't valid JSON"),
                Arguments.of("{\"nbformat\":4,\"cells\":[", "isn't valid JSON"),
                Arguments.of(Notebooks.of(good) + "x", "isn't valid JSON"),
                Arguments.of(Notebooks.of(good).replace("\"nbformat\":4", "\"nbformat\":2"), "version is 2"),
                Arguments.of(Notebooks.of(good).replace("\"nbformat\":4", "\"nbformat\":5"), "version is 5"),
                Arguments.of(Notebooks.of(good).replace("\"nbformat\":4,", ""), "version is ?"),
                Arguments.of("{\"nbformat\":4}", "no list of cells"),
                Arguments.of("{\"nbformat\":4,\"x\":" + "[".repeat(300) + "]".repeat(300) + "}", "valid JSON"),
                Arguments.of(Notebooks.of(), "cell rules is gone"),
                Arguments.of(Notebooks.of(good, good), "there 2 times (cells 1, 2)"),
                Arguments.of(Notebooks.of(Notebooks.cell("rules", "markdown", "x", "{}")), "of type markdown"),
                Arguments.of(Notebooks.of(Notebooks.answer("rules", "%%host server\ntrue")), "\"%%host gw\""),
                Arguments.of(Notebooks.of(Notebooks.answer("rules", "%%bash\ntrue")), "\"%%host gw\""),
                Arguments.of(
                        Notebooks.of(Notebooks.answer("rules", "x".repeat(NotebookJson.MAX_SOURCE + 1))), "too long"),
                Arguments.of(
                        Notebooks.of(Notebooks.answer("rules", "x".repeat(AnswerText.MAX_LENGTH + 1))), "too long"),
                Arguments.of("{" + " ".repeat(NotebookJson.MAX_LENGTH), "too big"),
                Arguments.of(
                        "{\"nbformat\":4,\"cells\":[" + "{},".repeat(NotebookJson.MAX_CELLS) + "{}]}", "more than"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void saysWhyASubmissionCannotBeGraded(String notebook, String reason) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(notebook));
        assertTrue(refusal.reason().en().contains(reason), refusal.reason().en());
        assertFalse(refusal.reason().zh().isEmpty());
    }

    @Test
    void mutatedNotebooksAreReadOrRefused() {
        String good = Notebooks.of(
                Notebooks.cell("intro", "markdown", "# 标题", "{}"), Notebooks.answer("rules", "%%host gw\niptables -F"));
        SeededRandom random = new SeededRandom(11);
        String junk = "{}[]\",:0a\\\u0000\u202e%n";
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, junk.charAt(random.nextInt(junk.length())));
                    default -> text.setCharAt(at, junk.charAt(random.nextInt(junk.length())));
                }
            }
            try {
                read(text.toString());
                read++;
            } catch (Refusal refusal) {
                assertFalse(refusal.reason().isEmpty());
            }
        }
        assertTrue(read > 100, "some mutations are harmless");
    }
}
