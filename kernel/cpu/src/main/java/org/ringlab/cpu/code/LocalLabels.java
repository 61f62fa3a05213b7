package org.ringlab.cpu.code;

import java.util.HashMap;
import java.util.Map;

/** Labels that are numbers: {@code 1b} is the last {@code 1:} before, {@code 1f} the next one after. */
final class LocalLabels {
    private final Map<Long, Integer> defined = new HashMap<>();

    /** The name of the label that is defined here. */
    String define(long number) {
        return name(number, defined.merge(number, 1, Integer::sum));
    }

    /** The name of the label that is meant. */
    String reference(Token token) {
        int last = defined.getOrDefault(token.number(), 0);
        return name(token.number(), token.text().endsWith("f") ? last + 1 : last);
    }

    /** Whether a name is that of such a label. */
    static boolean isOne(String name) {
        return name.endsWith(".)");
    }

    /** What is wrong where there is none: before the first one there is only what comes behind. */
    static String missing(String name) {
        String number = name.substring(0, name.indexOf(' '));
        return "there is no label " + number + ": " + (name.endsWith(" 0.)") ? "before" : "behind") + " this";
    }

    private static String name(long number, int which) {
        return number + " (the " + which + ".)";
    }
}
