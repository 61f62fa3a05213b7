package org.ringlab.mmu.tlb;

import static org.ringlab.mmu.paging.ControlRegisters.CR0_CD;
import static org.ringlab.mmu.paging.ControlRegisters.CR0_NW;
import static org.ringlab.mmu.paging.ControlRegisters.CR0_PE;
import static org.ringlab.mmu.paging.ControlRegisters.CR0_PG;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_LA57;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PAE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PCIDE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PGE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PSE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_SMEP;
import static org.ringlab.mmu.paging.ControlRegisters.EFER_LME;

import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.PagingMode;

/**
 * What a MOV to a control register makes of paging; null is #GP(0).
 *
 * @param registers all registers afterwards
 * @param pdptes whether the PDPTEs of PAE paging are loaded anew (SDM 4.4.1)
 * @param flush what the TLB and the walk caches forget (SDM 4.10.4.1)
 */
record RegisterLoad(ControlRegisters registers, boolean pdptes, Flush flush) {
    /** What is forgotten of the present space. */
    enum Flush {
        /** Nothing. */
        NOTHING,
        /** What isn't global, of the new PCID. */
        CONTEXT,
        /** Everything. */
        EVERYTHING
    }

    private static final long CR0_LOADS = CR0_CD | CR0_NW | CR0_PG;
    private static final long CR4_LOADS = CR4_PAE | CR4_PGE | CR4_PSE | CR4_SMEP;

    /** Switching paging off empties the TLB, and so does switching it on: what is kept of an unpaged guest's addresses is guest-physical (30.4.1). */
    static @Nullable RegisterLoad cr0(ControlRegisters now, long value) {
        if ((value & CR0_PG) != 0 && (value & CR0_PE) == 0 || value >>> 32 != 0) {
            return null;
        }
        long changed = now.cr0() ^ value;
        return new RegisterLoad(
                now.withCr0(value),
                (changed & CR0_LOADS) != 0,
                (changed & CR0_PG) != 0 ? Flush.EVERYTHING : Flush.NOTHING);
    }

    /**
     * Entries that aren't global go; with CR4.PCIDE those of the new PCID only, and none with bit 63.
     *
     * @param keepsContexts whether bit 63 is heeded, as a processor may
     */
    static @Nullable RegisterLoad cr3(ControlRegisters now, long value, CpuModel cpu, boolean keepsContexts) {
        boolean tagged = now.cr4Has(CR4_PCIDE);
        boolean wide = now.mode() == PagingMode.LEVEL4 || now.mode() == PagingMode.LEVEL5;
        long cr3 = tagged ? value & Long.MAX_VALUE : value;
        if (wide ? cr3 >>> cpu.physicalBits() != 0 : cr3 >>> 32 != 0) {
            return null;
        }
        boolean keep = tagged && value < 0 && keepsContexts;
        return new RegisterLoad(now.withCr3(cr3), true, keep ? Flush.NOTHING : Flush.CONTEXT);
    }

    /** Toggling PGE, PAE, PSE or LA57, clearing PCIDE or setting SMEP empties the TLB. */
    static @Nullable RegisterLoad cr4(ControlRegisters now, long value) {
        boolean longMode = now.cr0Has(CR0_PG) && (now.efer() & EFER_LME) != 0;
        long changed = now.cr4() ^ value;
        boolean setsPcide = (changed & value & CR4_PCIDE) != 0;
        if (setsPcide && (!longMode || (now.cr3() & 0xFFF) != 0)
                || longMode && (changed & (CR4_PAE | CR4_LA57)) != 0
                || value >>> 32 != 0) {
            return null;
        }
        boolean empties = (changed & (CR4_PGE | CR4_PAE | CR4_PSE | CR4_LA57)) != 0
                || (changed & ~value & CR4_PCIDE) != 0
                || (changed & value & CR4_SMEP) != 0;
        return new RegisterLoad(
                now.withCr4(value), (changed & CR4_LOADS) != 0, empties ? Flush.EVERYTHING : Flush.NOTHING);
    }

    /** WRMSR to EFER; NXE may be another. */
    static RegisterLoad efer(ControlRegisters now, long value) {
        return new RegisterLoad(
                new ControlRegisters(now.cr0(), now.cr3(), now.cr4(), value, now.pkru(), now.pkrs()),
                false,
                Flush.EVERYTHING);
    }

    /** WRPKRU: the rights of keys act at once. */
    static RegisterLoad pkru(ControlRegisters now, int value) {
        return new RegisterLoad(
                new ControlRegisters(now.cr0(), now.cr3(), now.cr4(), now.efer(), value, now.pkrs()),
                false,
                Flush.NOTHING);
    }
}
