package org.ringlab.mmu.paging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.Fault.EptMisconfiguration;
import org.ringlab.mmu.paging.Fault.EptViolation;
import org.ringlab.mmu.paging.Fault.GeneralProtection;
import org.ringlab.mmu.paging.Fault.NestedPageFault;
import org.ringlab.mmu.paging.Fault.PageFault;
import org.ringlab.mmu.paging.Outcome.Translated;
import org.ringlab.mmu.paging.WalkStep.Verdict;

/**
 * The page walk: from the highest table down to the page, in one method for plain and nested translation.
 *
 * <p>What it found stays in its fields until the next walk, so that a walk makes no object; {@link #explain} runs the same
 * walk with a log of its steps. Accessed and dirty bits are written when the whole access succeeds, as one sees it on
 * processors that walk speculatively: a faulting access leaves the tables alone.
 */
public final class Walker {
    private static final int MOST_UPDATES = 64;

    /** What a guest needs a page of the second dimension for. */
    private enum Purpose {
        /** The access itself. */
        PAGE,
        /** An entry of its tables is read. */
        GUEST_TABLE,
        /** An accessed or dirty bit of its tables is set. */
        GUEST_UPDATE
    }

    private final PhysicalMemory memory;
    private final CpuModel cpu;

    private @Nullable List<WalkStep> log;
    private @Nullable WalkCache cache;
    private int context;
    private boolean looking;
    private int references;
    private long linear;
    private final long[] updateAt = new long[MOST_UPDATES];
    private final long[] updateBits = new long[MOST_UPDATES];
    private final int[] updateBytes = new int[MOST_UPDATES];
    private int updates;

    // What the last walk found.
    private long physical;
    private long guestPhysical;
    private int pageShift;
    private int rights;
    private boolean global;
    private boolean dirty;
    private int key;
    private @Nullable Fault fault;

    /** A walker over a memory, by a processor's rules. */
    public Walker(PhysicalMemory memory, CpuModel cpu) {
        this.memory = memory;
        this.cpu = cpu;
    }

    /**
     * What loading the registers makes of the tables, or null: then {@link #fault()} says why the PDPTEs of PAE paging
     * can't be loaded (SDM 4.4.1).
     *
     * @param below the second dimension, or null
     */
    public @Nullable Stage load(ControlRegisters control, @Nullable Stage below) {
        Stage stage = Stage.ordinary(control, cpu, below);
        begin(0);
        for (int i = 0; stage.mode == PagingMode.PAE && i < 4; i++) {
            physical = stage.root + 8L * i;
            if (below != null && !walk(below, physical, Access.KERNEL_READ, Purpose.PAGE)) {
                return null;
            }
            stage.setRegister(i, memory.readLong(physical));
        }
        if (stage.mode == PagingMode.PAE && !stage.registersValid()) {
            fault = new GeneralProtection(GeneralProtection.Stage.LOAD);
            return null;
        }
        return stage;
    }

    /**
     * Translates, and sets accessed and dirty bits.
     *
     * @return the physical address, or -1: then {@link #fault()} says why
     */
    public long translate(Stage stage, long address, Access access) {
        begin(address);
        if (!stage.mode.canonical(address)) {
            fault = new GeneralProtection(GeneralProtection.Stage.ACCESS);
            return -1;
        }
        if (!walk(stage, address, access, Purpose.PAGE)) {
            return -1;
        }
        if (updates > 0) {
            commit(null);
        }
        if (cache != null) {
            cache.keep(stage, address, context);
        }
        return physical;
    }

    /** What {@link #explain} would say, without setting accessed and dirty bits: {@code written} tells what would be. */
    public Walk inspect(Stage stage, long address, Access access) {
        looking = true;
        Walk walk = explain(stage, address, access);
        looking = false;
        return walk;
    }

    /** The same translation with everything that led to it. */
    public Walk explain(Stage stage, long address, Access access) {
        List<WalkStep> steps = new ArrayList<>();
        List<Walk.Written> written = new ArrayList<>();
        log = steps;
        begin(address);
        Outcome outcome;
        if (!stage.mode.canonical(address)) {
            fault = new GeneralProtection(GeneralProtection.Stage.ACCESS);
            outcome = fault;
        } else if (walk(stage, address, access, Purpose.PAGE)) {
            commit(written);
            if (cache != null) {
                cache.keep(stage, address, context);
            }
            references++;
            outcome = new Translated(physical, guestPhysical, 1L << pageShift);
        } else {
            outcome = fault();
        }
        log = null;
        return new Walk(address, access, List.copyOf(steps), outcome, List.copyOf(written), references);
    }

    /**
     * Lets walks start in the middle, from tables that earlier walks passed (SDM 4.10.3).
     *
     * @param context the PCID, with the VPID above it
     */
    public void use(@Nullable WalkCache cache, int context) {
        this.cache = cache;
        this.context = context;
    }

