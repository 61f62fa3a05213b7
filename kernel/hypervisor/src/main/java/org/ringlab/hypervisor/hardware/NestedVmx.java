package org.ringlab.hypervisor.hardware;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.Vmx;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.guest.VmxReason;
import org.ringlab.cpu.guest.VmxRoot;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.mmu.paging.CpuModel;

/** A monitor within a VMX guest: the outer one keeps a VMCS for each that the inner one made, and runs merged ones (SDM 26.1.2). */
final class NestedVmx implements Nested {
    private static final int FIRST_SEGMENTS = 6;
    private static final int INNERMOST = 2; // its VPID
    private static final long UNUSABLE = 1 << 16;

    /** Where an exit of the innermost guest takes the inner monitor's state from. */
    private static final Map<VmcsField, VmcsField> HOST_STATE = Map.ofEntries(
            entry(VmcsField.RIP, VmcsField.HOST_RIP),
            entry(VmcsField.RSP, VmcsField.HOST_RSP),
            entry(VmcsField.CR0, VmcsField.HOST_CR0),
            entry(VmcsField.CR3, VmcsField.HOST_CR3),
            entry(VmcsField.CR4, VmcsField.HOST_CR4),
            entry(VmcsField.GDTR_BASE, VmcsField.HOST_GDTR_BASE),
            entry(VmcsField.IDTR_BASE, VmcsField.HOST_IDTR_BASE),
            entry(VmcsField.TR_SELECTOR, VmcsField.HOST_TR_SELECTOR),
            entry(VmcsField.TR_BASE, VmcsField.HOST_TR_BASE),
            entry(VmcsField.SYSENTER_CS, VmcsField.HOST_SYSENTER_CS),
            entry(VmcsField.SYSENTER_ESP, VmcsField.HOST_SYSENTER_ESP),
            entry(VmcsField.SYSENTER_EIP, VmcsField.HOST_SYSENTER_EIP));

    private final Cpu cpu;
    private final VmxControlStructure control;
    private final VirtualMachine vm;
    private final VmxRoot root; // what the inner monitor takes for the processor's
    private final InnerTables tables;
    private final Vmcs own; // the inner monitor's own structure
    private boolean innermost; // the guest's guest runs
    private boolean launched; // it did before its last entry

    NestedVmx(Cpu cpu, VmxControlStructure control, VirtualMachine vm) {
        this.cpu = cpu;
        this.control = control;
        this.vm = vm;
        own = control.vmcs();
        root = new VmxRoot(cpu, at -> vm.memory().host(at) >= 0, this::arithmetic);
        tables = new InnerTables(vm, CpuModel.STANDARD);
    }

    @Override
    public void install(Map<ExitReason, ExitHandler> handlers) {
        for (ExitReason reason : List.of(
                ExitReason.VMXON,
                ExitReason.VMXOFF,
                ExitReason.VMCLEAR,
                ExitReason.VMPTRLD,
                ExitReason.VMPTRST,
                ExitReason.VMREAD,
                ExitReason.VMWRITE)) {
            boolean vmxon = reason == ExitReason.VMXON;
            handlers.put(reason, (exit, guest) -> allowed(guest, vmxon, this::instruction));
        }
        handlers.put(ExitReason.VMLAUNCH, (exit, guest) -> allowed(guest, false, g -> enterInnermost(g, true)));
        handlers.put(ExitReason.VMRESUME, (exit, guest) -> allowed(guest, false, g -> enterInnermost(g, false)));
        for (ExitReason reason : List.of(ExitReason.INVEPT, ExitReason.INVVPID)) {
            handlers.put(reason, (exit, guest) -> allowed(guest, false, this::invalidated));
        }
    }

    private interface Work {
        Action on(Guest guest);
    }

    /** VMX instructions leave whatever the ring: what they would be without a monitor is #UD, then #GP(0) (SDM ch. 31). */
    private Action allowed(Guest guest, boolean vmxon, Work work) {
        boolean defined = vmxon ? (own.get(VmcsField.CR4) & Cr4.VMXE) != 0 : root.on();
        return !defined ? fault(Trap.ud(), guest) : control.ring() > 0 ? fault(Trap.gp(0), guest) : work.on(guest);
    }

