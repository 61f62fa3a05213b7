package org.ringlab.mmu.paging;

import static org.ringlab.mmu.paging.EntryBits.LARGE;
import static org.ringlab.mmu.paging.EntryBits.NO_EXECUTE;
import static org.ringlab.mmu.paging.EntryBits.USER;
import static org.ringlab.mmu.paging.EntryBits.WRITABLE;

import org.ringlab.mmu.paging.CpuModel.Vendor;

/**
 * What the bits of an entry mean at one level, as data: the manual's tables of formats (SDM 4-4 to 4-20, 29-1 to 29-7).
 *
 * @param shift lowest bit of the index
 * @param indexMask the index, once shifted down
 * @param alwaysPage whether every entry maps a page, as in a page table
 * @param mayBePage whether bit 7 says that an entry maps a page
 * @param inRegister whether entries are read from the PDPTE registers, not from memory
 * @param implied rights that the format lacks, and so grants: that of PDPTEs, which have no accessed bit either
 * @param reserved bits that must be 0 in an entry that points to a table
 * @param reservedInPage bits that must be 0 in an entry that maps a page
 * @param tableMask where the address of the next table is
 * @param pageMask where the address of the page is
 * @param highMask PSE-36: bits that hold address bits 39:32, 19 places below
 */
record LevelRule(
        int shift,
        int indexMask,
        boolean alwaysPage,
        boolean mayBePage,
        boolean inRegister,
        long implied,
        long reserved,
        long reservedInPage,
        long tableMask,
        long pageMask,
        long highMask) {
    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final long BITS_52_TO_62 = 0x7FF0_0000_0000_0000L;

    /** Whether an entry maps a page. */
    boolean isPage(long entry) {
        return alwaysPage || mayBePage && (entry & LARGE) != 0;
    }

    /** The physical address of the page that an entry maps. */
    long pageBase(long entry) {
        return entry & pageMask | (entry & highMask) << 19;
    }

    /** Whether an entry is marked when it is used. */
    boolean hasAccessed() {
        return implied == 0;
    }

    /**
     * Ordinary tables, a host's and a guest's: SDM 4.3 to 4.5. Index 0 is unused, so that rules[level] is a level's.
     *
     * @param onDemand whether PDPTEs of PAE paging are read as other entries are, not loaded with CR3
     */
    static LevelRule[] ordinary(PagingMode mode, ControlRegisters control, CpuModel cpu, boolean onDemand) {
        LevelRule[] rules = new LevelRule[mode.levels() + 1];
        for (int level = 1; level <= mode.levels(); level++) {
            rules[level] = mode == PagingMode.BITS32
                    ? bits32(level, control, cpu)
                    : entry8(level, mode, control.noExecute(), cpu, onDemand);
        }
        return rules;
    }

    /** Entries of 4 bytes: SDM tables 4-4 to 4-6. Bit 7 of a PDE is ignored with CR4.PSE = 0. */
    private static LevelRule bits32(int level, ControlRegisters control, CpuModel cpu) {
        boolean directory = level == 2;
        long reservedLarge = 0;
        if (directory) {
            int wired = Math.min(cpu.physicalBits(), 40) - 19; // PDE bits 13 up to here are address bits 32 and up
            reservedLarge = (1L << 22) - (1L << wired);
        }
        return new LevelRule(
                PagingMode.BITS32.shift(level),
                1023,
                !directory,
                directory && control.cr4Has(ControlRegisters.CR4_PSE),
                false,
                0,
                0,
                reservedLarge,
                0xFFFF_F000L,
                directory ? 0xFFC0_0000L : 0xFFFF_F000L,
                directory ? 0x001F_E000L : 0);
    }

    /** Entries of 8 bytes: SDM tables 4-8 to 4-11 (PAE), 4-14 to 4-20. */
    private static LevelRule entry8(int level, PagingMode mode, boolean noExecute, CpuModel cpu, boolean onDemand) {
        boolean pae = mode == PagingMode.PAE;
        boolean pointer = pae && level == 3;
        boolean mayBePage = level == 2 || level == 3 && !pae && cpu.gigabytePages();
        long reserved = cpu.beyondWidth();
        if (!noExecute) {
            reserved |= NO_EXECUTE;
        }
        if (pae) {
            reserved |= BITS_52_TO_62;
        }
        if (level >= 3 && !pae && !mayBePage) {
            reserved |= LARGE;
        }
        if (level == 4 && cpu.vendor() == Vendor.AMD) {
            reserved |= EntryBits.GLOBAL; // bit 8: APM 5.3.3
        }
        long pageMask = ADDRESS & -1L << mode.shift(level);
        long betweenFlagsAndAddress = (1L << mode.shift(level)) - (1L << 13); // bit 12 is PAT
        return new LevelRule(
                mode.shift(level),
                (1 << mode.indexBits(level)) - 1,
                level == 1,
                mayBePage,
                pointer && !onDemand,
                pointer ? WRITABLE | USER : 0,
                pointer ? EntryBits.PDPTE_RESERVED | NO_EXECUTE | BITS_52_TO_62 | cpu.beyondWidth() : reserved,
                level == 1 ? reserved : reserved | betweenFlagsAndAddress,
                ADDRESS,
                pageMask,
                0);
    }

    /** Extended page tables: SDM tables 29-1 to 29-7. Memory types and rights are judged by {@link EntryBits}. */
    static LevelRule[] extended(PagingMode mode, CpuModel cpu) {
        LevelRule[] rules = new LevelRule[mode.levels() + 1];
        for (int level = 1; level <= mode.levels(); level++) {
            boolean mayBePage = level == 2 || level == 3 && cpu.gigabytePages();
            long pageMask = ADDRESS & -1L << mode.shift(level);
            rules[level] = new LevelRule(
                    mode.shift(level),
                    511,
                    level == 1,
                    mayBePage,
                    false,
                    0,
                    cpu.beyondWidth() | (mayBePage ? 0x78 : 0xF8),
                    cpu.beyondWidth() | ADDRESS & ~pageMask,
                    ADDRESS,
                    pageMask,
                    0);
        }
        return rules;
    }
}
