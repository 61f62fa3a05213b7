package org.ringlab.cpu.system;

/** Bits of CR4 (SDM vol. 3 section 2.5). */
public final class Cr4 {
    /** Virtual-8086 extensions. */
    public static final long VME = 1;
    /** CLI and STI of ring 3 act on VIF. */
    public static final long PVI = 1 << 1;
    /** RDTSC in ring 0 only. */
    public static final long TSD = 1 << 2;
    /** DR4 and DR5 don't exist. */
    public static final long DE = 1 << 3;
    /** 4 MiB pages. */
    public static final long PSE = 1 << 4;
    /** Entries of 8 bytes. */
    public static final long PAE = 1 << 5;
    /** Machine checks. */
    public static final long MCE = 1 << 6;
    /** Global pages. */
    public static final long PGE = 1 << 7;
    /** RDPMC in every ring. */
    public static final long PCE = 1 << 8;
    /** SSE is used. */
    public static final long OSFXSR = 1 << 9;
    /** SSE raises #XM. */
    public static final long OSXMMEXCPT = 1 << 10;
    /** SGDT, SIDT, SLDT, STR, SMSW in ring 0 only. */
    public static final long UMIP = 1 << 11;
    /** Five levels of tables. */
    public static final long LA57 = 1 << 12;
    /** VMXON is allowed. */
    public static final long VMXE = 1 << 13;
    /** GETSEC is allowed. */
    public static final long SMXE = 1 << 14;
    /** RDFSBASE and its kin are allowed. */
    public static final long FSGSBASE = 1 << 16;
    /** Process-context identifiers. */
    public static final long PCIDE = 1 << 17;
    /** XSETBV and XGETBV are allowed. */
    public static final long OSXSAVE = 1 << 18;
    /** The supervisor doesn't run user pages. */
    public static final long SMEP = 1 << 20;
    /** The supervisor doesn't touch user pages. */
    public static final long SMAP = 1 << 21;
    /** Protection keys. */
    public static final long PKE = 1 << 22;

    private Cr4() {}
}
