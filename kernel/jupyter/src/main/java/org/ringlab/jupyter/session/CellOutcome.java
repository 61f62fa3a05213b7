package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.Optional;

/** How a cell ended. */
public sealed interface CellOutcome {
    /**
     * Well.
     *
     * @param value the value of its last expression
     * @param page text for the front end's pager, as {@code NAME?} asks for
     */
    record Done(Optional<DisplayData> value, Optional<DisplayData> page) implements CellOutcome {
        /** Without a value. */
        public static Done nothing() {
            return new Done(Optional.empty(), Optional.empty());
        }

        /** With a value. */
        public static Done of(DisplayData value) {
            return new Done(Optional.of(value), Optional.empty());
        }
    }

    /**
     * With an error.
     *
     * @param name its kind, as a class name: {@code ArithmeticException}
     * @param message one line
     * @param traceback what the front end shows, line by line; may hold ANSI colours
     */
    record Failed(String name, String message, List<String> traceback) implements CellOutcome {}
}
