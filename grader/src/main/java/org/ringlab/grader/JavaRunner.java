package org.ringlab.grader;

import java.util.List;
import java.util.Optional;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.JavaProgram;
import org.ringlab.common.Diagnostic;

/** Compiles students' Java code, and runs it somewhere else: never in this JVM. */
public interface JavaRunner {
    /**
     * A class that was compiled.
     *
     * @param diagnostics of the compiler, with line and column in the student's cell
     * @param program the class, each run of which begins anew; empty where it doesn't compile
     */
    record Compiled(List<Diagnostic> diagnostics, Optional<JavaProgram> program) {
        /** Copies the list. */
        public Compiled {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** There is no place where students' code could run safely; grading ends as GRADER_ERROR. */
    final class Unavailable extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        /** With the reason, for staff. */
        public Unavailable(String reason) {
            super(reason);
        }
    }

    /**
     * Compiles an answer.
     *
     * @throws Unavailable where students' code can't be isolated
     */
    Compiled compile(AnswerSpec.Java spec, String source);

    /** Nowhere. */
    JavaRunner NONE = (spec, source) -> {
        throw new Unavailable("answers of kind java need an isolated place to run, and there is none here");
    };
}
