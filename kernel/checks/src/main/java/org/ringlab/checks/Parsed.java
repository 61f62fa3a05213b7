package org.ringlab.checks;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;

/**
 * What a reader made of an input: a value where it could make one, and everything it has to say about the input.
 *
 * @param <T> what was to be read
 * @param orNull the value; null where the input has errors
 * @param diagnostics errors, and remarks about a usable input, in the order of the input
 */
public record Parsed<T>(@Nullable T orNull, List<Diagnostic> diagnostics) {
    /** Copies the list. */
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }

    /** The value, empty where the input has errors. */
    public Optional<T> value() {
        return Optional.ofNullable(orNull);
    }

    /** The diagnostics, a line each. */
    public String problems() {
        return String.join("\n", diagnostics.stream().map(Diagnostic::text).toList());
    }
}
