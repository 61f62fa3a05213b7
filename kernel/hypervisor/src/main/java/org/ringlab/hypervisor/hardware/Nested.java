package org.ringlab.hypervisor.hardware;

import java.util.HashMap;
import java.util.Map;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;

/**
 * A guest that is itself a monitor. The processor has one level of non-root mode, so each VMX instruction of the inner monitor
 * leaves for the outer one, which keeps the structures the inner one believes to be the processor's; and every exit of the
 * innermost guest comes to the outer monitor first, which hands on what the inner one asked for.
 */
final class Nested {
    private static final int FIRST_SEGMENTS = 6;

    private final Cpu cpu;
    private final VmxControlStructure control;
    private final VirtualMachine vm;
    private final Map<Long, Vmcs> regions = new HashMap<>(); // what the inner monitor made
    private final Vmcs own; // the inner monitor's own structure
    private boolean on;
    private long current = -1;
    private boolean innermost; // the guest's guest runs

    Nested(Cpu cpu, VmxControlStructure control, VirtualMachine vm) {
        this.cpu = cpu;
        this.control = control;
        this.vm = vm;
        own = control.vmcs();
    }

    void install(Map<ExitReason, ExitHandler> handlers) {
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
        handlers.put(ExitReason.VMLAUNCH, (exit, guest) -> enterInnermost(guest));
        handlers.put(ExitReason.VMRESUME, (exit, guest) -> enterInnermost(guest));
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

    /** The state that the inner monitor wrote for its guest, under the outer one's controls. */
    private Action enterInnermost(Guest guest) {
        Vmcs inner = regions.get(current);
        if (inner == null || !on) {
            return done(guest, Flag.CF);
        }
        if (inner.has(VmcsField.SECONDARY_CONTROLS, VmxControl.ENABLE_EPT)
                && inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY)) {
            guest.end(new Ending.NotSimulated("EPT of a nested monitor", guest.eip()));
            return Action.LEAVE;
        }
        guest.skip(); // the inner monitor goes on behind, should it ever
        Vmcs merged = inner.copy();
        for (VmcsField outer : new VmcsField[] {
            VmcsField.PIN_CONTROLS, VmcsField.SECONDARY_CONTROLS, VmcsField.EXIT_CONTROLS, VmcsField.EPT_POINTER
        }) {
            merged.set(outer, own.get(outer));
        }
        merged.set(
                VmcsField.PROCESSOR_CONTROLS,
                inner.get(VmcsField.PROCESSOR_CONTROLS) | own.get(VmcsField.PROCESSOR_CONTROLS));
        merged.set(VmcsField.VPID, 2);
        merged.set(VmcsField.LINK_POINTER, -1);
        control.use(merged);
        innermost = true;
        vm.counters().because("nested entry");
        return Action.RESUME;
    }

    /** Hands an exit of the innermost guest to the inner monitor if it asked for it; whether it did. */
    boolean reflected(Exit exit) {
        if (!innermost) {
            return false;
        }
        Vmcs inner = regions.get(current);
        if (inner == null || !wants(inner, ExitReason.of(exit))) {
            return false;
        }
        Vmcs merged = control.vmcs();
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
        vm.counters().because("reflected to the inner monitor");
        vm.tell(new VmEvent.Emulates(vm.cycles(), control.eip(), "", "exit handed to the inner monitor"));
        return true;
    }

    private static void copy(int encoding, Vmcs from, Vmcs to) {
        to.set(encoding, from.get(encoding));
    }

    private static boolean wants(Vmcs inner, ExitReason reason) {
        return switch (reason) {
            case CPUID, VMCALL, INVD, TRIPLE_FAULT -> true;
            case HLT -> inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.HLT_EXITING);
            case IO -> inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.UNCONDITIONAL_IO_EXITING);
            case RDTSC -> inner.has(VmcsField.PROCESSOR_CONTROLS, VmxControl.RDTSC_EXITING);
            case EXTERNAL_INTERRUPT -> false;
            default -> false;
        };
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
