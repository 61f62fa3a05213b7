package org.ringlab.cpu.code;

import org.ringlab.common.Span;

/**
 * A word of assembly.
 *
 * @param kind what it is
 * @param text as typed; of a string what it holds, escapes resolved
 * @param number of numbers and characters
 * @param span where
 */
record Token(Kind kind, String text, long number, Span span) {
    enum Kind {
        NAME,
        NUMBER,
        /** {@code 1f}, {@code 1b}: the next or last label of this number. */
        LOCAL,
        STRING,
        /** A sign, of one or two characters. */
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equalsIgnoreCase(name);
    }
}
