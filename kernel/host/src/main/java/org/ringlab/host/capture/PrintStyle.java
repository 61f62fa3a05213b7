package org.ringlab.host.capture;

/**
 * How tcpdump prints: its options.
 *
 * @param numeric {@code -n}: no names for addresses and ports
 * @param verbose how many {@code -v}
 * @param quiet {@code -q}
 * @param linkHeader {@code -e}
 * @param absolute {@code -S}: sequence numbers as they are
 * @param time how many {@code -t}, 0 for hours, minutes and seconds
 * @param dump what of the bytes is shown
 * @param dumpLink whether the link header is shown of them: {@code -xx}, {@code -XX}
 * @param interfaces whether lines of a cooked capture begin with the interface's name
 */
public record PrintStyle(
        boolean numeric,
        int verbose,
        boolean quiet,
        boolean linkHeader,
        boolean absolute,
        int time,
        Dump dump,
        boolean dumpLink,
        boolean interfaces) {
    /** What of the bytes is shown. */
    public enum Dump {
        /** None. */
        NONE,
        /** Hexadecimal: {@code -x}. */
        HEX,
        /** Hexadecimal and text: {@code -X}. */
        BOTH,
        /** Text: {@code -A}. */
        TEXT
    }
}
