package org.ringlab.cpu.system;

/** Bits of IA32_EFER (SDM vol. 3 section 2.2.1, APM 3.1.7). */
public final class Efer {
    /** SYSCALL and SYSRET are allowed. */
    public static final long SCE = 1;
    /** Long mode is wanted. */
    public static final long LME = 1 << 8;
    /** Long mode is active: LME with paging. */
    public static final long LMA = 1 << 10;
    /** Tables have a no-execute bit. */
    public static final long NXE = 1 << 11;
    /** SVM instructions are allowed. */
    public static final long SVME = 1 << 12;
    /** The bits there are; SVME with SVM only. */
    public static final long ALL = SCE | LME | LMA | NXE | SVME;

    private Efer() {}
}
