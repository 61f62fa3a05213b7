package org.ringlab.hypervisor.hardware;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.hypervisor.shadow.Shadow;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.Stage;

/**
 * The monitor's interpreter: an instruction that left is carried out on the virtual processor, all of it, by the guest's own
 * segments and tables; a fault that it meets is the guest's. Where the guest has shadow tables they follow.
 */
final class Interpreting {
    private final VirtualMachine vm;
    private final Cpu cpu;
    private final Control control;
    private final @Nullable Shadow shadow;
    private final Stage memory;

    Interpreting(VirtualMachine vm, Cpu cpu, Control control, @Nullable Shadow shadow) {
        this.vm = vm;
        this.cpu = cpu;
        this.control = control;
        this.shadow = shadow;
        memory = vm.memory().stage();
        if (shadow != null) {
            follow(shadow);
        }
    }

    /** The instruction where the guest is. */
    Action one(Guest guest) {
        long eip = control.eip();
        if (!lend()) {
            guest.end(new Ending.Killed("its state can't be interpreted", eip));
            return Action.LEAVE;
        }
        ControlRegisters before = vm.cpu().mmu().control();
        Decoded decoded = vm.decode(vm.cpu().linear(Segment.CS, eip));
        Instruction instruction = decoded instanceof Decoded.Ok ok ? ok.instruction() : null;
        String text = instruction == null ? "" : vm.text(instruction, eip);
        Ending ending = vm.interpret();
        control.takeBack(vm.cpu());
        if (shadow != null) {
            if (instruction != null && shadow.changedBy(instruction, before)) {
                shadow.clear();
                vm.counters().add(Counter.TLB_FLUSHES);
                cpu.mmu().dropSpace(1);
            }
            follow(shadow);
        }
        vm.counters().add(Counter.EMULATED);
        vm.tell(new VmEvent.Emulates(vm.cycles(), eip, text, ""));
        if (ending == null) {
            return Action.RESUME;
        }
        guest.end(ending);
        return Action.LEAVE;
    }

    /** With shadow tables the guest's own registers are the virtual processor's all the time; else the structure has them. */
    private boolean lend() {
        ControlRegisters seen = vm.cpu().mmu().control();
        boolean possible = control.lend(vm.cpu());
        if (possible && shadow != null) {
            possible = vm.cpu().mmu().enter(memory, seen, 1).isEmpty();
            vm.cpu().modeChanged();
        }
        return possible;
    }

    private void follow(Shadow shadow) {
        ControlRegisters seen = vm.cpu().mmu().control();
        control.registers(shadow.registers(seen), seen);
    }
}
