package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of answers an exercise can ask for. */
public enum AnswerKind {
    /** Command lines for one host. */
    COMMANDS("host"),
    /** A number with an optional unit. */
    NUMBER(""),
    /** The text of a file on a host. */
    FILE("file"),
    /** One or more of given options. */
    CHOICE("choice"),
    /** Rows of values. */
    TABLE("table"),
    /** Commands that mend a broken host, which the student finds. */
    REPAIR("host"),
    /** Probes and what they should come to: tests, tested by set-ups that are broken. */
    PROBES("probes"),
    /** Java code, run in isolation. */
    JAVA(""),
    /** Assembly, run on the simulated processor. */
    ASSEMBLY("asm");

    private final String magic;

    AnswerKind(String magic) {
        this.magic = magic;
    }

    /** The cell magic of the notebook that such a cell begins with, without its signs; empty where it has none. */
    public String magic() {
        return magic;
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

    /** All kinds, as written. */
    static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (AnswerKind kind : values()) {
            texts.add(kind.text());
        }
        return texts;
    }
}
