package org.ringlab.hypervisor.riscv;

/**
 * An interpreter of RISC-V RV32I (The RISC-V Instruction Set Manual, volume I, chapter 2): another instruction set on this
 * machine, which only emulation can offer. Loads and stores beyond memory and what isn't RV32I end the run; a byte stored at
 * {@link #CONSOLE} is printed; EBREAK and ECALL end it.
 */
public final class RiscV {
    /** Where a stored byte is printed. */
    public static final int CONSOLE = 0x1000_0000;

    /** A loop and a text. */
    public static final String SAMPLE = """
            # the sum 1 + … + 100, then a text
                addi  a0, zero, 0
                addi  a1, zero, 100
            sum:
                add   a0, a0, a1
                addi  a1, a1, -1
                bne   a1, zero, sum
                lui   t0, 0x10000
                addi  t1, zero, 82
                sb    t1, 0(t0)
                addi  t1, zero, 73
                sb    t1, 0(t0)
                addi  t1, zero, 83
                sb    t1, 0(t0)
                addi  t1, zero, 67
                sb    t1, 0(t0)
                addi  t1, zero, 10
                sb    t1, 0(t0)
                ebreak
            """;

    private final byte[] memory;
    private final int[] x = new int[32];
    private final StringBuilder output = new StringBuilder();
    private int pc;
    private long executed;

    /** How a run ended. */
    public enum Ending {
        /** EBREAK or ECALL. */
        STOPPED("stopped"),
        /** So many instructions were allowed. */
        BUDGET("the budget is used up"),
        /** Not RV32I. */
        ILLEGAL("an illegal instruction"),
        /** Beyond memory, or not aligned. */
        ACCESS("an access beyond memory, or not aligned");

        private final String text;

        Ending(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    /** A machine with so many bytes of memory, all zero. */
    public RiscV(int bytes) {
        memory = new byte[bytes];
    }

    /** Puts words into memory. */
    public void load(int address, int[] words) {
        for (int i = 0; i < words.length; i++) {
            store(address + 4 * i, 4, words[i]);
        }
    }

    /** Register x0 to x31. */
    public int register(int number) {
        return x[number];
    }

    /** Replaces one; x0 stays zero. */
    public void register(int number, int value) {
        if (number != 0) {
            x[number] = value;
        }
    }

    /** The next instruction's address. */
    public int pc() {
        return pc;
    }

    /** How many were executed. */
    public long executed() {
        return executed;
    }

    /** What was printed. */
    public String output() {
        return output.toString();
    }

    /** Interprets at most so many instructions. */
    public Ending run(long budget) {
        for (long left = budget; left > 0; left--) {
            if (!within(pc, 4)) {
                return Ending.ACCESS;
            }
            Ending ending = step(load(pc, 4));
            if (ending != null) {
                return ending;
            }
        }
        return Ending.BUDGET;
    }

    private @org.jspecify.annotations.Nullable Ending step(int i) {
        int rd = i >>> 7 & 31;
        int a = x[i >>> 15 & 31];
        int b = x[i >>> 20 & 31];
        int f3 = i >>> 12 & 7;
        int next = pc + 4;
        switch (i & 0x7F) {
            case 0x37 -> register(rd, i & 0xFFFF_F000); // LUI
            case 0x17 -> register(rd, pc + (i & 0xFFFF_F000)); // AUIPC
            case 0x6F -> { // JAL
                register(rd, next);
                next = pc + jumpOffset(i);
            }
            case 0x67 -> { // JALR
                register(rd, next);
                next = a + (i >> 20) & ~1;
            }
            case 0x63 -> { // branches
                boolean taken;
                switch (f3) {
                    case 0 -> taken = a == b;
                    case 1 -> taken = a != b;
                    case 4 -> taken = a < b;
                    case 5 -> taken = a >= b;
                    case 6 -> taken = Integer.compareUnsigned(a, b) < 0;
                    case 7 -> taken = Integer.compareUnsigned(a, b) >= 0;
                    default -> {
                        return Ending.ILLEGAL;
                    }
                }
                next = taken ? pc + branchOffset(i) : next;
            }
            case 0x03 -> { // loads
                int size = 1 << (f3 & 3);
                int at = a + (i >> 20);
                if (f3 == 3 || f3 > 5) {
                    return Ending.ILLEGAL;
                }
                if (!within(at, size)) {
                    return Ending.ACCESS;
                }
                int value = load(at, size);
                int up = 32 - 8 * size;
                register(rd, f3 < 4 ? value << up >> up : value);
            }
            case 0x23 -> { // stores
                int size = 1 << (f3 & 3);
                int at = a + (i >> 25 << 5 | rd);
                if (f3 > 2) {
                    return Ending.ILLEGAL;
                }
                if (at == CONSOLE) {
                    output.append((char) (b & 0xFF));
                } else if (!within(at, size)) {
                    return Ending.ACCESS;
                } else {
                    store(at, size, b);
                }
            }
            case 0x13 -> register(rd, operate(f3, a, i >> 20, (f3 == 5) && (i & 1 << 30) != 0));
            case 0x33 -> {
                if ((i >>> 25 & ~0x20) != 0) {
                    return Ending.ILLEGAL; // the M extension among others
                }
                boolean other = (i & 1 << 30) != 0;
                register(rd, f3 == 0 && other ? a - b : operate(f3, a, b, other));
            }
            case 0x0F -> {} // FENCE
            case 0x73 -> {
                executed++;
                return (i & ~(1 << 20)) == 0x73 ? Ending.STOPPED : Ending.ILLEGAL;
            }
            default -> {
                return Ending.ILLEGAL;
            }
        }
        executed++;
        pc = next;
        return null;
    }

    private static int operate(int f3, int a, int b, boolean arithmetic) {
        return switch (f3) {
            case 0 -> a + b;
            case 1 -> a << (b & 31);
            case 2 -> a < b ? 1 : 0;
            case 3 -> Integer.compareUnsigned(a, b) < 0 ? 1 : 0;
            case 4 -> a ^ b;
            case 5 -> arithmetic ? a >> (b & 31) : a >>> (b & 31);
            case 6 -> a | b;
            default -> a & b;
        };
    }

    static int branchOffset(int i) {
        return i >> 31 << 12 | (i << 4 & 0x800) | (i >>> 20 & 0x7E0) | (i >>> 7 & 0x1E);
    }

    static int jumpOffset(int i) {
        return i >> 31 << 20 | i & 0xF_F000 | (i >>> 9 & 0x800) | (i >>> 20 & 0x7FE);
    }

    private boolean within(int at, int size) {
        return (at & size - 1) == 0 && at >= 0 && at <= memory.length - size;
    }

    private int load(int at, int size) {
        int value = 0;
        for (int n = size - 1; n >= 0; n--) {
            value = value << 8 | memory[at + n] & 0xFF;
        }
        return value;
    }

    private void store(int at, int size, int value) {
        for (int n = 0; n < size; n++) {
            memory[at + n] = (byte) (value >> 8 * n);
        }
    }
}
