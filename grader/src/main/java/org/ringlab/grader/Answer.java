package org.ringlab.grader;

import java.util.List;
import org.ringlab.common.Diagnostic;

/**
 * An answer taken out of a notebook.
 *
 * @param spec what it answers
 * @param source what is graded: the cell's text with its header and magics blanked, so that line numbers stay true
 * @param remarks what was left out, and why
 */
record Answer(AnswerSpec spec, String source, List<Diagnostic> remarks) {
    Answer {
        remarks = List.copyOf(remarks);
    }

    /** Whether nothing was answered. */
    boolean isBlank() {
        return source.isBlank();
    }
}
