package org.ringlab.common;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an input, for the person who typed it.
 *
 * @param code stable, kebab-case, for looking up and testing: {@code lab-unknown-key}
 * @param severity how bad it is
 * @param span where, or null where no place can be named
 * @param fact one short sentence: what is wrong
 * @param hint what to do about it; empty where nothing useful can be said
 */
public record Diagnostic(
        String code, Severity severity, @Nullable Span span, String fact, String hint) {
    /** How bad a diagnostic is. */
    public enum Severity {
        /** The input can't be used. */
        ERROR,
        /** The input was used, though it probably isn't what was meant. */
        WARNING,
        /** Worth knowing. */
        HINT
    }

    /** An error at a place. */
    public static Diagnostic error(String code, @Nullable Span span, String fact, String hint) {
        return new Diagnostic(code, Severity.ERROR, span, fact, hint);
    }

    /** {@code line:column: fact (hint)}, the place left out where there is none. */
    public String text() {
        String place = span == null ? "" : span.line() + ":" + span.column() + ": ";
        return place + fact + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
