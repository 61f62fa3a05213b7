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
    private final PhysicalMemory memory;
    private final CpuModel cpu;

    private @Nullable List<WalkStep> log;
    private @Nullable WalkCache cache;
    private int context;
    private @Nullable WalkCache secondCache;
    private int secondContext;
    private boolean looking;
    private int references;
    private long linear;
    private final EntryUpdates updates;

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
        updates = new EntryUpdates(memory);
    }

    /**
     * What loading the registers makes of the tables, or null: then {@link #fault()} says why the PDPTEs of PAE paging
     * can't be loaded (SDM 4.4.1).
     *
     * @param below the second dimension, or null
     */
    public @Nullable Stage load(ControlRegisters control, @Nullable Stage below) {
        return load(control, below, null);
    }

    /**
     * The same, where the PDPTEs don't have to come from memory.
     *
     * @param pdptes what to put into the registers instead of what memory holds, or null
     */
    public @Nullable Stage load(ControlRegisters control, @Nullable Stage below, long @Nullable [] pdptes) {
        Stage stage = Stage.ordinary(control, cpu, below);
        begin(0);
        if (!stage.hasRegisters()) {
            return stage;
        }
        for (int i = 0; i < 4; i++) {
            if (pdptes != null) {
                stage.setRegister(i, pdptes[i]);
                continue;
            }
            physical = stage.root + 8L * i;
            if (below != null && !walk(below, physical, Access.KERNEL_READ, Purpose.PAGE)) {
                return null;
            }
            stage.setRegister(i, memory.readLong(physical));
        }
        if (!stage.registersValid()) {
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
            forget(stage, address);
            return -1;
        }
        updates.commit();
        if (cache != null && stage.kind == Stage.Kind.ORDINARY) {
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
        List<Walk.Written> written = List.of();
        log = steps;
        begin(address);
        Outcome outcome;
        if (!stage.mode.canonical(address)) {
            fault = new GeneralProtection(GeneralProtection.Stage.ACCESS);
            outcome = fault;
        } else if (walk(stage, address, access, Purpose.PAGE)) {
            written = updates.told();
            if (!looking) {
                updates.commit();
            }
            if (cache != null && stage.kind == Stage.Kind.ORDINARY && !looking) {
                cache.keep(stage, address, context);
            }
            references++;
            outcome = new Translated(physical, guestPhysical, 1L << pageShift);
        } else {
            if (!looking) {
                forget(stage, address);
            }
            outcome = fault();
        }
        log = null;
        return new Walk(address, access, List.copyOf(steps), outcome, written, references);
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

    /**
     * The same for the second dimension: guest-physical addresses (SDM 30.4.1).
     *
     * @param context which second dimension it is
     */
    public void useBelow(@Nullable WalkCache cache, int context) {
        this.secondCache = cache;
        this.secondContext = context;
    }

    /** A fault removes what the caches know of the way, so that the mended tables are read (SDM 4.10.4.1, 30.4.3.1). */
    private void forget(Stage stage, long address) {
        if (cache != null && fault instanceof PageFault) {
            cache.drop(stage, address, context);
        }
        if (secondCache == null || stage.below == null) {
            return;
        }
        switch (fault()) {
            case EptViolation violation -> secondCache.drop(stage.below, violation.guestPhysical(), secondContext);
            case EptMisconfiguration bad -> secondCache.drop(stage.below, bad.guestPhysical(), secondContext);
            case NestedPageFault nested -> secondCache.drop(stage.below, nested.guestPhysical(), secondContext);
            case PageFault ignored -> {}
            case GeneralProtection ignored -> {}
        }
    }

    private void begin(long address) {
        linear = address;
        references = 0;
        updates.clear();
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
        if (stage.beyond(address)) {
            int highest = stage.mode.levels();
            fault = WalkFaults.stopped(stage, address, linear, access, purpose, Verdict.ABSENT, 0, highest);
            return false;
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
        boolean second = stage.kind != Stage.Kind.ORDINARY;
        WalkCache remembered = second ? secondCache : cache;
        if (remembered != null) {
            int known = remembered.find(stage, address, second ? secondContext : context);
            if (known > 0) {
                level = known;
                table = remembered.table();
                every = remembered.every();
                any = remembered.any();
            }
        }
        int updatesBefore = updates.count();
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
            if ((entry & stage.plainMask[level]) == stage.plainValue[level] && log == null) {
                table = entry & rule.tableMask();
                if (remembered != null) {
                    remembered.passed(level - 1, table, every, any);
                }
                continue;
            }
            Verdict verdict = stage.verdict(rule, entry);
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
                        stage.rights(every, any)));
            }
            if (verdict != Verdict.TABLE && verdict != Verdict.PAGE) {
                fault = WalkFaults.stopped(
                        stage, address, linear, access, purpose, verdict, stage.rights(every, any), level);
                return false;
            }
            boolean write = access.type() == Type.WRITE || purpose == Purpose.GUEST_TABLE;
            long unset = (stage.accessed | (verdict == Verdict.PAGE && write ? stage.dirty : 0)) & ~entry;
            if (unset != 0 && rule.hasAccessed()) {
                updates.add(entryAt, unset, narrow);
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

        int pageRights = stage.rights(every, any);
        int pageKey = (int) (entry >>> EntryBits.KEY_SHIFT) & 15;
        if (!stage.permits(pageRights, pageKey, access, purpose)) {
            fault = WalkFaults.denied(stage, address, linear, access, purpose, pageRights, pageKey);
            return false;
        }
        if (unwritable >= 0 && below != null) {
            fault = WalkFaults.violation(
                    below, unwritable, linear, Access.USER_WRITE, Purpose.GUEST_UPDATE, unwritableRights);
            return false;
        }
        physical = rule.pageBase(entry) | address & (1L << rule.shift()) - 1;
        guestPhysical = physical;
        pageShift = rule.shift();
        rights = pageRights;
        global = !second && (entry & EntryBits.GLOBAL) != 0;
        dirty = stage.dirty == 0
                || (entry & stage.dirty) != 0
                || access.type() == Type.WRITE
                || purpose != Purpose.PAGE;
        key = second ? 0 : pageKey;
        if (second && secondCache != null && updates.count() == updatesBefore && !looking) {
            secondCache.keep(stage, address, secondContext); // accessed bits on the way are set already
        }
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
