package org.ringlab.hypervisor.hardware;

import java.util.Set;
import org.ringlab.cpu.guest.VmxReason;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.shadow.ShadowTables;
import org.ringlab.mmu.shadow.ShadowTables.Page;

/**
 * The second dimension of a guest's guest. The inner monitor's EPT (EPT12) leads to what it takes for host-physical, which is
 * guest-physical; the outer monitor's (EPT01) goes on from there. The processor walks one EPT alone, so the outer monitor keeps
 * the two merged (EPT02), as shadow tables: a page is filled in when it is first touched, and forgotten at INVEPT.
 */
final class InnerTables {
    private static final long FIRST_TABLE = 0x40_0000;
    private static final int TABLES = 1024;
    private static final long FRAME = -PhysicalMemory.FRAME_BYTES;
    private static final long FOUR_LEVELS = 3 << 3;
    private static final long WRITE_BACK = 6;
    private static final long ACCESS = 7; // of a qualification: what the tables allow is above

    /** What became of a violation of the merged tables. */
    sealed interface Found {
        /** Both have the page: it is merged in now. */
        record Filled() implements Found {}

        /** The inner monitor's tables don't allow it: what that one gets to see. */
        record Inner(Exit exit) implements Found {}

        /** The outer monitor's don't. */
        record Outer() implements Found {}
    }

    private final VirtualMachine vm;
    private final PhysicalMemory machine;
    private final Walker walker;
    private final Stage outer;
    private ShadowTables merged;

    InnerTables(VirtualMachine vm) {
        this.vm = vm;
        machine = vm.machine();
        walker = new Walker(machine, CpuModel.STANDARD);
        outer = vm.memory().stage();
        merged = empty();
    }

    private ShadowTables empty() {
        return new ShadowTables(machine, PagingMode.LEVEL4, FIRST_TABLE, TABLES);
    }

    /** The pointer to the merged tables for the one that the inner monitor set; -1 for its five levels, which aren't simulated. */
    long pointer(long inner) {
        return (inner & 7 << 3) != FOUR_LEVELS
                ? -1
                : merged.root(inner & FRAME) | FOUR_LEVELS | WRITE_BACK | inner & EntryBits.EPTP_ACCESSED_DIRTY;
    }

    /** INVEPT: the inner monitor changed its tables. */
    void forget() {
        for (long table = FIRST_TABLE; table < FIRST_TABLE + TABLES * PhysicalMemory.FRAME_BYTES; table += 4096) {
            machine.clearFrame(table);
        }
        merged = empty();
    }

    /** Walks both for an access that the merged tables didn't let through. */
    Found violated(long inner, Exit exit) {
        long at = exit.info();
        Access access = access(exit.qualification());
        Walk walk = walker.explain(Stage.extended(inner, CpuModel.STANDARD, outer), at, access);
        vm.counters().add(Counter.WALK_REFERENCES, walk.references());
        if (walk.outcome() instanceof Outcome.Translated page) {
            merge(inner & FRAME, at & FRAME, page.physical() & FRAME, access.type() == Access.Type.WRITE);
            return new Found.Filled();
        }
        // The last entry that was read says whose tables stopped the walk: the inner monitor's lie in the guest's
        // memory.
        boolean ofInner = !walk.steps().isEmpty()
                && vm.memory().guest(walk.steps().getLast().physical()) >= 0;
        return ofInner && walk.outcome() instanceof Fault fault
                ? new Found.Inner(seen(fault, exit))
                : new Found.Outer();
    }

    private static Access access(long qualification) {
        return (qualification & EntryBits.EPT_WRITE) != 0
                ? Access.USER_WRITE
                : (qualification & EntryBits.EPT_EXECUTE) != 0 ? Access.USER_FETCH : Access.USER_READ;
    }

    private void merge(long root, long page, long frame, boolean write) {
        boolean executable = (walker.rights() & Permissions.EXECUTABLE) != 0;
        long flags = ShadowTables.flags(walker, write, false, false) & EntryBits.EPT_WRITE
                | (executable ? EntryBits.EPT_EXECUTE : 0)
                | WRITE_BACK << 3;
        merged.put(new Page(root, page), frame, flags, Set.of());
        vm.counters().add(Counter.SHADOW_FILLS);
        vm.tell(new VmEvent.FillsShadow(
                vm.cycles(), page, vm.memory().guest(frame), frame, (flags & EntryBits.EPT_WRITE) != 0));
    }

    /** The exit with what the inner monitor's own tables allow (SDM table 28-7). */
    private static Exit seen(Fault fault, Exit exit) {
        boolean malformed = fault instanceof Fault.EptMisconfiguration;
        long allowed = fault instanceof Fault.EptViolation violation ? violation.qualification() & ACCESS << 3 : 0;
        int reason = malformed ? VmxReason.EPT_MISCONFIGURATION : VmxReason.EPT_VIOLATION;
        return new Exit(
                exit.kind(),
                reason,
                VmxReason.name(reason),
                malformed ? 0 : exit.qualification() & ~(ACCESS << 3) | allowed,
                exit.info(),
                exit.linear(),
                0,
                0,
                0);
    }
}
