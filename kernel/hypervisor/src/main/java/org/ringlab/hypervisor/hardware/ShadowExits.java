package org.ringlab.hypervisor.hardware;

import java.util.Map;
import java.util.Optional;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.trap.Delivery;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.hypervisor.shadow.Shadow;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Fault;

/** What shadow tables cost under hardware assistance: the exits of a guest that has no second dimension (SDM 34.3.3). */
final class ShadowExits {
    private final VirtualMachine vm;
    private final Cpu cpu;
    private final Control control;
    private final Shadow shadow;
    private final Interpreting interpreting;
    private String first = ""; // what led to a double fault

    ShadowExits(VirtualMachine vm, Cpu cpu, Control control, Shadow shadow, Interpreting interpreting) {
        this.vm = vm;
        this.cpu = cpu;
        this.control = control;
        this.shadow = shadow;
        this.interpreting = interpreting;
    }

    void install(Map<ExitReason, ExitHandler> handlers) {
        handlers.put(ExitReason.EXCEPTION, this::exception);
        handlers.put(ExitReason.CR_ACCESS, (exit, guest) -> interpreting.one(guest));
        handlers.put(ExitReason.INVLPG, this::invalidated);
    }

    /** The shadow lacks the page, or the guest's own tables do: then the fault is handed on. */
    private Action exception(VmExit exit, Guest guest) {
        if (!(exit instanceof VmExit.PageFault fault)) {
            return left(guest, new Ending.NotSimulated("an exception that nobody asked for", guest.eip()));
        }
        Optional<Trap> delivering = control.delivering();
        switch (shadow.fill(fault.address(), access(fault.error(), guest))) {
            case YES -> delivering.ifPresent(control::inject);
            case HELD -> {
                return left(
                        guest,
                        new Ending.Killed(
                                "it touched linear " + Hex.of(fault.address()) + ", beyond its memory", guest.eip()));
            }
            case GUEST_FAULT -> {
                Trap met = Trap.pageFault(
                        shadow.fault() instanceof Fault.PageFault own ? own.error() : fault.error(), fault.address());
                Trap next = delivering.isPresent() ? Delivery.combine(delivering.get(), met) : met;
                if (delivering.isPresent() && delivering.get().vector() != Vector.DF) {
                    first = VirtualMachine.name(delivering.get());
                }
                return next == null ? left(guest, new Ending.TripleFault(guest.eip(), first)) : handOn(next, guest);
            }
        }
        return Action.RESUME;
    }

    private Action handOn(Trap trap, Guest guest) {
        control.inject(trap);
        vm.counters().add(Counter.INJECTED);
        Place from = control.ring() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL;
        vm.tell(new VmEvent.Injects(vm.cycles(), from, trap.text(), guest.eip()));
        return Action.RESUME;
    }

    /** The access that an error code tells of; the processor's own, to its tables, are ring 0's in every ring. */
    private Access access(int error, Guest guest) {
        Access.Type type = (error & 1 << 4) != 0
                ? Access.Type.FETCH
                : (error & 1 << 1) != 0 ? Access.Type.WRITE : Access.Type.READ;
        boolean user = (error & 1 << 2) != 0;
        boolean ac = (guest.flags() & Flag.AC) != 0;
        return new Access(type, control.ring(), ac, !user && control.ring() == 3);
    }

    private Action invalidated(VmExit exit, Guest guest) {
        long address = exit instanceof VmExit.Page page ? page.linear() : 0;
        Action action = interpreting.one(guest);
        shadow.drop(address);
        cpu.mmu().invlpg(address);
        return action;
    }

    private static Action left(Guest guest, Ending ending) {
        guest.end(ending);
        return Action.LEAVE;
    }
}
