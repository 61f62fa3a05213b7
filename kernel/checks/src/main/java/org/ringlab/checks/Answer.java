package org.ringlab.checks;

import java.util.List;
import java.util.Map;
import org.ringlab.common.Diagnostic;

/**
 * An answer taken out of a notebook.
 *
 * @param spec what it answers
 * @param host the host it is for; empty for kinds that are for none
 * @param source what is graded: the cell's text with its header and magics blanked, so that line numbers stay true
 * @param remarks what was left out or can't be understood, and why
 */
public record Answer(AnswerSpec spec, String host, String source, List<Diagnostic> remarks) {
    /** Copies the list. */
    public Answer {
        remarks = List.copyOf(remarks);
    }

    /** The answer cell's id. */
    public String cell() {
        return spec.cell();
    }

    /** Whether nothing was answered. */
    public boolean isBlank() {
        return source.isBlank();
    }

    /** Whether it holds more than notebooks come with: comments, a number 0, an empty table. */
    public boolean isTouched() {
        return switch (spec) {
            case AnswerSpec.NumberValue number -> !source.matches("(?s)[^=]*=\\s*0?\\s*;?\\s*");
            case AnswerSpec.Table table ->
                TableText.read(source, table).values().values().stream()
                        .map(Map::values)
                        .anyMatch(cells -> cells.stream().anyMatch(cell -> !cell.isEmpty()));
            case AnswerSpec.Commands commands -> saysSomething();
            case AnswerSpec.Repair repair -> saysSomething();
            case AnswerSpec.FileText file -> saysSomething();
            case AnswerSpec.Choice choice -> saysSomething();
            case AnswerSpec.Probes probes -> saysSomething();
            case AnswerSpec.Java java -> saysSomething();
            case AnswerSpec.Assembly assembly -> saysSomething();
        };
    }

    private boolean saysSomething() {
        return source.lines().map(String::strip).anyMatch(line -> !line.isEmpty() && !isComment(line));
    }

    /** Whether a line says nothing: comments of shells and of Java. */
    static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith("//") || line.startsWith(";");
    }
}
