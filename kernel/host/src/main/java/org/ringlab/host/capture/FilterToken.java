package org.ringlab.host.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a filter expression (libpcap's scanner.l).
 *
 * @param kind of what kind
 * @param text as written, without a backslash
 */
record FilterToken(Kind kind, String text) {
    /** The kinds of pieces. */
    enum Kind {
        /** A name or keyword. */
        WORD,
        /** A keyword meant as a name: {@code \tcp}. */
        ESCAPED,
        /** A whole number. */
        NUMBER,
        /** Two to four numbers with dots. */
        ADDRESS,
        /** An Ethernet address. */
        MAC,
        /** A sign. */
        SIGN,
        /** Behind the last one. */
        END
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<mac>[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5})"
            + "|(?<address>\\d+(?:\\.\\d+){1,3})(?![\\w.-])"
            + "|(?<number>0[xX][0-9a-fA-F]+|\\d+)(?![\\w.])"
            + "|(?<word>\\\\?[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?)"
            + "|(?<sign>&&|\\|\\||!=|==|<=|>=|<<|>>|[-!()\\[\\]:&|=<>+*/%^]))");

    /** All pieces of an expression, the last one of kind END. */
    static List<FilterToken> split(String expression) throws FilterException {
        List<FilterToken> tokens = new ArrayList<>();
        Matcher m = TOKEN.matcher(expression);
        int at = 0;
        int end = expression.stripTrailing().length();
        while (at < end) {
            m.region(at, end);
            if (!m.lookingAt()) {
                throw FilterException.syntax();
            }
            at = m.end();
            tokens.add(of(m));
        }
        tokens.add(new FilterToken(Kind.END, ""));
        return tokens;
    }

    private static FilterToken of(Matcher m) {
        String word = m.group("word");
        if (word != null) {
            return word.startsWith("\\")
                    ? new FilterToken(Kind.ESCAPED, word.substring(1))
                    : new FilterToken(Kind.WORD, word);
        }
        return m.group("mac") != null
                ? new FilterToken(Kind.MAC, m.group("mac"))
                : m.group("address") != null
                        ? new FilterToken(Kind.ADDRESS, m.group("address"))
                        : m.group("number") != null
                                ? new FilterToken(Kind.NUMBER, m.group("number"))
                                : new FilterToken(Kind.SIGN, m.group("sign"));
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
    }
}
