package org.ringlab.hypervisor;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** Pure emulation: the virtual processor interprets every instruction; no ring of the real one is the guest's. */
public final class Emulation implements Monitor {
    private final VirtualMachine vm;
    private long haltedAt = -1;
    private long idle;

    /** For one guest. */
    public Emulation(VirtualMachine vm) {
        this.vm = vm;
    }

    @Override
    public Method method() {
        return Method.EMULATION;
    }

    @Override
    public Ending run() {
        vm.cpu().listen(event -> hear(event), false);
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
            ending = slice(Math.min(left, 256));
        }
        vm.cpu().listen(null, false);
        return ending;
    }

    private @Nullable Ending slice(long most) {
        long before = vm.cpu().clock();
        Ending ending = vm.ending(vm.cpu().run(most));
        vm.counters().add(Counter.INTERPRETED, vm.cpu().clock() - before - idle);
        idle = 0;
        return ending;
    }

    private void hear(CpuEvent event) {
        if (event instanceof CpuEvent.Trapped trapped) {
            Trap trap = trapped.trap();
            if (haltedAt >= 0) {
                idle += trapped.clock() - haltedAt;
                haltedAt = -1;
            }
            vm.counters().because(Vector.name(trap.vector()));
            vm.tell(new VmEvent.Injects(
                    vm.cycles(),
                    trapped.fromRing() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL,
                    Vector.name(trap.vector()),
                    trapped.handler()));
        } else if (event instanceof CpuEvent.Halted halted) {
            haltedAt = halted.clock();
        } else if (event instanceof CpuEvent.RingChanged changed) {
            vm.tell(new VmEvent.Enters(
                    vm.cycles(), changed.to() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL, vm.state().next));
        }
    }
}
