package org.ringlab.cpu.code;

import java.util.Locale;

/** What an operand of a row of the table may be, and where in the code it stands. */
enum Form {
    /** Register or memory, by mod and rm: 1, 2 or 4 bytes. */
    RM8(Place.RM),
    RM16(Place.RM),
    RM32(Place.RM),
    /** Of the operand size. */
    RM(Place.RM),
    /** A register of the operand size, or two bytes of memory. */
    RMV16(Place.RM),
    /** A register only, of the operand size. */
    RMR(Place.RM),
    /** Memory only: nothing of it accessed, or so many bits. */
    M(Place.RM),
    M8(Place.RM),
    M64(Place.RM),
    M128(Place.RM),
    /** An offset of the operand size and a selector. */
    MFAR(Place.RM),
    /** A limit of two bytes and a base of 4, in 64-bit mode 8. */
    MDESC(Place.RM),
    /** Two values of the operand size. */
    MPAIR(Place.RM),

    /** Registers by the reg field. */
    R8(Place.REG),
    R16(Place.REG),
    R(Place.REG),
    SREG(Place.REG),
    /** The same, but CS, which can't be loaded. */
    SREGTO(Place.REG),
    CR(Place.REG),
    DR(Place.REG),

    /** Registers by the low bits of the opcode. */
    O8(Place.OPCODE),
    O(Place.OPCODE),

    /** Registers and values that the opcode stands for. */
    AL(Place.IMPLIED),
    A(Place.IMPLIED),
    CL(Place.IMPLIED),
    DX(Place.IMPLIED),
    ONE(Place.IMPLIED),
    ES(Place.IMPLIED),
    CS(Place.IMPLIED),
    SS(Place.IMPLIED),
    DS(Place.IMPLIED),
    FS(Place.IMPLIED),
    GS(Place.IMPLIED),
    /** Memory at the source or destination index, or at BX for XLAT. */
    SI8(Place.IMPLIED),
    SI(Place.IMPLIED),
    DI8(Place.IMPLIED),
    DI(Place.IMPLIED),
    BX8(Place.IMPLIED),

    /** Values: a byte never negative; a byte; a byte, extended to the operand size; 16 bits never negative. */
    UB(Place.TAIL),
    IB(Place.TAIL),
    IBS(Place.TAIL),
    IW(Place.TAIL),
    /** Two or four bytes, extended to the operand size; the operand size. */
    IZ(Place.TAIL),
    IV(Place.TAIL),
    REL8(Place.TAIL),
    RELZ(Place.TAIL),
    FAR(Place.TAIL),
    /** Memory at an address of the address size. */
    MOFFS8(Place.TAIL),
    MOFFS(Place.TAIL);

    /** Where an operand stands. */
    enum Place {
        RM,
        REG,
        OPCODE,
        IMPLIED,
        TAIL
    }

    private final Place place;

    Form(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** Bytes of the operand, given the instruction's operand size. */
    int bytes(int operandSize, Mode mode) {
        return switch (this) {
            case RM8, R8, O8, M8, AL, CL, ONE, SI8, DI8, BX8, UB, IB, MOFFS8 -> 1;
            case RM16, R16, RMV16, DX, IW, SREG, SREGTO, ES, CS, SS, DS, FS, GS -> 2;
            case RM32 -> 4;
            case RM, RMR, R, O, A, SI, DI, IBS, IZ, IV, MOFFS -> operandSize;
            case M -> 0;
            case M64 -> 8;
            case M128 -> 16;
            case MFAR, FAR -> operandSize + 2;
            case MDESC -> mode == Mode.BITS64 ? 10 : 6;
            case MPAIR -> 2 * operandSize;
            case CR, DR -> mode == Mode.BITS64 ? 8 : 4;
            case REL8 -> 1;
            case RELZ -> Math.min(operandSize, 4);
        };
    }

    /** Bytes of the operand as a register. */
    int registerBytes(int operandSize, Mode mode) {
        return this == RMV16 ? operandSize : bytes(operandSize, mode);
    }

    /** Bytes that a value takes in the code. */
    int tailBytes(int operandSize, int addressSize) {
        return switch (this) {
            case UB, IB, IBS, REL8 -> 1;
            case IW -> 2;
            case IZ, RELZ -> Math.min(operandSize, 4);
            case IV -> operandSize;
            case FAR -> operandSize + 2;
            case MOFFS8, MOFFS -> addressSize;
            default -> 0;
        };
    }

    /** Whether the operand may be a register. */
    boolean takesRegister() {
        return switch (this) {
            case M, M8, M64, M128, MFAR, MDESC, MPAIR -> false;
            default -> true;
        };
    }

    /** Whether the operand may be memory by mod and rm. */
    boolean takesMemory() {
        return place == Place.RM && this != RMR;
    }

    /** The form of a name in the table: {@code rm8}, {@code 1} for {@link #ONE}. */
    static Form named(String name) {
        return name.equals("1") ? ONE : valueOf(name.toUpperCase(Locale.ROOT));
    }
}
