package org.ringlab.mmu.shadow;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkStep;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.shadow.ShadowTables.Page;
import org.ringlab.mmu.tlb.Mmu;

/**
 * A monitor that keeps, beside the guest's tables, its own that lead from linear to host-physical addresses at once. The
 * processor walks only those, with the references of an ordinary walk; the price is an exit whenever the guest touches its
 * tables or CR3, and for every page that the shadow doesn't have yet.
 *
 * <p>What the guest's tables say is found by the same walk as nested paging's; its answers go into the shadow. Each CR3 has a
 * shadow that is kept while another one is loaded. They stay true because every table that an answer came from is
 * write-protected in all of them: a write leaves the guest, and what followed from the entry is forgotten everywhere. A table
 * that nothing follows from any more may be written again without an exit, until a walk passes it.
 */
public final class ShadowPaging {
    private static final long FRAME = -PhysicalMemory.FRAME_BYTES;

    /** Why the guest was left. */
    public enum Exit {
        /** A page that the guest maps wasn't in the shadow yet, or not yet writable. */
        SHADOW_FILL,
        /** A fault that the guest's own tables ask for: handed to it. */
        GUEST_FAULT,
        /** The guest wrote to one of its tables, which are write-protected. */
        TABLE_WRITE,
        /** A write of ring 0 that CR0.WP = 0 alone allows: the monitor does it, as the shadow can't say so. */
        EMULATED_WRITE,
        /** MOV to CR3. */
        CR3_LOAD,
        /** INVLPG. */
        INVLPG
    }

    private final Mmu mmu;
    private final Walker guestWalker;
    private final Stage second;
    private final ShadowTables shadows;
    private final Map<Exit, Integer> exits = new EnumMap<>(Exit.class);
    private final Set<Long> guestTables = new HashSet<>(); // host frames that hold tables of the guest
    private ControlRegisters guest;
    private Stage guestStage;

    /**
     * A monitor for one guest.
     *
     * @param mmu the processor; the shadow is loaded into its CR3
     * @param second where the guest's memory lies, as an EPT would say it
     * @param guest the guest's registers, of a mode with tables
     * @param firstFrame where the shadows' tables may lie: a host-physical address
     * @param shadowFrames how many frames they may take, from 8 on
     */
    public ShadowPaging(Mmu mmu, Stage second, ControlRegisters guest, long firstFrame, int shadowFrames) {
        if (shadowFrames < 8) {
            throw new IllegalArgumentException("shadow frames must be 8 or more, got " + shadowFrames);
        }
        this.mmu = mmu;
        this.second = second;
        guestWalker = new Walker(mmu.memory(), mmu.cpu());
        shadows = new ShadowTables(mmu.memory(), guest.mode(), firstFrame, shadowFrames);
        for (Exit exit : Exit.values()) {
            exits.put(exit, 0);
        }
        this.guest = guest;
        guestStage = stage(guest);
        load();
    }

    private Stage stage(ControlRegisters registers) {
        return Objects.requireNonNull(guestWalker.load(registers, second), "the guest's registers can't be loaded");
    }

    /** The processor runs on the shadow of the guest's CR3, with WP set whatever the guest thinks. */
    private void load() {
        ControlRegisters host = new ControlRegisters(
                guest.cr0() | ControlRegisters.CR0_WP,
                shadows.root(guestStage.root()),
                guest.cr4() & ~ControlRegisters.CR4_PCIDE,
                guest.efer(),
                guest.pkru(),
                guest.pkrs());
        if (mmu.load(host).isPresent()) {
            throw new IllegalStateException("the shadow's CR3 was refused");
        }
    }

    /**
     * The guest touches an address: the outcome as it sees it, with a host-physical address where there is one. After a write
     * to one of its tables all that followed from that table is forgotten, whatever will be written.
     */
    public Outcome access(long address, Access access) {
        for (int tries = 0; tries < 2; tries++) {
            long physical = mmu.translate(address, access);
            if (physical >= 0) {
                return new Outcome.Translated(physical, physical, PhysicalMemory.FRAME_BYTES);
            }
            if (!(mmu.fault() instanceof Fault.PageFault)) {
                return mmu.fault();
            }
            Walk walk = guestWalker.explain(guestStage, address, access);
            if (!(walk.outcome() instanceof Outcome.Translated at)) {
                count(Exit.GUEST_FAULT);
                return walk.outcome();
            }
            long frame = at.physical() & FRAME;
            if (access.type() != Type.WRITE) {
                count(Exit.SHADOW_FILL);
            } else if (written(frame, walk)) {
                return new Outcome.Translated(at.physical(), at.physical(), PhysicalMemory.FRAME_BYTES);
            }
            fill(address & FRAME, frame, access, walk);
        }
        throw new IllegalStateException("the shadow of " + Long.toHexString(address) + " doesn't hold");
    }

