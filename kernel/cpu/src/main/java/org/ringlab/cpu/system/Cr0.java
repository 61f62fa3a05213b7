package org.ringlab.cpu.system;

/** Bits of CR0 (SDM vol. 3 section 2.5). */
public final class Cr0 {
    /** Protection. */
    public static final long PE = 1;
    /** WAIT heeds TS. */
    public static final long MP = 1 << 1;
    /** There is no x87. */
    public static final long EM = 1 << 2;
    /** Task switched: x87 and SSE raise #NM. */
    public static final long TS = 1 << 3;
    /** Always one. */
    public static final long ET = 1 << 4;
    /** Write protection of the supervisor. */
    public static final long WP = 1 << 16;
    /** Alignment is checked where RFLAGS.AC is set. */
    public static final long AM = 1 << 18;
    /** Not write-through; only with CD. */
    public static final long NW = 1 << 29;
    /** Caching off. */
    public static final long CD = 1 << 30;
    /** Paging. */
    public static final long PG = 1L << 31;
    /** All that exist: PE MP EM TS ET NE WP AM NW CD PG. */
    public static final long ALL = PE | MP | EM | TS | ET | 1 << 5 | WP | AM | NW | CD | PG;

    private Cr0() {}
}
