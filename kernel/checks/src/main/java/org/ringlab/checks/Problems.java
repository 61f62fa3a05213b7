package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/**
 * Collects what readers have to say about a tree, each with its place.
 *
 * <p>Places are paths such as {@code checks[2].probe.to}; whoever read the tree from a file can turn them into lines.
 */
public final class Problems {
    private final Function<String, @Nullable Span> locator;
    private final List<Diagnostic> found = new ArrayList<>();

    /** Problems whose places are only paths. */
    public Problems() {
        this(path -> null);
    }

    /**
     * Problems with lines and columns.
     *
     * @param locator the place in the file of a path; null where unknown
     */
    public Problems(Function<String, @Nullable Span> locator) {
        this.locator = locator;
    }

    /** Adds an error at {@code path}. */
    public void error(String code, String path, String fact, String hint) {
        found.add(Diagnostic.error(code, locator.apply(path), at(path) + fact, hint));
    }

    /** Adds a warning at {@code path}. */
    public void warning(String code, String path, String fact, String hint) {
        found.add(new Diagnostic(code, Diagnostic.Severity.WARNING, locator.apply(path), at(path) + fact, hint));
    }

    /** Adds what another reader said about the tree under {@code path}. */
    public void addAll(String path, List<Diagnostic> diagnostics) {
        for (Diagnostic d : diagnostics) {
            found.add(new Diagnostic(d.code(), d.severity(), locator.apply(path), at(path) + d.fact(), d.hint()));
        }
    }

    /** All of them, in the order found. */
    public List<Diagnostic> all() {
        return List.copyOf(found);
    }

    /** Whether any is an error. */
    public boolean hasErrors() {
        return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : path + ": ";
    }
}
