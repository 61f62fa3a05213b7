package org.ringlab.mmu.paging;

import org.jspecify.annotations.Nullable;

/**
 * One set of tables, ready to be walked: a machine's own, a guest's, or the second dimension under a guest.
 *
 * <p>Made when the registers are loaded, so that a walk looks nothing up. A guest's stage has another one {@code below}:
 * each address it holds, of tables and of pages, is guest-physical and passes through that first.
 */
public final class Stage {
    /** Whose tables these are. */
    public enum Kind {
        /** What CR3 points to: linear addresses. */
        ORDINARY,
        /** Intel's second dimension, SDM ch. 29. */
        EPT,
        /** AMD's second dimension, APM 15.25: ordinary tables, walked as a user. */
        NESTED
    }

    final Kind kind;
    final PagingMode mode;
    final ControlRegisters control;
    final LevelRule[] rules;
    final boolean narrow; // entries of 4 bytes
    final boolean noExecute;
    final long root;
    final long present;
    final long accessed;
    final long dirty;
    final long[] registers = new long[4];
    final @Nullable Stage below;

    private Stage(
            Kind kind,
            PagingMode mode,
            ControlRegisters control,
            LevelRule[] rules,
            long root,
            boolean accessedDirty,
            @Nullable Stage below) {
        this.kind = kind;
        this.mode = mode;
        this.control = control;
        this.rules = rules;
        narrow = mode.entryBytes() == 4;
        noExecute = control.noExecute();
        this.root = root;
        this.below = below;
        boolean extended = kind == Kind.EPT;
        present = extended ? 7 : EntryBits.PRESENT;
        accessed = !accessedDirty ? 0 : extended ? EntryBits.EPT_ACCESSED : EntryBits.ACCESSED;
        dirty = !accessedDirty ? 0 : extended ? EntryBits.EPT_DIRTY : EntryBits.DIRTY;
    }

    /** The tables that the registers name, on bare hardware or above a second dimension. Load its PDPTEs next. */
    static Stage ordinary(ControlRegisters control, CpuModel cpu, @Nullable Stage below) {
        PagingMode mode = control.mode();
        LevelRule[] rules = LevelRule.ordinary(mode, control, cpu);
        return new Stage(Kind.ORDINARY, mode, control, rules, control.root(), true, below);
    }

    /**
     * Extended page tables.
     *
     * @param pointer EPTP: bits 5:3 the number of levels less one, bit 6 accessed and dirty flags on
     */
    public static Stage extended(long pointer, CpuModel cpu) {
        PagingMode mode = (pointer >>> 3 & 7) == 4 ? PagingMode.LEVEL5 : PagingMode.LEVEL4;
        ControlRegisters control = ControlRegisters.of(mode, 0);
        boolean accessedDirty = (pointer & EntryBits.EPTP_ACCESSED_DIRTY) != 0;
        return new Stage(
                Kind.EPT,
                mode,
                control,
                LevelRule.extended(mode, cpu),
                pointer & 0x000F_FFFF_FFFF_F000L,
                accessedDirty,
                null);
    }

    /** Nested page tables: the host's registers, with its nested CR3. */
    public static Stage nested(ControlRegisters host, CpuModel cpu) {
        PagingMode mode = host.mode();
        return new Stage(Kind.NESTED, mode, host, LevelRule.ordinary(mode, host, cpu), host.root(), true, null);
    }

    /** Whose tables these are. */
    public Kind kind() {
        return kind;
    }

    /** How addresses are cut. */
    public PagingMode mode() {
        return mode;
    }

    /** The registers they were made from; for EPT, ones of the same mode. */
    public ControlRegisters control() {
        return control;
    }

    /** The address of the highest table. */
    public long root() {
        return root;
    }

    /** The second dimension, or null. */
    public @Nullable Stage below() {
        return below;
    }

    /** Under EPT with accessed and dirty flags, or NPT, reading a guest's table counts as writing it. */
    boolean tableReadsAreWrites() {
        return kind == Kind.NESTED || accessed != 0;
    }

    /** A PDPTE of PAE paging, as it was loaded (SDM 4.4.1). */
    public long register(int index) {
        return registers[index];
    }

    void setRegister(int index, long value) {
        registers[index] = value;
    }

    /** Whether no present PDPTE has a reserved bit (SDM 4.4.1). */
    boolean registersValid() {
        for (long value : registers) {
            if ((value & EntryBits.PRESENT) != 0 && (value & rules[3].reserved()) != 0) {
                return false;
            }
        }
        return true;
    }
}
