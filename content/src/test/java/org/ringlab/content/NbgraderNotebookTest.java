package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nbgrader's own notebooks don't show: our cells, and mistakes. */
class NbgraderNotebookTest {
    private static NbgraderNotebook notebook(String type, String source, String mark) {
        return NbgraderNotebook.read(
                """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"language": "java"}}, "cells": [
                 {"cell_type": "%s", "id": "a", "metadata": {"nbgrader": {%s}}, "source": %s, "outputs": [{}]}]}
                """.formatted(type, mark, new com.fasterxml.jackson.databind.node.TextNode(source)));
    }

    private static final String SOLUTION =
            "\"schema_version\": 3, \"grade_id\": \"a\", \"grade\": false, \"solution\": true, \"locked\": false";

    private static String released(String source) {
        NbgraderNotebook notebook = notebook("code", source, SOLUTION);
        notebook.release();
        return notebook.cells().getFirst().path("source").asText();
    }

    @Test
    void aCellOfCommandsKeepsItsFirstLine() {
        assertEquals("%%host gw\n# YOUR CODE HERE", released("%%host gw\niptables -A FORWARD -j REJECT"));
        assertEquals("// YOUR CODE HERE", released("class Lru {}"));
        assertEquals(
                "%%host gw\niptables -F\n  # YOUR CODE HERE\necho done",
                released("%%host gw\niptables -F\n  ### BEGIN SOLUTION\niptables -X\n### END SOLUTION\necho done"));
    }

    @Test
    void whatStudentsGetHoldsNothingOfTheSolutionAndCanBeReadAgain() {
        NbgraderNotebook notebook = notebook("code", "int secret = 42;", SOLUTION);
        notebook.release();
        String text = notebook.text();
        assertFalse(text.contains("42"), text);
        assertFalse(text.contains("{ }"), "outputs are cleared: " + text);
        NbgraderNotebook again = NbgraderNotebook.read(text);
        assertEquals(notebook.checksums(), again.checksums());
        assertEquals(text, again.text());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "code | BEGIN SOLUTION/x | BEGIN SOLUTION without END",
                "code | BEGIN SOLUTION/BEGIN SOLUTION/END SOLUTION | inside of another",
                "code | BEGIN HIDDEN TESTS/x/END HIDDEN TESTS | isn't graded",
                "code | BEGIN MARK SCHEME/x/END MARK SCHEME | is no task",
                "markdown | answer | must be both graded and a solution",
            })
    void saysWhatIsWrong(String type, String source, String problem) {
        String kept =
                source.contains("HIDDEN") || source.contains("MARK") ? "BEGIN SOLUTION/END SOLUTION/" + source : source;
        ContentException wrong = assertThrows(
                ContentException.class,
                () -> notebook(type, kept.replace('/', '\n'), SOLUTION).release());
        assertTrue(String.valueOf(wrong.getMessage()).contains(problem), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | is no JSON",
                "[] | no JSON object",
                "{\"nbformat\": 5, \"cells\": []} | is of nbformat 5",
                "{\"nbformat\": 4, \"cells\": 7} | is of nbformat 4",
            })
    void refusesWhatIsNoNotebook(String text, String problem) {
        ContentException wrong = assertThrows(ContentException.class, () -> NbgraderNotebook.read(text));
        assertTrue(String.valueOf(wrong.getMessage()).contains(problem), wrong.getMessage());
    }
}
