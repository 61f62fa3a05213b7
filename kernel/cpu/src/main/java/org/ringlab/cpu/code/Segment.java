package org.ringlab.cpu.code;

import java.util.Locale;

/** The segment registers, in the order of their numbers in machine code. */
public enum Segment {
    /** Extra. */
    ES,
    /** Code. */
    CS,
    /** Stack. */
    SS,
    /** Data. */
    DS,
    /** Free for the system. */
    FS,
    /** Free for the system; SWAPGS works on it. */
    GS;

    /** How both syntaxes call it, without AT&amp;T's percent sign. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
