package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Operand.SegReg;
import org.ringlab.cpu.segment.SegmentQueries;
import org.ringlab.cpu.system.SystemActions;
import org.ringlab.cpu.system.SystemInstructions;

/** What the loop doesn't do by itself, given to the part that does. */
final class Executor {
    private final Cpu cpu;
    private final Interpreter loop;
    private final Operands operands;
    private final Arithmetic arithmetic;
    private final Shifts shifts;
    private final Multiplication multiplication;
    private final Branches branches;
    private final Strings strings;
    private final SegmentMoves moves;
    private final SystemActions actions;
    private final SystemInstructions system;

    Executor(Cpu cpu, Interpreter loop, LinearMemory memory) {
        this.cpu = cpu;
        this.loop = loop;
        Registers s = cpu.state();
        operands = new Operands(s, memory, loop);
        arithmetic = new Arithmetic(s, operands, memory);
        shifts = new Shifts(s, operands, memory, loop);
        multiplication = new Multiplication(s, operands);
        branches = new Branches(s, operands, loop);
        strings = new Strings(cpu, operands, memory, loop);
        moves = new SegmentMoves(cpu, operands, cpu.loads(), cpu.transfers());
        actions = new SystemActions(cpu, operands, cpu.loads(), new SegmentQueries(cpu, cpu.tables(), operands));
        system = new SystemInstructions(cpu, actions);
    }

    Operands operands() {
        return operands;
    }

    SystemActions actions() {
        return actions;
    }

    void execute(Prepared p) {
        Instruction i = p.instruction;
        switch (i.op()) {
            case ADD,
                    OR,
                    ADC,
                    SBB,
                    AND,
                    SUB,
                    XOR,
                    CMP,
                    TEST,
                    INC,
                    DEC,
                    NEG,
                    NOT,
                    MOV,
                    MOVZX,
                    MOVSX,
                    MOVSXD,
                    LEA,
                    XCHG,
                    XADD,
                    CMPXCHG,
                    CMPXCHG8B,
                    CMPXCHG16B,
                    CMOV,
                    SET,
                    BSWAP,
                    XLAT,
                    CBW,
                    CWDE,
                    CDQE,
                    CWD,
                    CDQ,
                    CQO,
                    LAHF,
                    SAHF,
                    CLC,
                    STC,
                    CMC,
                    CLD,
                    STD -> arithmetic.execute(i);
            case ROL, ROR, RCL, RCR, SHL, SHR, SAR, SHLD, SHRD, BT, BTS, BTR, BTC, BSF, BSR, POPCNT, TZCNT, LZCNT ->
                shifts.execute(i);
            case MUL, IMUL, DIV, IDIV, DAA, DAS, AAA, AAS, AAM, AAD -> multiplication.execute(i);
            case JMP, J, CALL, RET, LOOP, LOOPE, LOOPNE, JCXZ, PUSH, PUSHA, POPA, ENTER, LEAVE, BOUND ->
                branches.execute(i);
            case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS -> strings.execute(i);
            case NOP -> {}
            case POP -> {
                if (i.operand(0) instanceof SegReg) {
                    moves.execute(i);
                } else {
                    branches.execute(i);
                }
            }
            case MOV_SEG, LES, LDS, LSS, LFS, LGS, JMP_FAR, CALL_FAR, RET_FAR, INT3, INT1, INTO -> moves.execute(i);
            case INT -> {
                cpu.intercepts().afterRing(i);
                moves.execute(i);
            }
            default -> {
                system.execute(i);
                loop.forgetIfStale();
            }
        }
    }
}
