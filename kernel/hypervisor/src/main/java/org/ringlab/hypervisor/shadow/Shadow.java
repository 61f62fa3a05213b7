package org.ringlab.hypervisor.shadow;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.shadow.ShadowTables;
import org.ringlab.mmu.shadow.ShadowTables.Page;

/**
 * The page tables that the processor really uses while a guest runs without a second dimension: linear to host-physical at
 * once, filled page by page from the guest's tables when a page is missing, as a TLB would be. As with a TLB the guest has to
 * say when it changed its tables, and those instructions come to the monitor. The guest's own control registers are those of
 * the virtual processor.
 */
public final class Shadow {
    private static final long FIRST_TABLE = 0x40_0000;
    private static final int TABLES = (int) ((VirtualMachine.GUEST_BASE - FIRST_TABLE) / PhysicalMemory.FRAME_BYTES);
    private static final long ONLY = 0; // a single shadow: it begins anew at every MOV to CR3
    private static final long FRAME = -PhysicalMemory.FRAME_BYTES;

    private final VirtualMachine vm;
    private final PhysicalMemory machine;
    private final Walker walker;
    private final LongConsumer begun;
    private final long end;
    private final boolean follows;
    private final Set<Long> protectedFrames = new HashSet<>();
    private PagingMode mode = PagingMode.BITS32;
    private ShadowTables tables;

    private Shadow(VirtualMachine vm, LongConsumer begun, long end, boolean follows) {
        this.vm = vm;
        machine = vm.machine();
        walker = new Walker(machine, CpuModel.STANDARD);
        this.begun = begun;
        this.end = end;
        this.follows = follows;
        tables = new ShadowTables(machine, mode, FIRST_TABLE, TABLES, begun);
    }

    /**
     * For a monitor that the processor knows nothing of, and which lives in the guest's address space, as entries of 32 bits.
     *
     * @param begun puts the monitor's own pages into a new directory
     * @param end where those begin, and the guest's end
     */
    public static Shadow besideMonitor(VirtualMachine vm, LongConsumer begun, long end) {
        return new Shadow(vm, begun, end, false);
    }

    /** For a monitor in root mode, with tables of its own: the shadow has the levels of the guest's mode. */
    public static Shadow alone(VirtualMachine vm) {
        return new Shadow(vm, root -> {}, -1, true);
    }

    /** What the processor's CR3 holds. */
    public long root() {
        return tables.root(ONLY);
    }

    /** What the registers really hold while a guest thinks that they hold these: paging on, with WP, on the shadow. */
    public ControlRegisters registers(ControlRegisters guest) {
        boolean paging = guest.mode() != PagingMode.NONE;
        long off = ControlRegisters.CR4_PCIDE | (paging ? 0 : ControlRegisters.CR4_PAE | ControlRegisters.CR4_LA57);
        return new ControlRegisters(
                guest.cr0() | ControlRegisters.CR0_PG | ControlRegisters.CR0_WP | ControlRegisters.CR0_PE,
                root(),
                guest.cr4() & ~off,
                paging ? guest.efer() : guest.efer() & ~ControlRegisters.EFER_LME,
                guest.pkru(),
                guest.pkrs());
    }

    /** Forgets all pages of the guest. Flush the processor's TLB next. */
    public void clear() {
        tables.drop(ONLY);
        PagingMode now = vm.cpu().mmu().stage().mode();
        PagingMode wanted = !follows || now == PagingMode.NONE ? PagingMode.BITS32 : now;
        if (wanted != mode) {
            mode = wanted;
            tables = new ShadowTables(machine, mode, FIRST_TABLE, TABLES, begun);
        }
    }

    /** Forgets one page. Flush it from the processor's TLB next. */
    public void drop(long linear) {
        tables.forget(new Page(ONLY, linear & FRAME));
    }

    /** Whether an instruction that the virtual processor has carried out is a guest's word that all its pages may differ. */
    public boolean changedBy(Instruction instruction, ControlRegisters before) {
        boolean loads = instruction.op() == Op.MOV_CR
                && instruction.operand(0) instanceof Operand.ControlReg to
                && to.number() != 2
                && to.number() != 8;
        return loads || !before.equals(vm.cpu().mmu().control());
    }

    /** Writes to a host-physical frame of the guest will fault; forget its pages next. */
    public void protect(long frame) {
        protectedFrames.add(frame & FRAME);
    }

    /** Writes don't fault any more. */
    public void unprotectAll() {
        protectedFrames.clear();
    }

    /** Whether writes to it fault. */
    public boolean isProtected(long frame) {
        return protectedFrames.contains(frame & FRAME);
    }

    /** The host-physical address behind a linear one by the guest's tables, or -1: then {@link #fault} says why. */
    public long walk(long linear, Access access) {
        return walker.translate(vm.cpu().mmu().stage(), linear, access);
    }

    /** Why the guest's tables don't allow the access of the last walk. */
    public Fault fault() {
        return walker.fault();
    }

    /** What became of a page fault. */
    public enum Filled {
        /** The guest may make the access, and the page is there now. */
        YES,
        /** The guest's own tables refuse: {@link #fault} says why. */
        GUEST_FAULT,
        /** The guest may, and the monitor doesn't let it: the page is protected, or no memory is there. */
        HELD
    }

    /** Fills in the page of a fault, if the guest's tables have it. */
    public Filled fill(long linear, Access access) {
        if (Long.compareUnsigned(linear, end) >= 0) {
            return Filled.HELD;
        }
        long at = walk(linear, access);
        vm.counters().add(Counter.WALK_REFERENCES, at < 0 ? 0 : walker.references());
        if (at < 0) {
            return walker.fault() instanceof Fault.PageFault ? Filled.GUEST_FAULT : Filled.HELD;
        }
        long frame = at & FRAME;
        boolean write = access.type() == Access.Type.WRITE;
        if (vm.memory().guest(frame) < 0 || write && isProtected(frame)) {
            return Filled.HELD;
        }
        boolean noExecute = mode.entryBytes() == 8 && vm.cpu().mmu().control().noExecute();
        long flags = ShadowTables.flags(walker, write, isProtected(frame), noExecute);
        tables.put(new Page(ONLY, linear & FRAME), frame, flags, Set.of());
        vm.counters().add(Counter.SHADOW_FILLS);
        vm.tell(new VmEvent.FillsShadow(
                vm.cycles(), linear & FRAME, vm.memory().guest(frame), frame, (flags & 2) != 0));
        return Filled.YES;
    }
}
