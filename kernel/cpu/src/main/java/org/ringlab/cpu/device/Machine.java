package org.ringlab.cpu.device;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.system.Features;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A whole computer: memory, one processor, a board. Stepping backwards goes back to a snapshot and executes again up to the step before;
 * as nothing but the machine's own state decides, that is the same run.
 */
public final class Machine {
    private static final int MOST_SNAPSHOTS = 64;

    private final PhysicalMemory memory;
    private final DeviceBoard board;
    private final Cpu cpu;
    private final Deque<Snapshot> past = new ArrayDeque<>(); // the last one first

    /** Everything at one moment. */
    public record Snapshot(PhysicalMemory memory, Cpu.Snapshot cpu, ControlRegisters control, Object board) {
        /** Instructions since the reset. */
        public long clock() {
            return cpu.clock();
        }
    }

    /** A computer after reset, with memory of so many address lines (20 to 52) and nothing in it. */
    public Machine(Features features, int addressBits, DeviceBoard board) {
        memory = new PhysicalMemory(addressBits);
        this.board = board;
        cpu = new Cpu(features, new Mmu(memory, features.memory(), TlbShape.DESKTOP), board);
        cpu.reset();
    }

    /** Its memory. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** Its processor. */
    public Cpu cpu() {
        return cpu;
    }

    /** Its devices. */
    public DeviceBoard board() {
        return board;
    }

    /** Copies an image into memory. */
    public void load(long address, byte[] image) {
        for (int i = 0; i < image.length; i++) {
            memory.writeByte(address + i, image[i] & 0xFF);
        }
    }

    /** A copy of everything, taken between instructions and outside guests. */
    public Snapshot snapshot() {
        return new Snapshot(memory.copy(), cpu.snapshot(), cpu.mmu().control(), board.save());
    }

    /** Goes back to a copy; the TLB is empty then. */
    public void restore(Snapshot snapshot) {
        memory.restore(snapshot.memory());
        cpu.mmu().enter(null, snapshot.control(), 0);
        cpu.mmu().load(snapshot.control());
        cpu.restore(snapshot.cpu());
        board.restore(snapshot.board());
    }

    /** Runs and keeps a snapshot from time to time, so that {@link #stepBack} has somewhere to go. */
    public Stop run(long budget, long between) {
        long end = cpu.clock() + budget;
        Stop stop = new Stop.Budget();
        while (cpu.clock() < end && stop instanceof Stop.Budget) {
            remember();
            stop = cpu.run(Math.min(between, end - cpu.clock()));
        }
        return stop;
    }

    private void remember() {
        Snapshot last = past.peek();
        if (last == null || last.clock() < cpu.clock()) {
            past.push(snapshot());
            if (past.size() > MOST_SNAPSHOTS) {
                past.removeLast();
            }
        }
    }

    /** Goes back to before the last instruction; false if that is before the first snapshot. */
    public boolean stepBack() {
        long target = cpu.clock() - 1;
        while (!past.isEmpty() && past.getFirst().clock() > target) {
            past.removeFirst();
        }
        Snapshot from = past.peek();
        if (from == null) {
            return false;
        }
        restore(from);
        while (cpu.clock() < target && cpu.run(target - cpu.clock()) instanceof Stop.Breakpoint) {
            // a breakpoint on the way doesn't hold
        }
        return true;
    }
}
