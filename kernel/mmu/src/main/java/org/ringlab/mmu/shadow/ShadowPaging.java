package org.ringlab.mmu.shadow;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkStep;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.tlb.Mmu;

/**
 * A monitor that keeps, beside the guest's tables, its own that lead from linear to host-physical addresses at once. The
 * processor walks only those, with the references of an ordinary walk; the price is an exit whenever the guest touches its
 * tables or CR3, and for every page that the shadow doesn't have yet.
 *
 * <p>What the guest's tables say is found by the same walk as nested paging's; its answers go into the shadow.
 */
public final class ShadowPaging {
    /** Why the guest was left. */
    public enum Exit {
        /** A page that the guest maps wasn't in the shadow yet. */
        SHADOW_FILL,
        /** A fault that the guest's own tables ask for: handed to it. */
        GUEST_FAULT,
        /** The guest wrote to one of its tables, which are write-protected. */
        TABLE_WRITE,
        /** MOV to CR3. */
        CR3_LOAD,
        /** INVLPG. */
        INVLPG
    }

    private final Mmu mmu;
    private final Walker guestWalker;
    private final Stage second;
    private final long firstFrame;
    private final int shadowFrames;
    private final Map<Exit, Integer> exits = new EnumMap<>(Exit.class);
    private final Set<Long> guestTables = new HashSet<>(); // host frames that hold tables of the guest
    private ControlRegisters guest;
    private Stage guestStage;
    private TableBuilder shadow;
    private int framesUsed;

    /**
     * A monitor for one guest.
     *
     * @param mmu the processor; the shadow is loaded into its CR3
     * @param second where the guest's memory lies, as an EPT would say it
     * @param guest the guest's registers, of a mode with tables
     * @param firstFrame where the shadow's tables may lie: a host-physical address
     * @param shadowFrames how many frames they may take
     */
    public ShadowPaging(Mmu mmu, Stage second, ControlRegisters guest, long firstFrame, int shadowFrames) {
        this.mmu = mmu;
        this.second = second;
        this.firstFrame = firstFrame;
        this.shadowFrames = shadowFrames;
        guestWalker = new Walker(mmu.memory(), mmu.cpu());
        for (Exit exit : Exit.values()) {
            exits.put(exit, 0);
        }
        this.guest = guest;
        guestStage = stage(guest);
        shadow = emptyShadow();
    }

    private Stage stage(ControlRegisters registers) {
        return Objects.requireNonNull(guestWalker.load(registers, second), "the guest's registers can't be loaded");
    }

    /** A fresh shadow for a fresh CR3: real monitors keep some by CR3, this one is simple. */
    private TableBuilder emptyShadow() {
        for (int i = 0; i < framesUsed; i++) {
            mmu.memory().clearFrame(firstFrame + (long) i * PhysicalMemory.FRAME_BYTES);
        }
        framesUsed = 1;
        guestTables.clear();
        TableBuilder fresh = new TableBuilder(
                mmu.memory(),
                guestStage.mode(),
                firstFrame,
                () -> framesUsed == shadowFrames ? -1 : firstFrame + (long) framesUsed++ * PhysicalMemory.FRAME_BYTES);
        ControlRegisters host = new ControlRegisters(guest.cr0(), firstFrame, guest.cr4(), guest.efer());
        if (mmu.load(host).isPresent()) {
            throw new IllegalStateException("the shadow's CR3 was refused");
        }
        return fresh;
    }

    /** The guest touches an address: the outcome as it sees it, with a host-physical address where there is one. */
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
            count(Exit.SHADOW_FILL);
            protectTables(walk);
            fill(address, at.physical(), access);
        }
        throw new IllegalStateException("the shadow of " + Long.toHexString(address) + " doesn't hold");
    }

    /** Pages that hold the guest's tables lose their write right in the shadow, so that every change is seen. */
    private void protectTables(Walk walk) {
        for (WalkStep step : walk.steps()) {
            if (step.kind() == Stage.Kind.ORDINARY && step.inMemory()) {
                guestTables.add(step.physical() & -PhysicalMemory.FRAME_BYTES);
            }
        }
    }

    private void fill(long address, long physical, Access access) {
        int rights = guestWalker.rights();
        // A page not yet written stays read-only in the shadow, so that the guest's dirty bit is set by the first
        // write.
        boolean writable =
                (rights & Permissions.WRITABLE) != 0 && (guestWalker.dirty() || access.type() == Access.Type.WRITE);
        long frame = physical & -PhysicalMemory.FRAME_BYTES;
        boolean wide = guestStage.mode().entryBytes() == 8;
        long flags = (writable && !guestTables.contains(frame) ? EntryBits.WRITABLE : 0)
                | ((rights & Permissions.USER) != 0 ? EntryBits.USER : 0)
                | (wide && guest.noExecute() && (rights & Permissions.EXECUTABLE) == 0 ? EntryBits.NO_EXECUTE : 0);
        long page = address & -PhysicalMemory.FRAME_BYTES;
        drop(page);
        Optional<String> problem = shadow.map(page, frame, PhysicalMemory.FRAME_BYTES, flags);
        if (problem.isPresent()) {
            shadow = emptyShadow(); // full: begin anew, as monitors do
            shadow.map(page, frame, PhysicalMemory.FRAME_BYTES, flags);
        }
    }

    private void drop(long page) {
        long at = shadow.lastEntry(page);
        if (at >= 0) {
            shadow.write(at, 0);
        }
        mmu.invlpg(page);
    }

    /**
     * The guest's kernel writes an entry of its tables: an exit, after which the shadow of that table's pages is built anew.
     *
     * @param guestPhysical the entry's address as the guest knows it
     */
    public void storeEntry(long guestPhysical, long value) {
        count(Exit.TABLE_WRITE);
        long host = guestWalker.translate(second, guestPhysical, Access.USER_WRITE);
        if (guestStage.mode().entryBytes() == 4) {
            mmu.memory().writeInt(host, value);
        } else {
            mmu.memory().writeLong(host, value);
        }
        shadow = emptyShadow();
    }

    /** The guest loads CR3. */
    public void movCr3(long value) {
        count(Exit.CR3_LOAD);
        guest = guest.withCr3(value);
        guestStage = stage(guest);
        shadow = emptyShadow();
    }

    /** The guest invalidates a page. */
    public void invlpg(long address) {
        count(Exit.INVLPG);
        drop(address & -PhysicalMemory.FRAME_BYTES);
    }

    private void count(Exit exit) {
        exits.merge(exit, 1, Integer::sum);
    }

    /** How often the guest was left for each reason. */
    public Map<Exit, Integer> exits() {
        return new EnumMap<>(exits);
    }
}
