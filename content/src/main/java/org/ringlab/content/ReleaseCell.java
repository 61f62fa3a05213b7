package org.ringlab.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * nbgrader's markers in a cell: {@code BEGIN}/{@code END} of {@code SOLUTION}, {@code HIDDEN TESTS}, {@code MARK SCHEME}, found
 * anywhere in a line.
 */
final class ReleaseCell {
    private static final Map<String, String> STUBS = Map.of(
            "python", "# YOUR CODE HERE\nraise NotImplementedError()",
            "R", "# YOUR CODE HERE\nfail()",
            "matlab", "% YOUR CODE HERE\nerror('No Answer Given!')",
            "octave", "% YOUR CODE HERE\nerror('No Answer Given!')",
            "sas", "/* YOUR CODE HERE */\n %notImplemented;",
            "java", "// YOUR CODE HERE");

    private ReleaseCell() {}

    /**
     * What stands in place of solutions.
     *
     * @param code in code cells
     * @param commands in cells that a magic begins: neither host nor file knows Java's comments
     * @param text in others
     */
    record Stubs(String code, String commands, String text) {
        /** For a kernel's language. */
        static Stubs of(String language) {
            String code = STUBS.get(language);
            if (code == null) {
                throw new ContentException("Nobody knows a stub for the language " + language + "; there are those of "
                        + String.join(", ", STUBS.keySet().stream().sorted().toList()) + ".");
            }
            return new Stubs(code, "# YOUR CODE HERE", "YOUR ANSWER HERE");
        }
    }

    /** Puts stubs in place of solutions: of marked regions, or of the whole of a solution cell without any. */
    static void clearSolution(ObjectNode cell, boolean solution, Stubs stubs) {
        String source = cell.path("source").asText();
        boolean code = cell.path("cell_type").asText().equals("code");
        boolean magic = code && source.startsWith("%%");
        String stub = magic ? stubs.commands() : code ? stubs.code() : stubs.text();
        Region cleared = region(source, "SOLUTION", stub);
        if (cleared.found() && !solution) {
            throw new ContentException("A solution region stands in a cell that isn't marked as a solution.");
        }
        String header = magic ? source.lines().findFirst().orElse("") + "\n" : "";
        cell.put("source", cleared.found() ? cleared.rest() : solution ? header + stub : source);
    }

    /** Takes hidden tests out. */
    static void clearHiddenTests(ObjectNode cell, boolean grade) {
        remove(cell, "HIDDEN TESTS", grade, "Hidden tests stand in a cell that isn't graded.");
    }

    /** Takes mark schemes out. */
    static void clearMarkScheme(ObjectNode cell, boolean task) {
        remove(cell, "MARK SCHEME", task, "A mark scheme stands in a cell that is no task.");
    }

    private static void remove(ObjectNode cell, String what, boolean allowed, String otherwise) {
        Region cleared = region(cell.path("source").asText(), what, "");
        if (cleared.found() && !allowed) {
            throw new ContentException(otherwise);
        }
        cell.put("source", cleared.rest());
    }

    /** A text without its marked regions. */
    private record Region(String rest, boolean found) {}

    private static Region region(String source, String what, String stub) {
        List<String> kept = new ArrayList<>();
        boolean inside = false;
        boolean found = false;
        for (String line : source.split("\n", -1)) {
            if (line.contains("BEGIN " + what)) {
                if (inside) {
                    throw new ContentException("BEGIN " + what + " inside of another.");
                }
                inside = true;
                found = true;
                if (!stub.isEmpty()) {
                    String indent = line.substring(
                            0, line.length() - line.stripLeading().length());
                    for (String part : stub.split("\n")) {
                        kept.add(indent + part);
                    }
                }
            } else if (line.contains("END " + what)) {
                inside = false;
            } else if (!inside) {
                kept.add(line);
            } else if (what.equals("MARK SCHEME") && line.matches(".*!\\[.*]\\(attachment:.+?\\).*")) {
                throw new ContentException("A mark scheme shows an attachment, which students would get.");
            }
        }
        if (inside) {
            throw new ContentException("BEGIN " + what + " without END.");
        }
        return new Region(String.join("\n", kept), found);
    }
}
