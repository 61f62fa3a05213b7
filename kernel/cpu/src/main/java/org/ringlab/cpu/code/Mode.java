package org.ringlab.cpu.code;

/** What a code segment makes of its bytes: default sizes of operands and addresses (SDM 3.6.1). */
public enum Mode {
    /** Real mode, and code segments with D=0. */
    BITS16(2, 2),
    /** Code segments with D=1. */
    BITS32(4, 4),
    /** Code segments with L=1. */
    BITS64(4, 8);

    private final int operandSize;
    private final int addressSize;

    Mode(int operandSize, int addressSize) {
        this.operandSize = operandSize;
        this.addressSize = addressSize;
    }

    /** Bytes of an operand without a prefix. */
    public int operandSize() {
        return operandSize;
    }

    /** Bytes of an address without a prefix. */
    public int addressSize() {
        return addressSize;
    }

    /** 16, 32 or 64. */
    public int bits() {
        return this == BITS16 ? 16 : this == BITS32 ? 32 : 64;
    }
}
