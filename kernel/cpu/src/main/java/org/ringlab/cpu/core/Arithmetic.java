package org.ringlab.cpu.core;

import static org.ringlab.cpu.core.Operands.mask;
import static org.ringlab.cpu.core.Operands.signed;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.trap.Raised;

/** Moves, addition and logic in every form (SDM vol. 2). */
final class Arithmetic {
    private final Registers s;
    private final Flags flags;
    private final Operands operands;
    private final LinearMemory memory;

    Arithmetic(Registers state, Operands operands, LinearMemory memory) {
        s = state;
        flags = s.flags;
        this.operands = operands;
        this.memory = memory;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        int size = i.operandSize();
        switch (i.op()) {
            case ADD -> operands.write(i, 0, add(operands.readToWrite(i, 0), operands.read(i, 1), 0, size));
            case ADC ->
                operands.write(i, 0, add(operands.readToWrite(i, 0), operands.read(i, 1), flags.carryBit(), size));
            case SUB -> operands.write(i, 0, subtract(operands.readToWrite(i, 0), operands.read(i, 1), 0, size));
            case SBB ->
                operands.write(i, 0, subtract(operands.readToWrite(i, 0), operands.read(i, 1), flags.carryBit(), size));
            case CMP -> subtract(operands.read(i, 0), operands.read(i, 1), 0, size);
            case AND -> operands.write(i, 0, logic(operands.readToWrite(i, 0) & operands.read(i, 1), size));
            case OR -> operands.write(i, 0, logic(operands.readToWrite(i, 0) | operands.read(i, 1), size));
            case XOR -> operands.write(i, 0, logic(operands.readToWrite(i, 0) ^ operands.read(i, 1), size));
            case TEST -> logic(operands.read(i, 0) & operands.read(i, 1), size);
            case INC -> {
                long value = operands.readToWrite(i, 0) + 1 & mask(size);
                operands.write(i, 0, value);
                flags.afterInc(value, 64 - size * 8);
            }
            case DEC -> {
                long value = operands.readToWrite(i, 0) - 1 & mask(size);
                operands.write(i, 0, value);
                flags.afterDec(value, 64 - size * 8);
            }
            case NEG -> operands.write(i, 0, subtract(0, operands.readToWrite(i, 0), 0, size));
            case NOT -> operands.write(i, 0, ~operands.readToWrite(i, 0));
            case MOV, MOVZX -> operands.write(i, 0, operands.read(i, 1));
            case MOVSX, MOVSXD ->
                operands.write(i, 0, signed(operands.read(i, 1), i.operand(1).size()));
            case LEA -> operands.write(i, 0, operands.offset(i, (Mem) i.operand(1)));
            case XCHG -> {
                long first = operands.readToWrite(i, 0);
                long second = operands.readToWrite(i, 1);
                operands.write(i, 0, second);
                operands.write(i, 1, first);
            }
            case XADD -> {
                long first = operands.readToWrite(i, 0);
                long second = operands.read(i, 1);
                long sum = first + second & mask(size);
                // Memory first: its address may be made of the register. Of one register alone the sum stays.
                boolean memoryFirst = i.operand(0) instanceof Mem;
                operands.write(i, memoryFirst ? 0 : 1, memoryFirst ? sum : first);
                operands.write(i, memoryFirst ? 1 : 0, memoryFirst ? first : sum);
                flags.afterAdd(first, second, sum, 64 - size * 8);
            }
            case CMPXCHG -> {
                long found = operands.readToWrite(i, 0);
                long expected = operands.register(0, size);
                boolean equal = found == expected;
                if (equal || i.operand(0) instanceof Mem) {
                    operands.write(i, 0, equal ? operands.read(i, 1) : found);
                }
                subtract(expected, found, 0, size);
                if (!equal) {
                    operands.register(0, size, found);
                }
            }
            case CMPXCHG8B -> exchangePair(i, 4);
            case CMPXCHG16B -> exchangePair(i, 8);
            case CMOV -> {
                long value = operands.read(i, 1); // read, and faulting, whatever the condition
                boolean taken = flags.test(i.condition().ordinal());
                operands.write(i, 0, taken ? value : operands.read(i, 0));
            }
            case SET -> operands.write(i, 0, flags.test(i.condition().ordinal()) ? 1 : 0);
            case BSWAP -> {
                long value = operands.read(i, 0);
                operands.write(i, 0, size == 8 ? Long.reverseBytes(value) : Integer.reverseBytes((int) value));
            }
            case XLAT -> {
                Mem table = (Mem) i.operand(0);
                Mem place = new Mem(
                        table.base(),
                        table.index(),
                        table.scale(),
                        table.displacement() + (s.r[0] & 0xFF),
                        table.segment(),
                        1,
                        false);
                operands.register(0, 1, memory.read(operands.linear(i, place, 1, false), 1));
            }
            case CBW -> operands.register(0, 2, signed(s.r[0], 1));
            case CWDE -> operands.register(0, 4, signed(s.r[0], 2));
            case CDQE -> operands.register(0, 8, signed(s.r[0], 4));
            case CWD -> operands.register(2, 2, signed(s.r[0], 2) >> 63);
            case CDQ -> operands.register(2, 4, signed(s.r[0], 4) >> 63);
            case CQO -> operands.register(2, 8, s.r[0] >> 63);
            case LAHF -> s.r[0] = s.r[0] & ~0xFF00L | (flags.get() & 0xFF) << 8;
            case SAHF -> flags.set(s.r[0] >>> 8, Flag.SF | Flag.ZF | Flag.AF | Flag.PF | Flag.CF);
            case CLC -> flags.set(0, Flag.CF);
            case STC -> flags.set(-1, Flag.CF);
            case CMC -> flags.set(~flags.get(), Flag.CF);
            case CLD -> flags.set(0, Flag.DF);
            case STD -> flags.set(-1, Flag.DF);
            default -> {
                return false;
            }
        }
        return true;
    }

    private long add(long a, long b, long carry, int size) {
        long sum = a + b + carry & mask(size);
        flags.afterAdd(a, b, sum, 64 - size * 8);
        return sum;
    }

    private long subtract(long a, long b, long borrow, int size) {
        long difference = a - b - borrow & mask(size);
        flags.afterSub(a, b, difference, 64 - size * 8);
        return difference;
    }

    private long logic(long value, int size) {
        flags.afterLogic(value, 64 - size * 8);
        return value;
    }

    /** CMPXCHG8B and 16B: DX:AX against memory, CX:BX into it; ZF alone tells. */
    private void exchangePair(Instruction i, int half) {
        Mem place = (Mem) i.operand(0);
        long at = operands.linear(i, place, half * 2, true);
        if (half == 8 && (at & 15) != 0) {
            throw Raised.gp(0);
        }
        memory.readToWrite(at, 8); // all of it is checked, alignment too
        long low = memory.readToWrite(at, half);
        long high = memory.readToWrite(at + half, half);
        boolean equal = low == operands.register(0, half) && high == operands.register(2, half);
        memory.write(at, half, equal ? operands.register(3, half) : low);
        memory.write(at + half, half, equal ? operands.register(1, half) : high);
        if (!equal) {
            operands.register(0, half, low);
            operands.register(2, half, high);
        }
        flags.set(equal ? -1 : 0, Flag.ZF);
    }
}
