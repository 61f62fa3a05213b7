package org.ringlab.cpu.core;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Registers.Activity;
import org.ringlab.cpu.guest.Assistance;
import org.ringlab.cpu.guest.Intercepts;
import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/**
 * The cycle of a processor: what it looks at between instructions, then instructions, and what these met; with the clock, which
 * they and waiting advance.
 */
final class InstructionCycle {
    private static final int LONGEST_SLICE = 1 << 20;

    private final Cpu cpu;
    private final Registers s;
    private final Board board;
    private final Interpreter loop;
    private final EventHandling events;
    private final DebugRegisters debug;
    private final Set<Long> breakpoints = new HashSet<>();
    private long clock;
    private int slice;
    private long passed = -1; // the breakpoint that stopped last, to be passed once
    private boolean nmi;

    InstructionCycle(Cpu cpu, Interpreter loop, EventHandling events) {
        this.cpu = cpu;
        this.loop = loop;
        this.events = events;
        s = cpu.state();
        board = cpu.board();
        debug = cpu.debugRegisters();
    }

    /** The breakpoints, by linear address. */
    Set<Long> breakpoints() {
        return breakpoints;
    }

    void requestNmi() {
        nmi = true;
    }

    /** Nothing is pending. */
    void reset() {
        nmi = false;
        passed = -1;
    }

    /** Instructions so far, the present one among them. */
    long clock() {
        return slice == 0 ? clock : clock + slice - loop.left();
    }

    /** Goes to another time. */
    void clock(long to) {
        clock = to;
        passed = -1;
    }

    /** Executes at most so many instructions; time that passes halted counts too. */
    Stop run(long budget) {
        loop.forgetIfStale();
        long end = clock + budget < clock ? Long.MAX_VALUE : clock + budget;
        while (clock < end) {
            Stop stop = between(end);
            if (stop == null && s.activity == Activity.ACTIVE && clock < end) {
                stop = execute(Math.min(end - clock, Math.max(1, board.untilNext())));
            }
            if (stop != null) {
                return stop;
            }
        }
        return new Stop.Budget();
    }

    /** What the processor looks at between instructions (SDM vol. 3 table 6-2). */
    private @Nullable Stop between(long end) {
        if (s.activity == Activity.SHUTDOWN) {
            return new Stop.TripleFault(Trap.of(Vector.DF, 0), Trap.of(Vector.DF, 0));
        }
        if (nmi && !s.shadow && !s.nmiBlocked && s.gif) {
            nmi = false;
            return events.raise(new Trap(Trap.Kind.NMI, Vector.NMI, false, 0, 0), s.rip);
        }
        Assistance.Injection injected = cpu.assistance().takeInjection();
        if (injected != null) {
            return events.deliver(injected.trap(), injected.back());
        }
        Exit window = cpu.intercepts().interruptWindow();
        if (window != null) {
            return events.leaveGuest(window);
        }
        if (board.interruptRequested() && s.gif) {
            Intercepts intercepts = cpu.intercepts();
            Exit exit = intercepts.interrupt();
            if (exit != null) {
                return events.leaveGuest(exit);
            }
            if (!s.shadow && intercepts.interruptFlag(s.flags.has(Flag.IF))) {
                return events.raise(Trap.external(board.acknowledge()), s.rip);
            }
        }
        Event virtual = cpu.intercepts().virtualInterrupt();
        if (virtual != null) {
            return events.handle(virtual);
        }
        return s.activity == Activity.ACTIVE ? null : idle(end);
    }

    private @Nullable Stop idle(long end) {
        long until = board.untilNext();
        boolean mayWake = s.flags.has(Flag.IF) || cpu.intercepts().inGuest();
        if (until == Long.MAX_VALUE || !mayWake) {
            return new Stop.Halted();
        }
        pass(Math.max(1, Math.min(until, end - clock)));
        return null;
    }

    private @Nullable Stop execute(long most) {
        boolean resumed = s.flags.has(Flag.RF);
        boolean single = cpu.tellsInstructions()
                || !breakpoints.isEmpty()
                || s.shadow
                || s.flags.has(Flag.TF | Flag.RF)
                || debug.armed();
        boolean step = s.flags.has(Flag.TF);
        slice = single ? 1 : (int) Math.min(most, LONGEST_SLICE);
        s.shadow = false;
        Event event = null;
        try {
            if (!breakpoints.isEmpty()) {
                long at = cpu.linear(Segment.CS, s.rip);
                if (breakpoints.contains(at) && passed != clock) {
                    passed = clock;
                    slice = 0;
                    return new Stop.Breakpoint(at);
                }
            }
            long stopping = debug.armed() && !resumed ? debug.at(cpu.linear(Segment.CS, s.rip)) : 0;
            if (stopping != 0) {
                throw new Raised(Trap.debug(stopping));
            }
            if (cpu.tellsInstructions()) {
                Instruction next = loop.fetch().instruction;
                cpu.tell(new CpuEvent.Executes(
                        clock, s.rip, s.cpl, cpu.intercepts().inGuest(), next));
            }
            if (resumed) {
                s.flags.set(0, Flag.RF); // for one instruction, but a fault brings it back
            }
            loop.run(slice);
        } catch (Raised raised) {
            event = events.notCanonical(raised.event());
        }
        int done = Math.max(
                1, slice - loop.left()); // a fetch that faults counts, or handlers without code would go on for ever
        slice = 0;
        loop.noneLeft();
        pass(done);
        long met = debug.take() | (step ? DebugRegisters.BS : 0);
        if (event == null && met != 0) {
            event = Trap.debug(met);
        } else if (event instanceof Exit && resumed) {
            s.flags.set(-1, Flag.RF);
        }
        return event == null ? null : events.handle(event);
    }

    private void pass(long instructions) {
        clock += instructions;
        board.advance(instructions);
    }
}
