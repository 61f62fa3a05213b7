package org.ringlab.hypervisor.translate;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.cpu.code.Condition;
import org.ringlab.cpu.code.Encoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.code.Segment;

/** Machine code as it is put together: 32-bit instructions, none of which changes a flag unless it is the guest's own. */
final class Emitted {
    private static final Reg EAX = new Reg(Operand.AX, 4);
    private static final Reg ECX = new Reg(Operand.CX, 4);

    private byte[] bytes = new byte[64];
    private int length;
    private final List<Integer> starts = new ArrayList<>(); // of instructions

    int length() {
        return length;
    }

    byte[] bytes() {
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** Offsets at which instructions begin. */
    List<Integer> starts() {
        return starts;
    }

    /** Bytes as they are, one instruction. */
    void raw(byte... code) {
        starts.add(length);
        if (length + code.length > bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, 2 * (length + code.length));
        }
        System.arraycopy(code, 0, bytes, length, code.length);
        length += code.length;
    }

    private void put(Op op, Operand... operands) {
        int size = op == Op.MOV ? operands[0].size() : 4;
        Instruction instruction =
                new Instruction(op, Condition.ALWAYS, 0, size, 4, List.of(operands), Repeat.NONE, false);
        byte[] code = Encoder.encode(instruction, Mode.BITS32);
        if (code == null) {
            throw new IllegalStateException("no code for " + instruction);
        }
        raw(code);
    }

    private static Mem shared(int offset) {
        return new Mem(Operand.NONE, Operand.NONE, 1, offset, Segment.GS, 4, false);
    }

    private static Mem shared(int index, int scale, int offset) {
        return new Mem(Operand.NONE, index, scale, offset, Segment.GS, 4, false);
    }

    private static Mem top() {
        return new Mem(Operand.SP, Operand.NONE, 1, 0, Segment.SS, 4, false);
    }

    private static Mem sum(int base, int index, long displacement) {
        return new Mem(base, index, 1, displacement, Segment.DS, 0, false);
    }

    void push(long value) {
        put(Op.PUSH, new Imm((int) value, 4));
    }

    /** As PUSH of a segment register does: two bytes are written, four taken. */
    void pushSelector(int selector) {
        put(Op.MOV, new Mem(Operand.SP, Operand.NONE, 1, -4, Segment.SS, 2, false), new Imm((short) selector, 2));
        put(Op.LEA, new Reg(Operand.SP, 4), new Mem(Operand.SP, Operand.NONE, 1, -4, Segment.SS, 0, false));
    }

    void pushFlags() {
        put(Op.PUSHF);
    }

    void interrupt(int vector) {
        raw((byte) 0xCD, (byte) vector);
    }

    void store(int offset, long value) {
        put(Op.MOV, shared(offset), new Imm((int) value, 4));
    }

    void saveEax(int offset) {
        put(Op.MOV, shared(offset), EAX);
    }

    void saveEcx(int offset) {
        put(Op.MOV, shared(offset), ECX);
    }

    void loadEax(int offset) {
        put(Op.MOV, EAX, shared(offset));
    }

    void loadEcx(int offset) {
        put(Op.MOV, ECX, shared(offset));
    }

    void eaxFrom(int register) {
        put(Op.MOV, EAX, new Reg(register, 4));
    }

    void popEax() {
        put(Op.POP, EAX);
    }

    void eaxFromTop() {
        put(Op.MOV, EAX, top());
    }

    void topFromEax() {
        put(Op.MOV, top(), EAX);
    }

    /** EAX = EAX + ECX + displacement, flags kept. */
    void addToEax(long displacement) {
        put(Op.LEA, EAX, sum(Operand.AX, Operand.CX, displacement));
    }

    /** ECX = ECX + EAX, flags kept. */
    void addToEcx() {
        put(Op.LEA, ECX, new Mem(Operand.CX, Operand.AX, 1, 0, Segment.DS, 0, false));
    }

    void ecxFromAl() {
        put(Op.MOVZX, ECX, new Reg(Operand.AX, 1));
    }

    void ecxFromTable(int offset) {
        put(Op.MOV, ECX, shared(Operand.CX, 8, offset));
    }

    void skipIfEcxZero(int over) {
        put(Op.JCXZ, new Rel(over, 1));
    }

    void jumpThrough(int offset) {
        put(Op.JMP, shared(offset));
    }

    void moveTo(Reg register, long value) {
        Instruction instruction = new Instruction(
                Op.MOV,
                Condition.ALWAYS,
                0,
                register.size(),
                4,
                List.of(register, new Imm(value, register.size())),
                Repeat.NONE,
                false);
        byte[] code = Encoder.encode(instruction, Mode.BITS32);
        if (code == null) {
            throw new IllegalStateException("no code for " + instruction);
        }
        raw(code);
    }

    /** A conditional branch of the guest, over so many bytes. */
    void branch(Instruction guest, int over) {
        Instruction here = new Instruction(
                guest.op(),
                guest.condition(),
                0,
                4,
                guest.addressSize(),
                List.of(new Rel(over, 1)),
                Repeat.NONE,
                false);
        byte[] code = Encoder.encode(here, Mode.BITS32);
        if (code == null) {
            throw new IllegalStateException("no code for " + here);
        }
        raw(code);
    }
}
