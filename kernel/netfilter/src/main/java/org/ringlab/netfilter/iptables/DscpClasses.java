package org.ringlab.netfilter.iptables;

import java.util.Locale;
import java.util.OptionalInt;

/** The names of DiffServ classes (RFC 2474, 2597, 3246). */
final class DscpClasses {
    private DscpClasses() {}

    /** The class whose name a word begins with, whatever stands behind it (extensions/dscp_helper.c). */
    static OptionalInt value(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        if (name.startsWith("BE")) {
            return OptionalInt.of(0);
        }
        if (name.startsWith("EF")) {
            return OptionalInt.of(46);
        }
        if (name.matches("(?s)CS[0-7].*")) {
            return OptionalInt.of((name.charAt(2) - '0') * 8);
        }
        if (name.matches("(?s)AF[1-4][1-3].*")) {
            return OptionalInt.of((name.charAt(2) - '0') * 8 + (name.charAt(3) - '0') * 2);
        }
        return OptionalInt.empty();
    }
}
