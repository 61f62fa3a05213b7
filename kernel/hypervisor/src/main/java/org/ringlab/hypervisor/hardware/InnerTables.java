package org.ringlab.hypervisor.hardware;

import java.util.Set;
import org.ringlab.cpu.guest.SvmCode;
import org.ringlab.cpu.guest.VmxReason;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
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
 * The second dimension of a guest's guest. The inner monitor's tables (EPT12, NPT12) lead to what it takes for host-physical,
 * which is guest-physical; the outer monitor's (EPT01, NPT01) go on from there. The processor walks one set alone, so the outer
 * monitor keeps the two merged (EPT02, NPT02), as shadow tables: a page is filled in when it is first touched, and forgotten at
 * INVEPT, or when VMRUN flushes.
 */
final class InnerTables {
    private static final long FIRST_TABLE = 0x40_0000;
    private static final int TABLES = 1024;
    private static final long FRAME = -PhysicalMemory.FRAME_BYTES;
    private static final long FOUR_LEVELS = 3 << 3;
    private static final long WRITE_BACK = 6;
    private static final long ACCESS = 7; // of a qualification: what the tables allow is above
    private static final long WHERE = 3L << 32; // of EXITINFO1: the final access, or a guest table's

    /** What became of an access that the merged tables didn't let through. */
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
    private final CpuModel model;
    private final Walker walker;
    private final Stage outer;
    private ShadowTables merged;

    InnerTables(VirtualMachine vm, CpuModel model) {
        this.vm = vm;
        this.model = model;
        machine = vm.machine();
        walker = new Walker(machine, model);
        outer = vm.memory().stage();
        merged = empty();
    }

    private ShadowTables empty() {
        return new ShadowTables(machine, PagingMode.LEVEL4, FIRST_TABLE, TABLES);
    }

    /** The pointer to the merged tables for the one that the inner monitor set. Theirs are four levels, which hold every address. */
    long pointer(long inner) {
        return root(extended(inner)) | FOUR_LEVELS | WRITE_BACK | inner & EntryBits.EPTP_ACCESSED_DIRTY;
    }

    /** The nested CR3 of the merged tables; {@code host} are the inner monitor's registers, with the one that it set. */
    long nestedRoot(ControlRegisters host) {
        return root(nested(host));
    }

    private long root(Stage inner) {
        return merged.root(inner.root());
    }

    private Stage extended(long pointer) {
        return Stage.extended(pointer, model, outer);
    }

    private Stage nested(ControlRegisters host) {
        return Stage.nested(host, model, outer);
    }

    /** INVEPT, or a VMRUN that flushes: the inner monitor changed its tables. */
    void forget() {
        for (long table = FIRST_TABLE; table < FIRST_TABLE + TABLES * PhysicalMemory.FRAME_BYTES; table += 4096) {
            machine.clearFrame(table);
        }
        merged = empty();
    }

    /** An EPT violation of the merged tables. */
    Found violated(long pointer, Exit exit) {
        long qualification = exit.qualification();
        Access access =
                access((qualification & EntryBits.EPT_WRITE) != 0, (qualification & EntryBits.EPT_EXECUTE) != 0);
        return find(extended(pointer), exit, access);
    }

    /** A nested page fault of the merged tables; {@code host} as for {@link #nestedRoot}. */
    Found faulted(ControlRegisters host, Exit exit) {
        long info = exit.qualification();
        return find(nested(host), exit, access((info & Fault.WRITE) != 0, (info & Fault.FETCH) != 0));
    }

    private static Access access(boolean write, boolean fetch) {
        return write ? Access.USER_WRITE : fetch ? Access.USER_FETCH : Access.USER_READ;
    }

    /** Walks both. The last entry that was read says whose tables stopped the walk: the inner monitor's lie in the guest's memory. */
    private Found find(Stage inner, Exit exit, Access access) {
        long at = exit.info();
        Walk walk = walker.explain(inner, at, access);
        vm.counters().add(Counter.WALK_REFERENCES, walk.references());
        if (walk.outcome() instanceof Outcome.Translated page) {
            merge(inner, at & FRAME, page.physical() & FRAME, access.type() == Access.Type.WRITE);
            return new Found.Filled();
        }
        boolean ofInner = !walk.steps().isEmpty()
                && vm.memory().guest(walk.steps().getLast().physical()) >= 0;
        return ofInner && walk.outcome() instanceof Fault fault
                ? new Found.Inner(seen(fault, exit))
                : new Found.Outer();
    }

    private void merge(Stage inner, long page, long frame, boolean write) {
        long flags = ShadowTables.flags(walker, write, false, true);
        if (inner.kind() == Stage.Kind.EPT) {
            boolean executable = (walker.rights() & Permissions.EXECUTABLE) != 0;
            flags = flags & EntryBits.EPT_WRITE | (executable ? EntryBits.EPT_EXECUTE : 0) | WRITE_BACK << 3;
        } else {
            flags |= EntryBits.USER; // the guest's every access is a user's
        }
        merged.put(new Page(inner.root(), page), frame, flags, Set.of());
        vm.counters().add(Counter.SHADOW_FILLS);
        vm.tell(new VmEvent.FillsShadow(
                vm.cycles(), page, vm.memory().guest(frame), frame, (flags & EntryBits.WRITABLE) != 0));
    }

    /** The exit with what the inner monitor's own tables say (SDM table 28-7; APM 15.25.6). */
    private static Exit seen(Fault fault, Exit exit) {
        return switch (fault) {
            case Fault.NestedPageFault nested ->
                changed(
                        exit,
                        SvmCode.NPF,
                        SvmCode.name(SvmCode.NPF),
                        nested.info1() & ~WHERE | exit.qualification() & WHERE);
            case Fault.EptMisconfiguration malformed ->
                changed(exit, VmxReason.EPT_MISCONFIGURATION, VmxReason.name(VmxReason.EPT_MISCONFIGURATION), 0);
            case Fault.EptViolation violation ->
                changed(
                        exit,
                        VmxReason.EPT_VIOLATION,
                        VmxReason.name(VmxReason.EPT_VIOLATION),
                        exit.qualification() & ~(ACCESS << 3) | violation.qualification() & ACCESS << 3);
            case Fault.PageFault ordinary -> exit;
            case Fault.GeneralProtection beyond -> exit;
        };
    }

    private static Exit changed(Exit exit, int reason, String name, long qualification) {
        return new Exit(exit.kind(), reason, name, qualification, exit.info(), exit.linear(), 0, 0, 0);
    }
}
