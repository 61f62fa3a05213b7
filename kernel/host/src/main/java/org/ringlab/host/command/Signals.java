package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;

/** Signals by number and name (signal(7)), and what bash's {@code trap} knows beside them. */
final class Signals {
    private static final List<String> NAMES = List.of(
            ("EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP"
                            + " TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                    .split(" "));
    private static final List<String> OF_BASH = List.of("DEBUG", "ERR", "RETURN");
    private static final int FIRST_REAL_TIME = 34;
    private static final int LAST = 64;

    private Signals() {}

    /** A signal's name without {@code SIG}, from a name or number as typed. */
    static String name(String word) {
        if (word.matches("\\d{1,2}")) {
            int number = Integer.parseInt(word);
            return number < NAMES.size() ? NAMES.get(number) : word;
        }
        return word.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    }

    /** Its number; those that only bash knows come behind the others, and a negative one is none. */
    static int number(String name) {
        int number = NAMES.indexOf(name);
        return number >= 0 ? number : OF_BASH.contains(name) ? LAST + 1 + OF_BASH.indexOf(name) : -1;
    }

    /** The name as {@code trap} lists it. */
    static String shown(String name) {
        return name.equals("EXIT") || OF_BASH.contains(name) ? name : "SIG" + name;
    }

    /** What {@code kill -l} lists. */
    static String table() {
        StringBuilder table = new StringBuilder();
        int column = 0;
        for (int number = 1; number <= LAST; number++) {
            if (number >= NAMES.size() && number < FIRST_REAL_TIME) {
                continue;
            }
            table.append(String.format(Locale.ROOT, "%2d) SIG%s", number, name(number)));
            column = (column + 1) % 5;
            table.append(column == 0 || number == LAST ? "\n" : "\t");
        }
        return table.toString();
    }

    private static String name(int number) {
        if (number < NAMES.size()) {
            return NAMES.get(number);
        }
        int fromFirst = number - FIRST_REAL_TIME;
        int fromLast = LAST - number;
        return fromFirst <= fromLast
                ? "RTMIN" + (fromFirst == 0 ? "" : "+" + fromFirst)
                : "RTMAX" + (fromLast == 0 ? "" : "-" + fromLast);
    }
}
