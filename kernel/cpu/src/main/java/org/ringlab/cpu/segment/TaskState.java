package org.ringlab.cpu.segment;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;

/** What the processor reads from the task state segment: stacks of inner rings and the I/O map (SDM vol. 3 ch. 7 and 8). */
public final class TaskState {
    private static final int MAP_BASE = 0x66;
    private static final int FIRST_INTERRUPT_STACK = 0x24;

    private final Cpu cpu;
    private final Registers s;

    /** The task state of a processor. */
    public TaskState(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /**
     * Where a ring's stack is.
     *
     * @param selector of its segment; in long mode null with the ring
     * @param pointer its top
     */
    public record Stack(int selector, long pointer) {}

    /** The stack for an inner ring, 0 to 2; #TS of the task's selector if the segment ends before it. */
    public Stack stack(int ring, int external) {
        if (cpu.longMode()) {
            return new Stack(ring, pointer64(4 + 8 * ring, external));
        }
        boolean wide = (s.tr.rights() & 8) != 0;
        int at = wide ? 4 + 8 * ring : 2 + 4 * ring;
        int bytes = wide ? 4 : 2;
        if (at + bytes + 1 > s.tr.limit()) {
            throw Raised.of(Vector.TS, s.tr.selector() & 0xFFFC | external);
        }
        long pointer = cpu.memory().readSystem(s.tr.base() + at, bytes);
        int selector = (int) cpu.memory().readSystem(s.tr.base() + at + bytes, 2);
        return new Stack(selector, pointer);
    }

    /** One of the seven interrupt stacks of long mode, 1 to 7. */
    public Stack interruptStack(int number, int ring, int external) {
        return new Stack(ring, pointer64(FIRST_INTERRUPT_STACK + 8 * (number - 1), external));
    }

    private long pointer64(int at, int external) {
        if (at + 7 > s.tr.limit()) {
            throw Raised.of(Vector.TS, s.tr.selector() & 0xFFFC | external);
        }
        long pointer = cpu.memory().readSystem(s.tr.base() + at, 8);
        if (!cpu.canonical(pointer)) {
            throw Raised.of(Vector.SS, external);
        }
        return pointer;
    }

    /** Whether the I/O map allows every byte of an access; the processor reads two bytes of it whatever the size (SDM vol. 1 19.5.2). */
    public boolean allowsPort(int port, int size) {
        if ((s.tr.rights() & 0x1D) != 9 && (s.tr.rights() & 0x1D) != 0xB || s.tr.limit() < MAP_BASE + 1) {
            return false;
        }
        long map = cpu.memory().readSystem(s.tr.base() + MAP_BASE, 2);
        long at = map + port / 8;
        if (at + 1 > s.tr.limit()) {
            return false;
        }
        long bits = cpu.memory().readSystem(s.tr.base() + at, 2) >>> port % 8;
        return (bits & (1 << size) - 1) == 0;
    }
}
