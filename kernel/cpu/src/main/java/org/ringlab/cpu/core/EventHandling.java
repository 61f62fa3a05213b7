package org.ringlab.cpu.core;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.guest.Assistance;
import org.ringlab.cpu.system.Extensions;
import org.ringlab.cpu.trap.Delivery;
import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.NotSimulated;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** What comes of an event that an instruction met or that waited between two: a handler is reached, a guest left, or the run stops. */
final class EventHandling {
    private final Cpu cpu;
    private final Registers s;
    private final Delivery delivery;
    private final Assistance assistance;
    private final Interpreter loop;

    EventHandling(Cpu cpu, Delivery delivery, Assistance assistance, Interpreter loop) {
        this.cpu = cpu;
        s = cpu.state();
        this.delivery = delivery;
        this.assistance = assistance;
        this.loop = loop;
    }

    /** What an address that isn't canonical leads to: #SS(0) if the stack segment was used (SDM vol. 1 section 3.3.7.1). */
    @SuppressWarnings("ReferenceEquality")
    Event notCanonical(Event event) {
        if (event != LinearMemory.NOT_CANONICAL) {
            return event;
        }
        Instruction i = loop.fetch().instruction;
        boolean pushes = switch (i.op()) {
            case PUSH, POP, PUSHF, POPF, CALL, RET, ENTER, LEAVE, CALL_FAR, RET_FAR, IRET -> true;
            default -> false;
        };
        for (Operand operand : i.operands()) {
            if (operand instanceof Operand.Mem place) {
                long at = cpu.linear(place.segment(), cpu.operands().offset(i, place));
                if (!pushes || !cpu.canonical(at)) {
                    return place.segment() == Segment.SS ? Trap.of(Vector.SS, 0) : event;
                }
            }
        }
        return pushes ? Trap.of(Vector.SS, 0) : event;
    }

    /** What an instruction met. */
    @Nullable
    Stop handle(Event event) {
        return switch (event) {
            case Trap trap -> raise(trap, trap.kind().byInstruction() ? s.next : s.rip);
            case Exit exit -> leaveGuest(exit);
            case NotSimulated not -> {
                Event before = Extensions.met(not, cpu.cr0(), cpu.cr4(), s.xcr0);
                yield before instanceof NotSimulated ? new Stop.NotSimulated(not.what(), s.rip) : handle(before);
            }
        };
    }

    /** Delivers a trap, unless a guest is left instead. */
    @Nullable
    Stop raise(Trap trap, long back) {
        Exit exit = cpu.intercepts().exception(trap);
        return exit == null ? deliver(trap, back) : leaveGuest(exit, null);
    }

    /** Delivers a trap, and what delivery meets, until a handler is reached, a guest is left or the processor shuts down. */
    @Nullable
    Stop deliver(Trap first, long firstBack) {
        Trap trap = first;
        long back = firstBack;
        while (true) {
            Event met;
            try {
                delivery.deliver(trap, back);
                s.rip = s.next;
                return null;
            } catch (Raised raised) {
                met = raised.event();
            }
            if (met instanceof Exit exit) {
                return leaveGuest(exit, trap);
            }
            if (!(met instanceof Trap second)) {
                return handle(met);
            }
            Exit exit = cpu.intercepts().exception(second);
            if (exit != null) {
                return leaveGuest(exit, trap);
            }
            Trap both = Delivery.combine(trap, second);
            if (both == null) {
                return shutDown(first, trap);
            }
            trap = both;
            back = s.rip;
            Exit again = both == second ? null : cpu.intercepts().exception(both);
            if (again != null) {
                return leaveGuest(again, first);
            }
        }
    }

    private @Nullable Stop shutDown(Trap first, Trap last) {
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.ShutDown(cpu.clock(), first, last));
        }
        Exit exit = cpu.intercepts().shutdown();
        if (exit != null) {
            return leaveGuest(exit);
        }
        s.activity = Registers.Activity.SHUTDOWN;
        return new Stop.TripleFault(first, last);
    }

    @Nullable
    Stop leaveGuest(Exit exit) {
        return leaveGuest(exit, null);
    }

    private @Nullable Stop leaveGuest(Exit exit, @Nullable Trap delivering) {
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.GuestLeft(cpu.clock(), exit, s.rip, s.cpl));
        }
        boolean outside = assistance.leave(exit, delivering);
        loop.forgetIfStale();
        return outside ? new Stop.GuestExit(exit) : null;
    }
}