    private void begin(long address) {
        linear = address;
        references = 0;
        updates = 0;
        fault = null;
    }

    /**
     * The walk (SDM 4.3 to 4.5 with figures 4-2 to 4-11, 29.3.2; APM 5.2 to 5.4, 15.25.3).
     *
     * <p>At each level: is the entry present, are its reserved bits 0, does it map a page or point to a table. Rights are
     * judged once the page is found, from all entries together (SDM 4.6), and the guest's before the second dimension's.
     *
     * @param address linear; guest-physical in the second dimension
     * @param access what is to be done to the page
     * @param purpose in the second dimension: what the guest needs the page for
     * @return whether there is a page; its address is then in {@link #physical}
     */
    private boolean walk(Stage stage, long address, Access access, Purpose purpose) {
        if (stage.mode == PagingMode.NONE) {
            return unpaged(stage, address, access);
        }
        Stage below = stage.below;
        long table = stage.root;
        long every = -1; // bits that all entries have
        long any = 0; // bits that some entry has
        long unwritable = -1; // an entry to be updated, in a page that the second dimension protects
        int unwritableRights = 0;
        LevelRule rule;
        long entry;
        LevelRule[] rules = stage.rules;
        boolean narrow = stage.narrow;
        int level = rules.length - 1;
        WalkCache remembered = stage.kind == Stage.Kind.ORDINARY ? cache : null;
        if (remembered != null && remembered.find(stage, address, context)) {
            level = remembered.level();
            table = remembered.table();
            every = remembered.every();
            any = remembered.any();
        }
        for (; ; level--) {
            rule = rules[level];
            int index = (int) (address >>> rule.shift()) & rule.indexMask();
            long entryAddress = table + ((long) index << (narrow ? 2 : 3));
            long entryAt = entryAddress;
            if (rule.inRegister()) {
                entryAt = -1;
                entry = stage.registers[index];
            } else {
                if (below != null) {
                    if (!walk(below, entryAddress, Access.USER_READ, Purpose.GUEST_TABLE)) {
                        return false;
                    }
                    entryAt = physical;
                }
                references++;
                entry = narrow ? memory.readInt(entryAt) : memory.readLong(entryAt);
            }
            every &= entry | rule.implied();
            any |= entry;
            Verdict verdict = verdict(stage, rule, entry);
            if (log != null) {
                log.add(new WalkStep(
                        stage.kind,
                        stage.mode,
                        level,
                        address,
                        index,
                        entryAddress,
                        entryAt,
                        entry,
                        verdict,
                        rights(stage, every, any)));
            }
            if (verdict != Verdict.TABLE && verdict != Verdict.PAGE) {
                fault = stopped(stage, address, access, purpose, verdict, rights(stage, every, any), level);
                return false;
            }
            boolean write = access.type() == Type.WRITE || purpose == Purpose.GUEST_TABLE;
            long unset = (stage.accessed | (verdict == Verdict.PAGE && write ? stage.dirty : 0)) & ~entry;
            if (unset != 0 && !rule.inRegister()) {
                update(entryAt, unset, narrow ? 4 : 8);
                if (below != null && (rights & Permissions.WRITABLE) == 0) {
                    unwritable = entryAddress; // can only be under EPT that doesn't treat reading tables as writing
                    unwritableRights = rights;
                }
            }
            if (verdict == Verdict.PAGE) {
                break;
            }
            table = entry & rule.tableMask();
            if (remembered != null) {
                remembered.passed(level - 1, table, every, any);
            }
        }

        int pageRights = rights(stage, every, any);
        int pageKey = (int) (entry >>> EntryBits.KEY_SHIFT) & 15;
        if (!permitted(stage, pageRights, pageKey, access, purpose)) {
            fault = denied(stage, address, access, purpose, pageRights, pageKey);
            return false;
        }
        if (unwritable >= 0) {
            fault = violation(below, unwritable, Access.USER_WRITE, Purpose.GUEST_UPDATE, unwritableRights);
            return false;
        }
        physical = rule.pageBase(entry) | address & (1L << rule.shift()) - 1;
        guestPhysical = physical;
        pageShift = rule.shift();
        rights = pageRights;
        global = stage.kind == Stage.Kind.ORDINARY && (entry & EntryBits.GLOBAL) != 0;
        dirty = stage.dirty == 0
                || (entry & stage.dirty) != 0
                || access.type() == Type.WRITE
                || purpose != Purpose.PAGE;
        key = stage.kind == Stage.Kind.ORDINARY ? pageKey : 0;
        return below == null || throughBelow(below, access);
    }

