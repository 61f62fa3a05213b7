package org.ringlab.hypervisor.hardware;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.Vmx;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.guest.VmxReason;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.mmu.paging.CpuModel;

/** A monitor within a VMX guest: the outer one keeps a VMCS for each that the inner one made, and runs merged ones (SDM 26.1.2). */
final class NestedVmx implements Nested {
    private static final int FIRST_SEGMENTS = 6;
    private static final int INNERMOST = 2; // its VPID

    private final Cpu cpu;
    private final VmxControlStructure control;
    private final VirtualMachine vm;
    private final Map<Long, Vmcs> regions = new HashMap<>(); // what the inner monitor made
    private final InnerTables tables;
    private final Vmcs own; // the inner monitor's own structure
    private boolean on;
    private long current = -1;
    private boolean innermost; // the guest's guest runs
    private boolean launched; // it did before its last entry

    NestedVmx(Cpu cpu, VmxControlStructure control, VirtualMachine vm) {
        this.cpu = cpu;
        this.control = control;
        this.vm = vm;
        own = control.vmcs();
        tables = new InnerTables(vm, CpuModel.STANDARD);
    }

    @Override
    public void install(Map<ExitReason, ExitHandler> handlers) {
        handlers.put(ExitReason.VMXON, (exit, guest) -> {
            on = true;
            return done(guest, 0);
        });
        handlers.put(ExitReason.VMXOFF, (exit, guest) -> {
            on = false;
            return done(guest, 0);
        });
        handlers.put(
                ExitReason.VMCLEAR,
                (exit, guest) -> with(guest, i -> {
                    regions.put(cpu.operands().read(i, 0), new Vmcs());
                    return 0;
                }));
        handlers.put(
                ExitReason.VMPTRLD,
                (exit, guest) -> with(guest, i -> {
                    current = cpu.operands().read(i, 0);
                    regions.computeIfAbsent(current, at -> new Vmcs());
                    return 0;
                }));
        handlers.put(
                ExitReason.VMWRITE,
                (exit, guest) -> with(guest, i -> {
                    long field = cpu.operands().read(i, 0);
                    Vmcs inner = regions.get(current);
                    if (inner == null) {
                        return Flag.CF;
                    }
                    if (!Vmcs.exists(field)) {
                        return Flag.ZF;
                    }
                    inner.set((int) field, cpu.operands().read(i, 1));
                    return 0;
                }));
        handlers.put(
                ExitReason.VMREAD,
                (exit, guest) -> with(guest, i -> {
                    long field = cpu.operands().read(i, 1);
                    Vmcs inner = regions.get(current);
                    if (inner == null) {
                        return Flag.CF;
                    }
                    if (!Vmcs.exists(field)) {
                        return Flag.ZF;
                    }
                    cpu.operands().write(i, 0, inner.get((int) field));
                    return 0;
                }));
        handlers.put(ExitReason.VMLAUNCH, (exit, guest) -> enterInnermost(guest, true));
        handlers.put(ExitReason.VMRESUME, (exit, guest) -> enterInnermost(guest, false));
        for (ExitReason reason : List.of(ExitReason.INVEPT, ExitReason.INVVPID)) {
            handlers.put(
                    reason,
                    (exit, guest) -> with(guest, i -> {
                        tables.forget();
                        cpu.mmu().dropSpace(INNERMOST);
                        vm.counters().add(Counter.TLB_FLUSHES);
                        return 0;
                    }));
        }
    }

    private interface Work {
        /** The arithmetic flags afterwards: none for success. */
        long on(Instruction instruction);
    }

    private Action with(Guest guest, Work work) {
        Code code = offset -> {
            try {
                return (int) cpu.memory().readSystem(cpu.linear(Segment.CS, guest.eip() + offset), 1);
            } catch (Raised raised) {
                return Code.NOTHING;
            }
        };
        try {
            long flags = Decoder.decode(code, cpu.mode()) instanceof Decoded.Ok ok
                    ? on ? work.on(ok.instruction()) : Flag.CF
                    : Flag.CF;
            return done(guest, flags);
        } catch (Raised raised) {
            guest.end(new Ending.Killed("an operand of a VMX instruction isn't there", guest.eip()));
            return Action.LEAVE;
        }
    }

    private Action done(Guest guest, long flags) {
        long others = control.vmcs().get(VmcsField.RFLAGS) & ~Flag.ARITHMETIC;
        control.vmcs().set(VmcsField.RFLAGS, others | flags);
        guest.skip();
        return Action.RESUME;
    }

