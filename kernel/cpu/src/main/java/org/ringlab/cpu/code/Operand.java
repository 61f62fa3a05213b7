package org.ringlab.cpu.code;

/** What an instruction works on. */
public sealed interface Operand {
    /** No register: where {@link Mem#base} or {@link Mem#index} is left out. */
    int NONE = -1;

    /** Numbers of general registers. */
    int AX = 0;

    int CX = 1;
    int DX = 2;
    int BX = 3;
    int SP = 4;
    int BP = 5;
    int SI = 6;
    int DI = 7;

    /** Bytes of it. */
    int size();

    /**
     * A general register, or a part of it.
     *
     * @param number 0..15: AX CX DX BX SP BP SI DI R8..R15; of AH CH DH BH, the number of the register they are part of, 0..3
     * @param size 1, 2, 4 or 8
     * @param high AH, CH, DH or BH: bits 8..15
     */
    record Reg(int number, int size, boolean high) implements Operand {
        /** A register counted from bit 0. */
        public Reg(int number, int size) {
            this(number, size, false);
        }
    }

    /**
     * Memory. Its offset is base + index * scale + displacement, cut to the instruction's address size.
     *
     * @param base general register's number, or {@link #NONE}
     * @param index general register's number, or {@link #NONE}
     * @param scale 1, 2, 4 or 8
     * @param displacement sign extended; an absolute address of 64 bits as it is
     * @param segment the one in force: the default, or the override where there is one and it isn't ignored (64-bit mode
     *     ignores overrides to ES, CS, SS and DS)
     * @param size bytes accessed; 0 where nothing is, or the instruction has a form of its own (LEA, INVLPG, far pointers excepted:
     *     these have their 4, 6 or 10)
     * @param ripRelative the displacement counts from the next instruction; then there is neither base nor index
     */
    record Mem(int base, int index, int scale, long displacement, Segment segment, int size, boolean ripRelative)
            implements Operand {}

    /**
     * A value within the instruction.
     *
     * @param value as the operation uses it: sign extended from the operand's size, except counts, ports, vectors and the
     *     operands of ENTER and RET, which are never negative
     * @param size bytes of the operand it stands for (not those it takes in the code)
     */
    record Imm(long value, int size) implements Operand {}

    /**
     * A branch's target.
     *
     * @param displacement counts from the next instruction, sign extended
     * @param size bytes it takes in the code: 1, 2 or 4
     */
    record Rel(long displacement, int size) implements Operand {}

    /**
     * A far branch's target within the instruction.
     *
     * @param selector 16 bits
     * @param offset never negative
     * @param size bytes of both: 4 or 6
     */
    record FarPtr(int selector, long offset, int size) implements Operand {}

    /** A segment register; its size is always 2. */
    record SegReg(Segment segment) implements Operand {
        @Override
        public int size() {
            return 2;
        }
    }

    /**
     * A control register.
     *
     * @param number 0, 2, 3, 4 or 8
     * @param size 4, in 64-bit mode 8
     */
    record ControlReg(int number, int size) implements Operand {
        /** Whether there is one of this number; CR8 needs a prefix that exists in 64-bit code only. */
        boolean exists() {
            return number == 0 || number >= 2 && number <= 4 || number == 8;
        }
    }

    /**
     * A debug register.
     *
     * @param number 0..7
     * @param size 4, in 64-bit mode 8
     */
    record DebugReg(int number, int size) implements Operand {}
}