    /** The page of a guest: what it takes for physical passes through the second dimension, which may leave less. */
    private boolean throughBelow(Stage below, Access access) {
        long guestPage = physical;
        int guestShift = pageShift;
        int guestRights = rights;
        boolean guestGlobal = global;
        boolean guestDirty = dirty;
        int guestKey = key;
        if (!walk(below, guestPage, access, Purpose.PAGE)) {
            return false;
        }
        guestPhysical = guestPage;
        pageShift = Math.min(guestShift, pageShift);
        rights = guestRights & (rights | Permissions.USER);
        global = guestGlobal;
        dirty &= guestDirty;
        key = guestKey;
        return true;
    }

    private boolean unpaged(Stage stage, long address, Access access) {
        physical = address;
        guestPhysical = address;
        pageShift = 12;
        rights = Permissions.ALL;
        global = false;
        dirty = true;
        key = 0;
        return stage.below == null || throughBelow(stage.below, access);
    }

    private Verdict verdict(Stage stage, LevelRule rule, long entry) {
        if ((entry & stage.present) == 0) {
            return Verdict.ABSENT;
        }
        boolean page = rule.isPage(entry);
        if ((entry & (page ? rule.reservedInPage() : rule.reserved())) != 0) {
            return stage.kind == Stage.Kind.EPT ? Verdict.MISCONFIGURED : Verdict.RESERVED;
        }
        if (stage.kind == Stage.Kind.EPT && misconfigured(entry, page)) {
            return Verdict.MISCONFIGURED;
        }
        return page ? Verdict.PAGE : Verdict.TABLE;
    }

    /** SDM 29.3.3.1: writable but not readable; execute-only where that isn't known; a memory type 2, 3 or 7. */
    private boolean misconfigured(long entry, boolean page) {
        int access = (int) entry & 7;
        int memoryType = (int) entry >>> 3 & 7;
        return access == EntryBits.EPT_WRITE
                || access == (EntryBits.EPT_WRITE | EntryBits.EPT_EXECUTE)
                || access == EntryBits.EPT_EXECUTE && !cpu.executeOnly()
                || page && (memoryType == 2 || memoryType == 3 || memoryType == 7);
    }

    /** What the entries leave, as bits of {@link Permissions}. */
    private static int rights(Stage stage, long every, long any) {
        if (stage.kind == Stage.Kind.EPT) {
            return ((every & EntryBits.EPT_WRITE) != 0 ? Permissions.WRITABLE : 0)
                    | ((every & EntryBits.EPT_EXECUTE) != 0 ? Permissions.EXECUTABLE : 0)
                    | ((every & EntryBits.EPT_READ) != 0 ? Permissions.READABLE : 0);
        }
        boolean noExecute = stage.noExecute && (any & EntryBits.NO_EXECUTE) != 0;
        return Permissions.READABLE
                | ((every & EntryBits.WRITABLE) != 0 ? Permissions.WRITABLE : 0)
                | ((every & EntryBits.USER) != 0 ? Permissions.USER : 0)
                | (noExecute ? 0 : Permissions.EXECUTABLE);
    }

    private static boolean permitted(Stage stage, int rights, int key, Access access, Purpose purpose) {
        if (stage.kind == Stage.Kind.ORDINARY) {
            return Permissions.allowed(rights, access, stage.control)
                    && !Permissions.keyForbids(rights, key, access, stage.control);
        }
        int wanted = wanted(stage, access, purpose);
        if (stage.kind == Stage.Kind.NESTED) {
            wanted |= Permissions.USER; // the guest's every access is a user's (APM 15.25.5)
        }
        return (rights & wanted) == wanted;
    }

    /** The rights that an access needs in the second dimension. */
    private static int wanted(Stage stage, Access access, Purpose purpose) {
        if (purpose != Purpose.PAGE) {
            return stage.tableReadsAreWrites() ? Permissions.READABLE | Permissions.WRITABLE : Permissions.READABLE;
        }
        return switch (access.type()) {
            case READ -> Permissions.READABLE;
            case WRITE -> Permissions.WRITABLE;
            case FETCH -> Permissions.EXECUTABLE;
        };
    }

    private Fault stopped(
            Stage stage, long address, Access access, Purpose purpose, Verdict verdict, int rights, int level) {
        boolean reserved = verdict == Verdict.RESERVED;
        return switch (stage.kind) {
            case ORDINARY ->
                new PageFault(
                        error(stage.control, access) | (reserved ? Fault.PRESENT | Fault.RESERVED : 0), address, level);
            case NESTED -> nestedFault(address, access, purpose, reserved ? Fault.PRESENT | Fault.RESERVED : 0);
            case EPT ->
                verdict == Verdict.MISCONFIGURED
                        ? new EptMisconfiguration(address)
                        : violation(stage, address, access, purpose, rights);
        };
    }

