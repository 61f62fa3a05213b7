package org.ringlab.netfilter.iptables;

import java.util.Locale;
import java.util.OptionalInt;

/** The names of DiffServ classes (RFC 2474, 2597, 3246). */
final class DscpClasses {
    private DscpClasses() {}

    static OptionalInt value(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("BE")) {
            return OptionalInt.of(0);
        }
        if (upper.equals("EF")) {
            return OptionalInt.of(46);
        }
        if (upper.matches("CS[0-7]")) {
            return OptionalInt.of((upper.charAt(2) - '0') * 8);
        }
        if (upper.matches("AF[1-4][1-3]")) {
            return OptionalInt.of((upper.charAt(2) - '0') * 8 + (upper.charAt(3) - '0') * 2);
        }
        return OptionalInt.empty();
    }
}
