package org.ringlab.checks;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/** Remarks about answers: in both languages, as nobody knows yet who reads them. */
final class Complaint {
    private Complaint() {}

    static Diagnostic of(String code, @Nullable Span span, Text text) {
        return new Diagnostic(code, Diagnostic.Severity.WARNING, span, text.zh() + " · " + text.en(), "");
    }

    /** About a whole line, from 1. */
    static Diagnostic line(String code, int line, String text, String zh, String en) {
        return of(code, new Span(line, 1, text.length()), new Text(zh, en));
    }
}