    private Fault denied(Stage stage, long address, Access access, Purpose purpose, int rights, int key) {
        return switch (stage.kind) {
            case ORDINARY -> {
                boolean byKey = Permissions.keyForbids(rights, key, access, stage.control);
                int error = error(stage.control, access) | Fault.PRESENT | (byKey ? Fault.KEY : 0);
                yield new PageFault(error, address, 0);
            }
            case NESTED -> nestedFault(address, access, purpose, Fault.PRESENT);
            case EPT -> violation(stage, address, access, purpose, rights);
        };
    }

    /** The bits of the error code that tell of the access; I/D only where fetches are told apart (SDM 4.7). */
    private static int error(ControlRegisters control, Access access) {
        boolean fetchTold = control.noExecute() || control.cr4Has(ControlRegisters.CR4_SMEP);
        return (access.user() ? Fault.USER : 0)
                | switch (access.type()) {
                    case READ -> 0;
                    case WRITE -> Fault.WRITE;
                    case FETCH -> fetchTold ? Fault.FETCH : 0;
                };
    }

    private static Fault nestedFault(long address, Access access, Purpose purpose, int error) {
        int access1 = purpose != Purpose.PAGE || access.type() == Type.WRITE
                ? Fault.WRITE
                : access.type() == Type.FETCH ? Fault.FETCH : 0;
        long where = 1L << (purpose == Purpose.PAGE ? 32 : 33);
        return new NestedPageFault(where | Fault.USER | access1 | error, address);
    }

    /** Table 28-7. A guest's table under accessed and dirty flags is read and written: bits 0 and 1. */
    private Fault violation(@Nullable Stage stage, long address, Access access, Purpose purpose, int rights) {
        long done = switch (access.type()) {
            case READ -> EntryBits.EPT_READ;
            case WRITE -> EntryBits.EPT_WRITE;
            case FETCH -> EntryBits.EPT_EXECUTE;
        };
        if (purpose == Purpose.GUEST_TABLE) {
            done = stage != null && stage.tableReadsAreWrites()
                    ? EntryBits.EPT_READ | EntryBits.EPT_WRITE
                    : EntryBits.EPT_READ;
        }
        long allowed = ((rights & Permissions.READABLE) != 0 ? EntryBits.EPT_READ : 0)
                | ((rights & Permissions.WRITABLE) != 0 ? EntryBits.EPT_WRITE : 0)
                | ((rights & Permissions.EXECUTABLE) != 0 ? EntryBits.EPT_EXECUTE : 0);
        long linearValid = 1L << 7;
        long finalAccess = purpose == Purpose.PAGE ? 1L << 8 : 0;
        return new EptViolation(done | allowed << 3 | linearValid | finalAccess, address, linear);
    }

    // ---- accessed and dirty bits (SDM 4.8, 29.3.5) --------------------------------------------------------------

    private void update(long at, long bits, int bytes) {
        updateAt[updates] = at;
        updateBits[updates] = bits;
        updateBytes[updates] = bytes;
        updates++;
    }

    private void commit(@Nullable List<Walk.Written> written) {
        for (int i = 0; i < updates; i++) {
            long at = updateAt[i];
            boolean narrow = updateBytes[i] == 4;
            long value = (narrow ? memory.readInt(at) : memory.readLong(at)) | updateBits[i];
            if (looking) {
                // the tables stay as they are
            } else if (narrow) {
                memory.writeInt(at, value);
            } else {
                memory.writeLong(at, value);
            }
            if (written != null) {
                written.removeIf(w -> w.physical() == at);
                written.add(new Walk.Written(at, value));
            }
        }
        updates = 0;
    }

    // ---- what the last walk found -------------------------------------------------------------------------------

    /** Why the last walk failed. */
    public Fault fault() {
        if (fault == null) {
            throw new IllegalStateException("the last walk found a page");
        }
        return fault;
    }

    /** The physical address the last walk came to. */
    public long physical() {
        return physical;
    }

    /** The guest-physical address of the last walk; its physical one without nesting. */
    public long guestPhysical() {
        return guestPhysical;
    }

    /** The log2 of the bytes that one TLB entry can stand for: the smaller page of both dimensions. */
    public int pageShift() {
        return pageShift;
    }

    /** Rights of the page, {@link Permissions}' bits. */
    public int rights() {
        return rights;
    }

    /** Whether the last entry had its G bit. */
    public boolean global() {
        return global;
    }

    /** Whether the page is known to be dirty, so that a write needs no further walk. */
    public boolean dirty() {
        return dirty;
    }

    /** The protection key of the page. */
    public int key() {
        return key;
    }

    /** How many memory references the last walk made, without the access itself. */
    public int references() {
        return references;
    }
}
