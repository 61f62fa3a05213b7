package org.ringlab.checks;

import java.util.List;
import org.ringlab.common.Diagnostic;

/**
 * Turns the text of an {@code assembly} answer into bytes for the simulated CPU.
 *
 * <p>The place where a CPU engine plugs in: it brings one of these, {@link AnswerKind#ASSEMBLY} becomes available, and a
 * check runs {@link Program#bytes}. Until then exercises that ask for assembly are refused by their reader.
 */
public interface Assembler {
    /**
     * A program.
     *
     * @param bytes machine code, empty where there are errors
     * @param diagnostics errors and warnings with line and column in the student's text; {@code assembly-mnemonic},
     *     {@code assembly-operand}, {@code assembly-label}, {@code assembly-range} are the codes to use
     */
    record Program(List<Byte> bytes, List<Diagnostic> diagnostics) {
        /** Copies the lists. */
        public Program {
            bytes = List.copyOf(bytes);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Assembles a text; never throws for anything a student can write. */
    Program assemble(String text);

    /** The one there is today: none. */
    Assembler NONE = text -> new Program(
            List.of(),
            List.of(Diagnostic.error(
                    "assembly-later", null, "assembly can't be assembled yet", "there is no simulated CPU so far")));
}
