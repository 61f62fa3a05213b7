package org.ringlab.jupyter.jshell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where each snippet stands in its cell, for errors and stack frames. */
final class CellSources {
    /**
     * A place in a cell.
     *
     * @param cell the number of its execution
     * @param line from 1
     */
    record Place(int cell, int line) {}

    private final Map<String, Place> firstLines = new HashMap<>();

    /** The snippet with this id of JShell begins at that line of that cell. */
    void add(String snippetId, int cell, int line) {
        firstLines.put(snippetId, new Place(cell, line));
    }

    /** The place of a line, from 1, of a snippet; empty where it isn't from a cell. */
    Optional<Place> place(String snippetId, int line) {
        Place first = firstLines.get(snippetId);
        return first == null ? Optional.empty() : Optional.of(new Place(first.cell(), first.line() + line - 1));
    }

    /** The line, from 1, of an offset in a text. */
    static int line(String text, int offset) {
        return 1
                + (int) text.substring(0, Math.clamp(offset, 0, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The column, from 1 and in UTF-16 units, of an offset in a text. */
    static int column(String text, int offset) {
        int end = Math.clamp(offset, 0, text.length());
        return end - (text.lastIndexOf('\n', end - 1) + 1) + 1;
    }

    /** The whole line, from 1, without its end. */
    static String lineText(String text, int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("");
    }
}
