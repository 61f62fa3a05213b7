package org.ringlab.cpu.system;

import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.segment.TaskState;

/** IN, OUT and their string forms: who may, and the way to the board (SDM vol. 1 ch. 19). */
public final class Ports {
    private final Cpu cpu;
    private final Registers s;
    private final TaskState task;

    /** The ports of a processor. */
    public Ports(Cpu cpu, TaskState task) {
        this.cpu = cpu;
        s = cpu.state();
        this.task = task;
    }

    /** A ring up to IOPL may; others where the I/O map of the task allows every byte. */
    public boolean allowed(int port, int size) {
        return cpu.realMode() || s.cpl <= s.flags.iopl() || task.allowsPort(port, size);
    }

    /** Reads a port. */
    public long read(int port, int size) {
        Board board = cpu.board();
        cpu.debugRegisters().port(port, size, cpu.cr4());
        long value = board.portRead(port, size);
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.PortAccessed(cpu.clock(), port, size, false, value));
        }
        cpu.pause(); // a device may want attention now
        return value;
    }

    /** Writes a port. */
    public void write(int port, int size, long value) {
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.PortAccessed(cpu.clock(), port, size, true, value));
        }
        cpu.debugRegisters().port(port, size, cpu.cr4());
        cpu.board().portWrite(port, size, value);
        cpu.pause();
    }
}
