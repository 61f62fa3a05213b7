package org.ringlab.mmu.paging;

import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.paging.WalkStep.Verdict;

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
    final long addressMask; // the bits of an address that are translated
    final long root;
    final long present;
    final long accessed;
    final long dirty;
    final long[] registers = new long[4];
    final @Nullable Stage below;
    final long[] plainMask; // by level: an entry of which these bits
    final long[] plainValue; // have this value points to a table that was used before, and no more is to be said of it
    private final long badTables; // EPT: misconfigured by the entry's lowest 6 bits, one bit each
    private final long badPages;

    private Stage(
            Kind kind,
            PagingMode mode,
            ControlRegisters control,
            LevelRule[] rules,
            long root,
            boolean accessedDirty,
            boolean executeOnly,
            @Nullable Stage below) {
        this.kind = kind;
        this.mode = mode;
        this.control = control;
        this.rules = rules;
        addressMask = (1L << mode.addressBits()) - 1;
        narrow = mode.entryBytes() == 4;
        noExecute = control.noExecute();
        this.root = root;
        this.below = below;
        boolean extended = kind == Kind.EPT;
        present = extended ? 7 : EntryBits.PRESENT;
        accessed = !accessedDirty ? 0 : extended ? EntryBits.EPT_ACCESSED : EntryBits.ACCESSED;
        dirty = !accessedDirty ? 0 : extended ? EntryBits.EPT_DIRTY : EntryBits.DIRTY;
        plainMask = new long[rules.length];
        plainValue = new long[rules.length];
        for (int level = 1; level < rules.length; level++) {
            LevelRule rule = rules[level];
            boolean never = rule.alwaysPage() || !rule.hasAccessed();
            plainMask[level] = present | accessed | rule.reserved() | (rule.mayBePage() ? EntryBits.LARGE : 0);
            plainValue[level] = never ? -1 : present | accessed;
        }
        badTables = extended ? misconfigured(false, executeOnly) : 0;
        badPages = extended ? misconfigured(true, executeOnly) : 0;
    }

    /**
     * The tables that the registers name, on bare hardware or above a second dimension. Load its PDPTEs next, if it
     * {@link #hasRegisters}: above nested tables a guest's are read on demand (APM 15.25.10).
     */
    static Stage ordinary(ControlRegisters control, CpuModel cpu, @Nullable Stage below) {
        PagingMode mode = control.mode();
        boolean onDemand = below != null && below.kind == Kind.NESTED;
        LevelRule[] rules = LevelRule.ordinary(mode, control, cpu, onDemand);
        return new Stage(Kind.ORDINARY, mode, control, rules, control.root(), true, true, below);
    }

    /**
     * Extended page tables.
     *
     * @param pointer EPTP: bits 5:3 the number of levels less one, bit 6 accessed and dirty flags on
     */
    public static Stage extended(long pointer, CpuModel cpu) {
        return extended(pointer, cpu, null);
    }

    /** Those of a monitor that is itself a guest: every address in them passes through its own second dimension. */
    public static Stage extended(long pointer, CpuModel cpu, @Nullable Stage below) {
        PagingMode mode = (pointer >>> 3 & 7) == 4 ? PagingMode.LEVEL5 : PagingMode.LEVEL4;
        return new Stage(
                Kind.EPT,
                mode,
                ControlRegisters.of(mode, 0),
                LevelRule.extended(mode, cpu),
                pointer & 0x000F_FFFF_FFFF_F000L,
                (pointer & EntryBits.EPTP_ACCESSED_DIRTY) != 0,
                cpu.executeOnly(),
                below);
    }

    /** Nested page tables: the host's registers, with its nested CR3. */
    public static Stage nested(ControlRegisters host, CpuModel cpu) {
        return nested(host, cpu, null);
    }

    /** Those of a monitor that is itself a guest: every address in them passes through its own second dimension. */
    public static Stage nested(ControlRegisters host, CpuModel cpu, @Nullable Stage below) {
        PagingMode mode = host.mode();
        LevelRule[] rules = LevelRule.ordinary(mode, host, cpu, true);
        return new Stage(Kind.NESTED, mode, host, rules, host.root(), true, true, below);
    }

    // ---- what entries say ---------------------------------------------------------------------------------------

    /** What one entry tells the walk. */
    Verdict verdict(LevelRule rule, long entry) {
        if ((entry & present) == 0) {
            return Verdict.ABSENT;
        }
        boolean page = rule.isPage(entry);
        if ((entry & (page ? rule.reservedInPage() : rule.reserved())) != 0) {
            return kind == Kind.EPT ? Verdict.MISCONFIGURED : Verdict.RESERVED;
        }
        if (((page ? badPages : badTables) >>> (int) entry & 1) != 0) {
            return Verdict.MISCONFIGURED;
        }
        return page ? Verdict.PAGE : Verdict.TABLE;
    }

    /** SDM 29.3.3.1: writable but not readable; execute-only where that isn't known; a memory type 2, 3 or 7. */
    private static long misconfigured(boolean page, boolean executeOnly) {
        long bad = 0;
        for (int low = 0; low < 64; low++) {
            int access = low & 7;
            int memoryType = low >>> 3;
            if (access == EntryBits.EPT_WRITE
                    || access == (EntryBits.EPT_WRITE | EntryBits.EPT_EXECUTE)
                    || access == EntryBits.EPT_EXECUTE && !executeOnly
                    || page && (memoryType == 2 || memoryType == 3 || memoryType == 7)) {
                bad |= 1L << low;
            }
        }
        return bad;
    }

    /**
     * The rights that entries leave together, as bits of {@link Permissions}.
     *
     * @param every bits that all entries have
     * @param any bits that some entry has
     */
    int rights(long every, long any) {
        if (kind == Kind.EPT) {
            return ((every & EntryBits.EPT_WRITE) != 0 ? Permissions.WRITABLE : 0)
                    | ((every & EntryBits.EPT_EXECUTE) != 0 ? Permissions.EXECUTABLE : 0)
                    | ((every & EntryBits.EPT_READ) != 0 ? Permissions.READABLE : 0);
        }
        boolean forbidden = noExecute && (any & EntryBits.NO_EXECUTE) != 0;
        return Permissions.READABLE
                | ((every & EntryBits.WRITABLE) != 0 ? Permissions.WRITABLE : 0)
                | ((every & EntryBits.USER) != 0 ? Permissions.USER : 0)
                | (forbidden ? 0 : Permissions.EXECUTABLE);
    }

    /** Whether the rights of a page suffice. */
    boolean permits(int rights, int key, Access access, Purpose purpose) {
        if (kind == Kind.ORDINARY) {
            return Permissions.allowed(rights, access, control)
                    && !Permissions.keyForbids(rights, key, access, control);
        }
        int wanted = wanted(access, purpose);
        if (kind == Kind.NESTED) {
            wanted |= Permissions.USER; // the guest's every access is a user's (APM 15.25.5)
        }
        return (rights & wanted) == wanted;
    }

    /** The rights that an access needs in the second dimension. */
    private int wanted(Access access, Purpose purpose) {
        if (purpose != Purpose.PAGE) {
            return tableReadsAreWrites() ? Permissions.READABLE | Permissions.WRITABLE : Permissions.READABLE;
        }
        return switch (access.type()) {
            case READ -> Permissions.READABLE;
            case WRITE -> Permissions.WRITABLE;
            case FETCH -> Permissions.EXECUTABLE;
        };
    }

    // ---- what these tables are ----------------------------------------------------------------------------------

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

    /** Whether its highest entries are the PDPTE registers of PAE paging (SDM 4.4.1). */
    public boolean hasRegisters() {
        return mode == PagingMode.PAE && rules[3].inRegister();
    }

    /** Those registers, as they were loaded. */
    public long[] registers() {
        return registers.clone();
    }

    void setRegister(int index, long value) {
        registers[index] = value;
    }

    /** An address of a second dimension that its tables can't translate: those of 32 bits end at 4 GiB. */
    boolean beyond(long address) {
        return kind == Kind.NESTED && (mode == PagingMode.BITS32 || mode == PagingMode.PAE) && address >>> 32 != 0;
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
