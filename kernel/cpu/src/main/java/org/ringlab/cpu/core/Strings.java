package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Operands.mask;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.trap.Raised;

/**
 * String instructions. A repeated one commits each round, so that a fault or an interrupt finds it restartable (SDM REP): after
 * some rounds the instruction is left and comes again.
 */
final class Strings {
    private static final int ROUNDS = 4096;
    private static final int SI = 6;
    private static final int DI = 7;

    private final Cpu cpu;
    private final Registers s;
    private final Flags flags;
    private final Operands operands;
    private final LinearMemory memory;
    private final Interpreter loop;

    Strings(Cpu cpu, Operands operands, LinearMemory memory, Interpreter loop) {
        this.cpu = cpu;
        s = cpu.state();
        flags = s.flags;
        this.operands = operands;
        this.memory = memory;
        this.loop = loop;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        switch (i.op()) {
            case MOVS, CMPS, SCAS, STOS, LODS -> {}
            case INS, OUTS -> {
                if (!cpu.ports().allowed((int) s.r[2] & 0xFFFF, i.operandSize())) {
                    throw Raised.gp(0);
                }
                cpu.intercepts().afterRing(i);
            }
            default -> {
                return false;
            }
        }
        if (i.repeat() == Repeat.NONE) {
            round(i);
            return true;
        }
        int width = i.addressSize();
        int rounds = cpu.steps() ? 1 : ROUNDS;
        boolean compares = i.op() == Op.CMPS || i.op() == Op.SCAS;
        for (int n = 0; operands.register(1, width) != 0; n++) {
            if (n == rounds) {
                s.next = s.rip;
                flags.set(-1, Flag.RF); // until the last round is done (SDM vol. 3 section 18.3.1.1)
                return true;
            }
            round(i);
            operands.register(1, width, operands.register(1, width) - 1);
            if (compares && flags.zf() != (i.repeat() == Repeat.REP)) {
                break;
            }
        }
        return true;
    }

    private void round(Instruction i) {
        int size = i.operandSize();
        switch (i.op()) {
            case MOVS -> {
                long value = memory.read(source(i, 1, size), size);
                memory.write(destination(i, size), size, value);
                advance(i, SI, size);
                advance(i, DI, size);
            }
            case CMPS -> {
                long left = memory.read(source(i, 0, size), size);
                long right = memory.read(at(i, Segment.ES, DI, size, false), size);
                compare(left, right, size);
                advance(i, SI, size);
                advance(i, DI, size);
            }
            case SCAS -> {
                compare(operands.register(0, size), memory.read(at(i, Segment.ES, DI, size, false), size), size);
                advance(i, DI, size);
            }
            case STOS -> {
                memory.write(destination(i, size), size, s.r[0]);
                advance(i, DI, size);
            }
            case LODS -> {
                operands.register(0, size, memory.read(source(i, 1, size), size));
                advance(i, SI, size);
            }
            case INS -> {
                long to = destination(i, size);
                memory.readToWrite(to, size); // the port isn't read if the page refuses
                memory.write(to, size, cpu.ports().read((int) s.r[2] & 0xFFFF, size));
                advance(i, DI, size);
            }
            default -> {
                cpu.ports().write((int) s.r[2] & 0xFFFF, size, memory.read(source(i, 1, size), size));
                advance(i, SI, size);
            }
        }
    }

    private long source(Instruction i, int operand, int size) {
        return at(i, ((Mem) i.operand(operand)).segment(), SI, size, false);
    }

    private long destination(Instruction i, int size) {
        return at(i, Segment.ES, DI, size, true);
    }

    private long at(Instruction i, Segment segment, int register, int size, boolean write) {
        return loop.linear(segment.ordinal(), operands.register(register, i.addressSize()), size, write);
    }

    private void advance(Instruction i, int register, int size) {
        long step = flags.has(Flag.DF) ? -size : size;
        operands.register(register, i.addressSize(), s.r[register] + step);
    }

    private void compare(long left, long right, int size) {
        flags.afterSub(left, right, left - right & mask(size), 64 - size * 8);
    }
}