    /** One that the inner monitor takes for the processor's work on its structures. */
    private Action instruction(Guest guest) {
        Code code = offset -> {
            try {
                return (int) cpu.memory().readSystem(cpu.linear(Segment.CS, guest.eip() + offset), 1);
            } catch (Raised raised) {
                return Code.NOTHING;
            }
        };
        if (!(Decoder.decode(code, cpu.mode()) instanceof Decoded.Ok ok)) {
            return fault(Trap.ud(), guest);
        }
        try {
            root.execute(ok.instruction());
        } catch (Raised raised) {
            return raised.event() instanceof Trap trap ? fault(trap, guest) : unreachable(guest);
        }
        guest.skip();
        return Action.RESUME;
    }

    private static Action unreachable(Guest guest) {
        guest.end(new Ending.Killed("an operand of a VMX instruction isn't there", guest.eip()));
        return Action.LEAVE;
    }

    private Action fault(Trap trap, Guest guest) {
        control.inject(trap);
        vm.counters().add(Counter.INJECTED);
        vm.tell(new VmEvent.Injects(
                vm.cycles(), control.ring() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL, trap.text(), guest.eip()));
        return Action.RESUME;
    }

    private void arithmetic(long flags) {
        long others = control.vmcs().get(VmcsField.RFLAGS) & ~Flag.ARITHMETIC;
        control.vmcs().set(VmcsField.RFLAGS, others | flags);
    }

    private Action invalidated(Guest guest) {
        tables.forget();
        cpu.mmu().dropSpace(INNERMOST);
        vm.counters().add(Counter.TLB_FLUSHES);
        root.succeed();
        guest.skip();
        return Action.RESUME;
    }

    /** The state that the inner monitor wrote for its guest, under the controls of both. */
    private Action enterInnermost(Guest guest, boolean launch) {
        Vmcs inner = root.toEnter(launch);
        if (inner != null && !Vmx.controlsPossible(inner)) {
            root.fail(7);
            inner = null;
        }
        guest.skip(); // the inner monitor goes on behind, should it ever
        if (inner == null) {
            return Action.RESUME;
        }
        control.wantWindow(false);
        Vmcs merged = inner.copy();
        for (VmcsField outer : new VmcsField[] {
            VmcsField.PIN_CONTROLS, VmcsField.SECONDARY_CONTROLS, VmcsField.EXIT_CONTROLS, VmcsField.EPT_POINTER
        }) {
            merged.set(outer, own.get(outer));
        }
        if (secondDimension(inner)) {
            merged.set(VmcsField.EPT_POINTER, tables.pointer(inner.get(VmcsField.EPT_POINTER)));
        }
        // Its bitmaps lie in the guest's memory: everything leaves, and what it didn't ask for the outer monitor does.
        long bitmaps = VmxControl.USE_IO_BITMAPS | VmxControl.USE_MSR_BITMAPS;
        merged.set(
                VmcsField.PROCESSOR_CONTROLS,
                (inner.get(VmcsField.PROCESSOR_CONTROLS) | own.get(VmcsField.PROCESSOR_CONTROLS)) & ~bitmaps);
        merged.set(VmcsField.VPID, INNERMOST);
        merged.set(VmcsField.LINK_POINTER, -1);
        launched = inner.launched();
        inner.launched(true);
        inner.set(VmcsField.ENTRY_INTERRUPTION, inner.get(VmcsField.ENTRY_INTERRUPTION) & ~(1L << 31));
        control.use(merged);
        innermost = true;
        if (!restricted(inner)) {
            refused(Vmx.invalid());
            return Action.RESUME;
        }
        vm.counters().because("entry of the guest's guest");
        return Action.RESUME;
    }