    /** A write that the shadow doesn't let through: whether the monitor does it itself, without a page in the shadow. */
    private boolean written(long frame, Walk walk) {
        boolean pastReadOnly = (guestWalker.rights() & Permissions.WRITABLE) == 0;
        boolean toItsOwnTable =
                walk.steps().stream().anyMatch(step -> isTable(step) && (step.physical() & FRAME) == frame);
        if (toItsOwnTable || guestTables.contains(frame)) {
            count(Exit.TABLE_WRITE);
            unprotect(frame);
        } else {
            count(pastReadOnly ? Exit.EMULATED_WRITE : Exit.SHADOW_FILL);
        }
        return pastReadOnly || toItsOwnTable;
    }

    /** What the guest's walk found goes into the shadow, and the tables that it passed lose their write right everywhere. */
    private void fill(long page, long frame, Access access, Walk walk) {
        long key = guestWalker.key();
        Set<Long> entries = new HashSet<>();
        for (WalkStep step : walk.steps()) {
            if (isTable(step)) {
                entries.add(step.physical());
                protect(step.physical() & FRAME);
            }
        }
        boolean wide = guestStage.mode().entryBytes() == 8;
        long flags = ShadowTables.flags(
                        guestWalker,
                        access.type() == Type.WRITE,
                        guestTables.contains(frame),
                        wide && guest.noExecute())
                | (wide ? key << EntryBits.KEY_SHIFT : 0);
        shadows.put(new Page(guestStage.root(), page), frame, flags, entries);
        if (guestStage.mode() == PagingMode.PAE || mmu.control().root() != shadows.root(guestStage.root())) {
            load(); // a new table behind a PDPTE register, or the shadow began anew
        } else {
            mmu.invlpg(page);
        }
    }

    private static boolean isTable(WalkStep step) {
        return step.kind() == Stage.Kind.ORDINARY && step.inMemory();
    }

    /** Pages that lead to a table of the guest are made anew, without the right to write, when they are next touched. */
    private void protect(long table) {
        if (guestTables.add(table)) {
            forget(shadows.to(table));
        }
    }

    /** A table about to be written: nothing follows from it any more, so it needn't be watched. */
    private void unprotect(long table) {
        for (long entry = table; entry < table + PhysicalMemory.FRAME_BYTES; entry += 4) {
            forget(shadows.from(entry));
        }
        guestTables.remove(table);
    }

    private void forget(Set<Page> pages) {
        for (Page page : pages) {
            shadows.forget(page);
            if (page.cr3() == guestStage.root()) {
                mmu.invlpg(page.address());
            }
        }
    }

    /**
     * The guest's kernel writes an entry of its tables: an exit where the table is watched, after which the pages that
     * followed from this entry are found anew.
     *
     * @param guestPhysical the entry's address as the guest knows it
     */
    public void storeEntry(long guestPhysical, long value) {
        long host = guestWalker.translate(second, guestPhysical, Access.USER_WRITE);
        if (guestTables.contains(host & FRAME)) {
            count(Exit.TABLE_WRITE);
            forget(shadows.from(host));
        }
        if (guestStage.mode().entryBytes() == 4) {
            mmu.memory().writeInt(host, value);
        } else {
            mmu.memory().writeLong(host, value);
        }
    }

    /** The guest loads CR3; its shadow is as it was left, but for PAE paging. */
    public void movCr3(long value) {
        count(Exit.CR3_LOAD);
        guest = guest.withCr3(value);
        guestStage = stage(guest);
        if (guestStage.mode() == PagingMode.PAE) {
            shadows.drop(guestStage.root()); // its four PDPTEs were read anew, and who wrote them wasn't watched
        }
        load();
    }

    /** The guest invalidates a page. */
    public void invlpg(long address) {
        count(Exit.INVLPG);
        forget(Set.of(new Page(guestStage.root(), address & FRAME)));
    }

    /** How many address spaces have a shadow. */
    public int shadows() {
        return shadows.kept();
    }

    private void count(Exit exit) {
        exits.merge(exit, 1, Integer::sum);
    }

    /** How often the guest was left for each reason. */
    public Map<Exit, Integer> exits() {
        return new EnumMap<>(exits);
    }
}