    /** The state that the inner monitor wrote for its guest, under the controls of both. */
    private Action enterInnermost(Guest guest, boolean launch) {
        Vmcs inner = regions.get(current);
        if (inner == null || !on) {
            return done(guest, Flag.CF);
        }
        if (inner.launched() == launch) {
            inner.set(VmcsField.INSTRUCTION_ERROR, launch ? 4 : 5);
            return done(guest, Flag.ZF);
        }
        guest.skip(); // the inner monitor goes on behind, should it ever
        Vmcs merged = inner.copy();
        for (VmcsField outer : new VmcsField[] {
            VmcsField.PIN_CONTROLS, VmcsField.SECONDARY_CONTROLS, VmcsField.EXIT_CONTROLS, VmcsField.EPT_POINTER
        }) {
            merged.set(outer, own.get(outer));
        }
        if (secondDimension(inner)) {
            long pointer = tables.pointer(inner.get(VmcsField.EPT_POINTER));
            if (pointer < 0) {
                guest.end(new Ending.NotSimulated("EPT of five levels in a nested monitor", guest.eip()));
                return Action.LEAVE;
            }
            merged.set(VmcsField.EPT_POINTER, pointer);
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
        vm.counters().because("entry of the guest's guest");
        return Action.RESUME;
    }

    private static boolean secondDimension(Vmcs inner) {
        return inner.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_EPT)
                && inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY);
    }

    @Override
    public String level() {
        return innermost ? "L2: " : on ? "L1: " : "";
    }

    @Override
    public boolean dealtWith(Exit exit) {
        Vmcs inner = regions.get(current);
        if (!innermost || inner == null) {
            return false;
        }
        ExitReason reason = ExitReason.of(exit);
        if (reason == ExitReason.EPT_VIOLATION && secondDimension(inner)) {
            return switch (tables.violated(inner.get(VmcsField.EPT_POINTER), exit)) {
                case InnerTables.Found.Filled filled -> {
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
        Vmcs inner = regions.get(current);
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
    public void handInterruptOn() {
        Vmcs inner = regions.get(current);
        if (!innermost || inner == null || !inner.has(VmcsField.PIN_CONTROLS, VmxControl.EXTERNAL_INTERRUPT_EXITING)) {
            return;
        }
        int information = inner.has(VmcsField.EXIT_CONTROLS, VmxControl.ACKNOWLEDGE_INTERRUPT)
                ? Vmx.information(Trap.external(vm.board().acknowledge()))
                : 0;
        int reason = VmxReason.EXTERNAL_INTERRUPT;
        reflect(inner, new Exit(Exit.Kind.VMX, reason, VmxReason.name(reason), 0, 0, 0, information, 0, 0));
    }

    /** The inner monitor's structure says what its guest was doing and why it was left, and it goes on itself. */
    private void reflect(Vmcs inner, Exit exit) {
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
        own.set(VmcsField.RIP, inner.get(VmcsField.HOST_RIP));
        own.set(VmcsField.RSP, inner.get(VmcsField.HOST_RSP));
        own.set(VmcsField.CR0, inner.get(VmcsField.HOST_CR0));
        own.set(VmcsField.CR3, inner.get(VmcsField.HOST_CR3));
        own.set(VmcsField.CR4, inner.get(VmcsField.HOST_CR4));
        own.set(VmcsField.RFLAGS, Flag.ONE);
        own.set(VmcsField.GDTR_BASE, inner.get(VmcsField.HOST_GDTR_BASE));
        own.set(VmcsField.IDTR_BASE, inner.get(VmcsField.HOST_IDTR_BASE));
        own.set(VmcsField.INTERRUPTIBILITY, 0);
        for (int n = 0; n < FIRST_SEGMENTS; n++) {
            int to = 2 * n;
            own.set(VmcsField.ES_SELECTOR.encoding() + to, inner.get(VmcsField.HOST_ES_SELECTOR.encoding() + to));
            own.set(VmcsField.ES_BASE.encoding() + to, 0);
            own.set(VmcsField.ES_LIMIT.encoding() + to, 0xFFFF_FFFFL);
            own.set(VmcsField.ES_RIGHTS.encoding() + to, n == 1 ? 0xC09B : 0xC093);
        }
    }
}
