package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Operands.mask;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** Near branches and the stack (SDM vol. 2). */
final class Branches {
    private final Registers s;
    private final Flags flags;
    private final Operands operands;
    private final Interpreter loop;

    Branches(Registers state, Operands operands, Interpreter loop) {
        s = state;
        flags = s.flags;
        this.operands = operands;
        this.loop = loop;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        int size = i.operandSize();
        switch (i.op()) {
            case JMP -> loop.branch(target(i));
            case J -> {
                if (flags.test(i.condition().ordinal())) {
                    loop.branch(target(i));
                }
            }
            case CALL -> {
                long target = target(i);
                long back = s.next;
                loop.branch(target); // checked before anything is pushed
                loop.push(size, back);
            }
            case RET -> {
                long target = loop.top(size) & mask(size);
                loop.branch(target);
                loop.dropTop(size);
                if (!i.operands().isEmpty()) {
                    loop.dropTop((int) operands.read(i, 0));
                }
            }
            case LOOP, LOOPE, LOOPNE, JCXZ -> count(i);
            case PUSH -> push(i);
            case POP -> pop(i);
            case PUSHA -> {
                long sp = s.r[4];
                loop.linear(2, sp - 8L * size & loop.stackMask(), 8 * size, true);
                for (int n = 0; n < 8; n++) {
                    loop.push(size, n == 4 ? sp : s.r[n]);
                }
            }
            case POPA -> {
                loop.linear(2, s.r[4] & loop.stackMask(), 8 * size, false);
                for (int n = 7; n >= 0; n--) {
                    long value = loop.pop(size);
                    if (n != 4) {
                        operands.register(n, size, value);
                    }
                }
            }
            case ENTER -> enter(i);
            case LEAVE -> {
                long sp = s.r[4];
                s.r[4] = sp & ~loop.stackMask() | s.r[5] & loop.stackMask();
                try {
                    long frame = loop.pop(size);
                    operands.register(5, size, frame);
                } catch (Raised raised) {
                    s.r[4] = sp;
                    throw raised;
                }
            }
            case BOUND -> {
                long index = Operands.signed(operands.read(i, 0), size);
                long low = Operands.signed(operands.readAt(i, 1, 0, size), size);
                long high = Operands.signed(operands.readAt(i, 1, size, size), size);
                if (index < low || index > high) {
                    throw new Raised(Trap.of(Vector.BR));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private long target(Instruction i) {
        long to = operands.read(i, 0);
        return (i.operand(0) instanceof Operand.Rel ? s.next + to : to) & mask(i.operandSize());
    }

    /** LOOP and JCXZ: the counter has the address size. */
    private void count(Instruction i) {
        int width = i.addressSize();
        long counter = operands.register(1, width);
        if (i.op() != Op.JCXZ) {
            counter = counter - 1 & mask(width);
        }
        boolean taken = switch (i.op()) {
            case JCXZ -> counter == 0;
            case LOOPE -> counter != 0 && flags.zf();
            case LOOPNE -> counter != 0 && !flags.zf();
            default -> counter != 0;
        };
        if (taken) {
            loop.branch(target(i));
        }
        if (i.op() != Op.JCXZ) {
            operands.register(1, width, counter);
        }
    }

    /** A segment register is stored with 16 bits, whatever the room on the stack: what lay above stays (SDM PUSH). */
    private void push(Instruction i) {
        int size = i.operandSize();
        if (i.operand(0) instanceof Operand.SegReg && size == 4) {
            long to = s.r[4] - 4 & loop.stackMask();
            loop.linear(2, to, 4, true);
            long sp = s.r[4];
            s.r[4] = sp - 2;
            try {
                loop.push(2, operands.read(i, 0));
                s.r[4] = sp & ~loop.stackMask() | to;
            } catch (Raised raised) {
                s.r[4] = sp;
                throw raised;
            }
            return;
        }
        loop.push(size, operands.read(i, 0));
    }

    /** POP to memory by way of the stack pointer counts from where that is afterwards. */
    private void pop(Instruction i) {
        long sp = s.r[4];
        long value = loop.pop(i.operandSize());
        try {
            operands.write(i, 0, value);
        } catch (Raised raised) {
            s.r[4] = sp;
            throw raised;
        }
    }

    private void enter(Instruction i) {
        int size = i.operandSize();
        long room = operands.read(i, 0);
        int level = (int) operands.read(i, 1) & 31;
        long sp = s.r[4];
        long bp = s.r[5];
        try {
            loop.push(size, bp);
            long frame = s.r[4];
            for (int n = 1; n < level; n++) {
                s.r[5] -= size;
                long kept = s.r[4];
                s.r[4] = s.r[5];
                long value = loop.top(size);
                s.r[4] = kept;
                loop.push(size, value);
            }
            if (level > 0) {
                loop.push(size, frame);
            }
            long low = s.r[4] - room & loop.stackMask();
            loop.linear(2, low, size, true);
            s.r[5] = bp;
            operands.register(5, size, frame);
            s.r[4] = sp & ~loop.stackMask() | low;
        } catch (Raised raised) {
            s.r[4] = sp;
            s.r[5] = bp;
            throw raised;
        }
    }
}
