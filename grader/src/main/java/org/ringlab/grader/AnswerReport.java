package org.ringlab.grader;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerKind;
import org.ringlab.common.Diagnostic;

/**
 * What was made of an answer, and how it went in the public lab.
 *
 * @param cell the answer cell's id
 * @param kind its kind
 * @param host whose commands or file; null for other kinds
 * @param source the answer as graded: the header and magics taken off
 * @param status exit status of the last command in the public lab; 0 for other kinds
 * @param output what the commands printed there, at most 4 KiB of it
 * @param remarks about the answer: lines left out, hints of the shell, why a number can't be read
 */
public record AnswerReport(
        String cell,
        AnswerKind kind,
        @Nullable String host,
        String source,
        int status,
        String output,
        List<Diagnostic> remarks) {
    /** Copies the list. */
    public AnswerReport {
        remarks = List.copyOf(remarks);
    }
}
