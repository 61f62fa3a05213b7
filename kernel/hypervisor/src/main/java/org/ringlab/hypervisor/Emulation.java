package org.ringlab.hypervisor;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.CpuEvent;
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
        vm.tell(new VmEvent.Enters(vm.cycles(), vm.place(), -1, vm.state().rip));
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
            if (haltedAt >= 0) {
                idle += trapped.clock() - haltedAt;
                haltedAt = -1;
            }
            vm.counters().because(Vector.name(trapped.trap().vector()));
            vm.tell(crossing(vm, trapped));
        } else if (event instanceof CpuEvent.Halted halted) {
            haltedAt = halted.clock();
        } else if (event instanceof CpuEvent.RingChanged changed) {
            vm.tell(crossing(vm, changed, vm.state().next));
        }
    }

    /** A trap within the guest, as an event. */
    public static VmEvent crossing(VirtualMachine vm, CpuEvent.Trapped trapped) {
        return new VmEvent.Crosses(
                vm.cycles(),
                place(trapped.fromRing()),
                place(trapped.toRing()),
                Vector.name(trapped.trap().vector()),
                trapped.handler());
    }

    /** A return or call to another ring within the guest, as an event. */
    public static VmEvent crossing(VirtualMachine vm, CpuEvent.RingChanged changed, long eip) {
        return new VmEvent.Crosses(vm.cycles(), place(changed.from()), place(changed.to()), "return", eip);
    }

    private static Place place(int ring) {
        return ring == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL;
    }
}
