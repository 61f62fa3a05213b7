package org.ringlab.mmu.paging;

/**
 * The registers that steer address translation (SDM vol. 3 section 4.1, 2.5).
 *
 * @param cr0 PG, WP
 * @param cr3 where the highest table is; PCID in bits 11:0 with CR4.PCIDE
 * @param cr4 PSE, PAE, PGE, LA57, PCIDE, SMEP, SMAP, PKE, PKS
 * @param efer LME, NXE
 * @param pkru rights of the 16 keys of user pages: bit 2k no access, bit 2k+1 no write
 * @param pkrs the same of supervisor pages
 */
public record ControlRegisters(long cr0, long cr3, long cr4, long efer, int pkru, int pkrs) {
    /** CR0: protection enabled. */
    public static final long CR0_PE = 1L;
    /** CR0: the supervisor obeys R/W too. */
    public static final long CR0_WP = 1L << 16;
    /** CR0.NW. */
    public static final long CR0_NW = 1L << 29;
    /** CR0.CD: the caches are off. */
    public static final long CR0_CD = 1L << 30;
    /** CR0: paging is on. */
    public static final long CR0_PG = 1L << 31;
    /** CR4: 4 MiB pages in 32-bit paging. */
    public static final long CR4_PSE = 1L << 4;
    /** CR4: entries of 8 bytes. */
    public static final long CR4_PAE = 1L << 5;
    /** CR4: global pages. */
    public static final long CR4_PGE = 1L << 7;
    /** CR4: five levels. */
    public static final long CR4_LA57 = 1L << 12;
    /** CR4: CR3 holds a process-context identifier. */
    public static final long CR4_PCIDE = 1L << 17;
    /** CR4: the supervisor doesn't run user pages. */
    public static final long CR4_SMEP = 1L << 20;
    /** CR4: the supervisor doesn't touch user pages. */
    public static final long CR4_SMAP = 1L << 21;
    /** CR4: protection keys for user pages. */
    public static final long CR4_PKE = 1L << 22;
    /** CR4: protection keys for supervisor pages. */
    public static final long CR4_PKS = 1L << 24;
    /** EFER: long mode enabled. */
    public static final long EFER_LME = 1L << 8;
    /** EFER: no-execute enabled. */
    public static final long EFER_NXE = 1L << 11;

    /** Registers without protection keys. */
    public ControlRegisters(long cr0, long cr3, long cr4, long efer) {
        this(cr0, cr3, cr4, efer, 0, 0);
    }

    /** Registers that switch a mode on, with WP, and NXE where the mode knows it. */
    public static ControlRegisters of(PagingMode mode, long cr3) {
        long cr0 = CR0_PE | (mode == PagingMode.NONE ? 0 : CR0_PG | CR0_WP);
        return switch (mode) {
            case NONE -> new ControlRegisters(cr0, cr3, 0, 0);
            case BITS32 -> new ControlRegisters(cr0, cr3, CR4_PSE | CR4_PGE, 0);
            case PAE -> new ControlRegisters(cr0, cr3, CR4_PAE | CR4_PGE, EFER_NXE);
            case LEVEL4 -> new ControlRegisters(cr0, cr3, CR4_PAE | CR4_PGE, EFER_LME | EFER_NXE);
            case LEVEL5 -> new ControlRegisters(cr0, cr3, CR4_PAE | CR4_PGE | CR4_LA57, EFER_LME | EFER_NXE);
        };
    }

    /** The paging mode these registers select (SDM 4.1.1). */
    public PagingMode mode() {
        if ((cr0 & CR0_PG) == 0) {
            return PagingMode.NONE;
        }
        if ((cr4 & CR4_PAE) == 0) {
            return PagingMode.BITS32;
        }
        if ((efer & EFER_LME) == 0) {
            return PagingMode.PAE;
        }
        return (cr4 & CR4_LA57) == 0 ? PagingMode.LEVEL4 : PagingMode.LEVEL5;
    }

    /** Whether a bit of CR0 is 1. */
    public boolean cr0Has(long bit) {
        return (cr0 & bit) != 0;
    }

    /** Whether a bit of CR4 is 1. */
    public boolean cr4Has(long bit) {
        return (cr4 & bit) != 0;
    }

    /** Whether entries have a no-execute bit: EFER.NXE in a mode with entries of 8 bytes. */
    public boolean noExecute() {
        return (efer & EFER_NXE) != 0 && cr4Has(CR4_PAE);
    }

    /** Where the highest table starts: CR3 without flags and PCID (SDM tables 4-3, 4-7, 4-12). */
    public long root() {
        return switch (mode()) {
            case NONE -> 0;
            case BITS32 -> cr3 & 0xFFFF_F000L;
            case PAE -> cr3 & 0xFFFF_FFE0L;
            case LEVEL4, LEVEL5 -> cr3 & 0x000F_FFFF_FFFF_F000L;
        };
    }

    /** The process-context identifier in use: 0 without CR4.PCIDE. */
    public int pcid() {
        return cr4Has(CR4_PCIDE) ? (int) cr3 & 0xFFF : 0;
    }

    /** The same with another CR3. */
    public ControlRegisters withCr3(long value) {
        return new ControlRegisters(cr0, value, cr4, efer, pkru, pkrs);
    }

    /** The same with another CR4. */
    public ControlRegisters withCr4(long value) {
        return new ControlRegisters(cr0, cr3, value, efer, pkru, pkrs);
    }

    /** The same with another CR0. */
    public ControlRegisters withCr0(long value) {
        return new ControlRegisters(value, cr3, cr4, efer, pkru, pkrs);
    }
}