    /** Without unrestricted guests there is none but in protected mode with paging (SDM 27.3.1.1); the outer monitor has them. */
    private static boolean restricted(Vmcs inner) {
        long both = Cr0.PE | Cr0.PG;
        boolean unrestricted = inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY)
                && inner.has(VmcsField.SECONDARY_CONTROLS, VmxControl.UNRESTRICTED_GUEST);
        return unrestricted || (inner.get(VmcsField.CR0) & both) == both;
    }

    private static boolean secondDimension(Vmcs inner) {
        return inner.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_EPT)
                && inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY);
    }

    @Override
    public String level() {
        return innermost ? "L2: " : root.on() ? "L1: " : "";
    }

    @Override
    public boolean dealtWith(Exit exit) {
        Vmcs inner = root.current();
        if (!innermost || inner == null) {
            return false;
        }
        ExitReason reason = ExitReason.of(exit);
        if (reason == ExitReason.EPT_VIOLATION && secondDimension(inner)) {
            return switch (tables.violated(inner.get(VmcsField.EPT_POINTER), exit)) {
                case InnerTables.Found.Filled filled -> {
                    long pointer = tables.pointer(inner.get(VmcsField.EPT_POINTER)); // another one, if these were full
                    control.vmcs().set(VmcsField.EPT_POINTER, pointer);
                    control.delivering().ifPresent(control::inject);
                    vm.counters().because("EPT12 and EPT01 merged");
                    yield true;
                }
                case InnerTables.Found.Inner seen -> {
                    reflect(inner, seen.exit());
                    yield true;
                }
                case InnerTables.Found.Outer outer -> false;
            };
        }
        if (!wants(inner, exit, reason)) {
            return false;
        }
        reflect(inner, exit);
        return true;
    }

    /** Exit reason 33 or 34 with bit 31; the guest state is as it was (SDM 27.8). */
    @Override
    public boolean refused(Exit exit) {
        Vmcs inner = root.current();
        if (!innermost || inner == null) {
            return false;
        }
        reflect(inner, exit);
        inner.set(VmcsField.EXIT_REASON, 1L << 31 | exit.reason());
        inner.launched(launched);
        return true;
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public boolean openRegardless() {
        Vmcs inner = root.current();
        return innermost && inner != null && inner.has(VmcsField.PIN_CONTROLS, VmxControl.EXTERNAL_INTERRUPT_EXITING);
    }

    /** The window that the inner monitor waits for (SDM 26.2): it wakes its guest too. */
    @Override
    public boolean wakes() {
        Vmcs inner = root.current();
        return innermost
                && inner != null
                && inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.INTERRUPT_WINDOW_EXITING)
                && (control.flags() & Flag.IF) != 0;
    }

    @Override
    public void handInterruptOn() {
        Vmcs inner = root.current();
        if (inner == null || !openRegardless()) {
            return;
        }
        int information = inner.has(VmcsField.EXIT_CONTROLS, VmxControl.ACKNOWLEDGE_INTERRUPT)
                ? Vmx.information(Trap.external(vm.board().acknowledge()))
                : 0;
        // What was to be injected comes first on a processor, and its delivery is then what the interrupt met.
        Vmcs merged = control.vmcs();
        merged.set(VmcsField.IDT_VECTORING, control.injects() ? merged.get(VmcsField.ENTRY_INTERRUPTION) : 0);
        merged.set(VmcsField.IDT_VECTORING_ERROR_CODE, merged.get(VmcsField.ENTRY_ERROR_CODE));
        int reason = VmxReason.EXTERNAL_INTERRUPT;
        reflect(inner, new Exit(Exit.Kind.VMX, reason, VmxReason.name(reason), 0, 0, 0, information, 0, 0));
    }

    /** The inner monitor's structure says what its guest was doing and why it was left, and it goes on itself. */
    private void reflect(Vmcs inner, Exit exit) {
        control.wantWindow(false);
        Vmcs merged = control.vmcs();
        merged.set(VmcsField.EXIT_REASON, exit.reason());
        merged.set(VmcsField.EXIT_QUALIFICATION, exit.qualification());
        merged.set(VmcsField.EXIT_INTERRUPTION, exit.interruption());
        for (VmcsField field : VmcsField.values()) {
            boolean information = (field.encoding() >>> 10 & 3) == 1;
            boolean guestState = (field.encoding() >>> 10 & 3) == 2;
            if (information || guestState) {
                copy(field.encoding(), merged, inner);
            }
        }
        for (int n = 0; n < 8; n++) {
            for (VmcsField first :
                    new VmcsField[] {VmcsField.ES_SELECTOR, VmcsField.ES_LIMIT, VmcsField.ES_RIGHTS, VmcsField.ES_BASE
                    }) {
                copy(first.encoding() + 2 * n, merged, inner);
            }
        }
        innermost = false;
        control.use(own);
        hostState(inner);
        vm.counters().because("handed to the inner monitor");
        vm.tell(new VmEvent.HandsOn(vm.cycles(), control.eip()));
    }

    private static void copy(int encoding, Vmcs from, Vmcs to) {
        to.set(encoding, from.get(encoding));
    }

    /** What the outer monitor asks for itself is the inner one's only if that asked too; all else is. */
    private boolean wants(Vmcs inner, Exit exit, ExitReason reason) {
        return switch (reason) {
            case HLT -> inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.HLT_EXITING);
            case IO -> wantsPort(inner, VmExit.of(exit) instanceof VmExit.Io io ? io.port() : 0);
            case RDMSR, WRMSR -> wantsMsr(inner, reason == ExitReason.WRMSR);
            case EXTERNAL_INTERRUPT, EPT_VIOLATION, EPT_MISCONFIGURATION -> false;
            case INTERRUPT_WINDOW -> inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.INTERRUPT_WINDOW_EXITING);
            default -> true;
        };
    }

    private boolean wantsPort(Vmcs inner, int port) {
        if (!inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.USE_IO_BITMAPS)) {
            return inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.UNCONDITIONAL_IO_EXITING);
        }
        return bit(inner.get(port < 0x8000 ? VmcsField.IO_BITMAP_A : VmcsField.IO_BITMAP_B), port & 0x7FFF);
    }

    private boolean wantsMsr(Vmcs inner, boolean write) {
        long number = cpu.state().r[Operand.CX] & 0xFFFF_FFFFL;
        long low = number & 0x1FFF;
        boolean high = number == (0xC000_0000L | low);
        if (!inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.USE_MSR_BITMAPS) || !high && number != low) {
            return true;
        }
        return bit(inner.get(VmcsField.MSR_BITMAP) + (high ? 1024 : 0) + (write ? 2048 : 0), low);
    }

    private boolean bit(long guestPhysical, long number) {
        long at = vm.memory().host(guestPhysical + number / 8);
        return at < 0 || (vm.machine().readByte(at) >>> number % 8 & 1) != 0;
    }

    /** The inner monitor goes on as its structure says the host does (SDM 28.5). */
    private void hostState(Vmcs inner) {
        for (Map.Entry<VmcsField, VmcsField> field : HOST_STATE.entrySet()) {
            own.set(field.getKey(), inner.get(field.getValue()));
        }
        own.set(VmcsField.RFLAGS, Flag.ONE);
        own.set(VmcsField.DR7, 0x400);
        own.set(VmcsField.INTERRUPTIBILITY, 0);
        own.set(VmcsField.GDTR_LIMIT, 0xFFFF);
        own.set(VmcsField.IDTR_LIMIT, 0xFFFF);
        for (int n = 0; n < FIRST_SEGMENTS; n++) {
            int to = 2 * n;
            long selector = inner.get(VmcsField.HOST_ES_SELECTOR.encoding() + to);
            boolean fsOrGs = n >= FIRST_SEGMENTS - 2;
            long base = fsOrGs ? inner.get(VmcsField.HOST_FS_BASE.encoding() + to - 2 * (FIRST_SEGMENTS - 2)) : 0;
            long rights = n == 1 ? 0xC09B : 0xC093;
            own.set(VmcsField.ES_SELECTOR.encoding() + to, selector);
            own.set(VmcsField.ES_BASE.encoding() + to, base);
            own.set(VmcsField.ES_LIMIT.encoding() + to, 0xFFFF_FFFFL);
            own.set(VmcsField.ES_RIGHTS.encoding() + to, selector == 0 ? rights | UNUSABLE : rights);
        }
        own.set(VmcsField.LDTR_SELECTOR, 0);
        own.set(VmcsField.LDTR_RIGHTS, UNUSABLE);
        own.set(VmcsField.TR_LIMIT, 0x67);
        own.set(VmcsField.TR_RIGHTS, 0x8B);
    }
}
