package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.SegReg;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.segment.FarTransfers;
import org.ringlab.cpu.segment.SegmentLoads;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;

/** Instructions that load segment registers, directly or by branching far, and software interrupts. */
final class SegmentMoves {
    private final Cpu cpu;
    private final Registers s;
    private final Operands operands;
    private final SegmentLoads loads;
    private final FarTransfers transfers;

    SegmentMoves(Cpu cpu, Operands operands, SegmentLoads loads, FarTransfers transfers) {
        this.cpu = cpu;
        s = cpu.state();
        this.operands = operands;
        this.loads = loads;
        this.transfers = transfers;
    }

    /** Executes one; false if it is none of these. */
    boolean execute(Instruction i) {
        switch (i.op()) {
            case MOV_SEG -> {
                if (i.operand(0) instanceof SegReg to) {
                    load(to.segment(), (int) operands.read(i, 1) & 0xFFFF);
                } else {
                    operands.write(i, 0, operands.read(i, 1));
                }
            }
            case POP -> {
                if (!(i.operand(0) instanceof SegReg to)) {
                    return false;
                }
                long sp = s.r[4];
                int selector = (int) cpu.pop(i.operandSize()) & 0xFFFF;
                try {
                    load(to.segment(), selector);
                } catch (Raised raised) {
                    s.r[4] = sp;
                    throw raised;
                }
            }
            case LES -> loadFar(i, Segment.ES);
            case LDS -> loadFar(i, Segment.DS);
            case LSS -> loadFar(i, Segment.SS);
            case LFS -> loadFar(i, Segment.FS);
            case LGS -> loadFar(i, Segment.GS);
            case JMP_FAR -> {
                int from = s.cpl;
                transfers.jump(selector(i), offset(i), i.operandSize());
                cpu.ringChanged(from);
            }
            case CALL_FAR -> {
                int from = s.cpl;
                transfers.call(selector(i), offset(i), i.operandSize());
                cpu.ringChanged(from);
            }
            case RET_FAR -> {
                int from = s.cpl;
                transfers.ret(i.operandSize(), i.operands().isEmpty() ? 0 : operands.read(i, 0));
                cpu.ringChanged(from);
            }
            case INT -> software(Trap.Kind.SOFTWARE_INTERRUPT, (int) operands.read(i, 0) & 0xFF);
            case INT3 -> software(Trap.Kind.SOFTWARE_EXCEPTION, Vector.BP);
            case INT1 -> software(Trap.Kind.PRIVILEGED_SOFTWARE_EXCEPTION, Vector.DB);
            case INTO -> {
                if (s.flags.of()) {
                    software(Trap.Kind.SOFTWARE_EXCEPTION, Vector.OF);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** After a load of SS the next instruction is executed before any interrupt (SDM vol. 3 section 6.8.3). */
    private void load(Segment which, int selector) {
        loads.load(which, selector);
        if (which == Segment.SS) {
            s.shadow = true;
            cpu.pause();
        }
    }

    private void loadFar(Instruction i, Segment which) {
        int size = i.operandSize();
        long offset = operands.readAt(i, 1, 0, size);
        loads.load(which, (int) operands.readAt(i, 1, size, 2) & 0xFFFF);
        operands.write(i, 0, offset);
    }

    private int selector(Instruction i) {
        return i.operand(0) instanceof FarPtr far
                ? far.selector()
                : (int) operands.readAt(i, 0, i.operandSize(), 2) & 0xFFFF;
    }

    private long offset(Instruction i) {
        Operand to = i.operand(0);
        return to instanceof FarPtr far
                ? far.offset()
                : to instanceof Mem ? operands.readAt(i, 0, 0, i.operandSize()) : 0;
    }

    private void software(Trap.Kind kind, int vector) {
        throw new Raised(new Trap(kind, vector, false, 0, 0));
    }
}
