package org.ringlab.service.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.pages.FormReader.Problem;

/**
 * Words about a contested check as somebody typed them, and why they could not be taken.
 *
 * @param check the check's id in the student's report; null where nobody contests it now
 * @param appeal the appeal that is being answered; 0 for none
 * @param text as typed
 * @param problems what is wrong with it; empty where nothing was typed
 */
public record Said(@Nullable String check, long appeal, String text, List<Problem> problems) {
    /** Nothing was typed. */
    static final Said NOTHING = new Said(null, 0, "", List.of());

    /** Copies the list. */
    public Said {
        problems = List.copyOf(problems);
    }

    /** A student's words; {@code label} is the field's. */
    static Said contest(@Nullable String check, @Nullable String text, String label, String expected) {
        return new Said(check, 0, typed(text), List.of(new Problem("appeal-" + check, label, expected)));
    }

    /** A teacher's answer. */
    static Said answer(long appeal, @Nullable String text, String label, String expected) {
        return new Said(null, appeal, typed(text), List.of(new Problem("answer-" + appeal, label, expected)));
    }

    private static String typed(@Nullable String text) {
        return text == null ? "" : text;
    }
}
