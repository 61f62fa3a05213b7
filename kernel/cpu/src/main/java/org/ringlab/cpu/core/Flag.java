package org.ringlab.cpu.core;

/** Bits of RFLAGS (SDM vol. 1 section 3.4.3). */
public final class Flag {
    /** Carry. */
    public static final long CF = 1;
    /** Always one. */
    public static final long ONE = 1 << 1;
    /** Even parity of the result's low byte. */
    public static final long PF = 1 << 2;
    /** Carry out of bit 3. */
    public static final long AF = 1 << 4;
    /** Zero. */
    public static final long ZF = 1 << 6;
    /** Sign. */
    public static final long SF = 1 << 7;
    /** Single step: #DB after the next instruction. */
    public static final long TF = 1 << 8;
    /** Maskable interrupts are taken. */
    public static final long IF = 1 << 9;
    /** Strings go downwards. */
    public static final long DF = 1 << 10;
    /** Signed overflow. */
    public static final long OF = 1 << 11;
    /** The ring up to which CLI, STI and ports are allowed, two bits. */
    public static final long IOPL = 3 << 12;
    /** Nested task. */
    public static final long NT = 1 << 14;
    /** The next instruction meets no breakpoint. */
    public static final long RF = 1 << 16;
    /** Virtual-8086 mode. */
    public static final long VM = 1 << 17;
    /** Alignment is checked; with CR4.SMAP the supervisor may touch user pages. */
    public static final long AC = 1 << 18;
    /** Virtual interrupt flag, in place of IF with CR4.PVI. */
    public static final long VIF = 1 << 19;
    /** A virtual interrupt is pending. */
    public static final long VIP = 1 << 20;
    /** CPUID exists. */
    public static final long ID = 1 << 21;

    /** The six that arithmetic sets. */
    public static final long ARITHMETIC = CF | PF | AF | ZF | SF | OF;
    /** All that exist. */
    public static final long ALL = ARITHMETIC | TF | IF | DF | IOPL | NT | RF | VM | AC | VIF | VIP | ID;

    private Flag() {}
}
