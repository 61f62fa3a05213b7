package org.ringlab.grader;

import java.util.Locale;
import java.util.Optional;

/** The kinds of answers an exercise can ask for; those not available yet are refused by the exercise's reader. */
public enum AnswerKind {
    /** Command lines for one host. */
    COMMANDS(true),
    /** A number with an optional unit. */
    NUMBER(true),
    /** The text of a file on a host. */
    FILE(false),
    /** One or more of given options. */
    CHOICE(false),
    /** Rows of values. */
    TABLE(false),
    /** Commands that mend a broken host. */
    REPAIR(false),
    /** Java code, run in isolation. */
    JAVA(false);

    private final boolean available;

    AnswerKind(boolean available) {
        this.available = available;
    }

    /** Whether answers of this kind can be graded today. */
    public boolean available() {
        return available;
    }

    /** As written in an exercise. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind written as {@code text}. */
    public static Optional<AnswerKind> parse(String text) {
        for (AnswerKind kind : values()) {
            if (kind.text().equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
