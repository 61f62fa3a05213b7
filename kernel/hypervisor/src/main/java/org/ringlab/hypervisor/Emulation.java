package org.ringlab.hypervisor;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** Pure emulation: the virtual processor interprets every instruction; no ring of the real one is the guest's. */
public final class Emulation implements Monitor {
    @Override
    public Method method() {
        return Method.EMULATION;
    }

    @Override
    public Ending run(VirtualMachine vm) {
        vm.cpu().listen(event -> hear(vm, event), false);
        vm.tell(new VmEvent.Enters(vm.cycles(), vm.place(), vm.state().rip));
        long budget = vm.settings().budget();
        long start = vm.cpu().clock();
        Ending ending = null;
        while (ending == null) {
            long left = budget - (vm.cpu().clock() - start);
            if (left <= 0) {
                ending = new Ending.Budget(budget, vm.state().rip);
                break;
            }
            // Short slices: a switch that is off is noticed soon.
            ending = slice(vm, Math.min(left, 256));
        }
        vm.cpu().listen(null, false);
        return ending;
    }

    private static @Nullable Ending slice(VirtualMachine vm, long most) {
        long before = vm.cpu().clock();
        Ending ending = vm.ending(vm.cpu().run(most));
        vm.counters().add(Counter.INTERPRETED, vm.cpu().clock() - before);
        return ending;
    }

    private static void hear(VirtualMachine vm, CpuEvent event) {
        if (event instanceof CpuEvent.Trapped trapped) {
            Trap trap = trapped.trap();
            vm.counters().because(Vector.name(trap.vector()));
            vm.tell(new VmEvent.Injects(
                    vm.cycles(),
                    trapped.fromRing() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL,
                    Vector.name(trap.vector()),
                    trapped.handler()));
        } else if (event instanceof CpuEvent.RingChanged changed) {
            vm.tell(new VmEvent.Enters(
                    vm.cycles(), changed.to() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL, vm.state().next));
        }
    }
}
