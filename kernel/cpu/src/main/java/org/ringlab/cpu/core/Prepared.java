package org.ringlab.cpu.core;

import org.ringlab.cpu.code.Instruction;

/** An instruction as the loop wants it: what to do as a small number, registers as places, masks worked out. */
final class Prepared {
    final Instruction instruction;
    final int length;

    /** Of {@link Kind}. */
    int kind = Kind.SLOW;
    /** Bytes of the data, and of a memory operand. */
    int size;
    /** The data's bits. */
    long mask;
    /** 64 minus them. */
    int up;
    /** What a write to a register leaves of it. */
    long keep;
    /** Of MOVZX and MOVSX: how many bits the source is shorter. */
    int narrow;

    int destination;
    int source;
    long immediate;
    int condition;

    int segment;
    int base = Registers.ZERO;
    int index = Registers.ZERO;
    int scale;
    long displacement;
    long addressMask;
    int memorySize;

    Prepared(Instruction instruction) {
        this.instruction = instruction;
        length = instruction.length();
    }

    void size(int bytes) {
        size = bytes;
        memorySize = bytes;
        up = 64 - (bytes << 3);
        mask = -1L >>> up;
        keep = bytes >= 4 ? 0 : ~mask;
    }
}
