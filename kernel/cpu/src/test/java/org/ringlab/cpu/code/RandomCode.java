package org.ringlab.cpu.code;

import java.util.List;
import java.util.Random;

/** Machine code by chance: of the table's rows, with prefixes and operands that need not make sense. */
public final class RandomCode {
    private static final int[] PREFIXES = {0x66, 0x67, 0xF0, 0xF2, 0xF3, 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65};

    private final Random random;

    /** The same seed, the same code. */
    public RandomCode(long seed) {
        this.random = new Random(seed);
    }

    /** An instruction of the subset, not longer than need be. */
    public Instruction instruction(Mode mode) {
        while (true) {
            if (Decoder.decode(Code.of(bytes(mode), 0), mode) instanceof Decoded.Ok ok) {
                byte[] shortest = Encoder.encode(ok.instruction(), mode);
                if (shortest != null) {
                    return ok.instruction().withLength(shortest.length);
                }
            }
        }
    }

    /** Sixteen bytes that begin like a row of the table. */
    byte[] bytes(Mode mode) {
        List<Encoding> rows = Table.all();
        Encoding row = rows.get(random.nextInt(rows.size()));
        byte[] code = new byte[16];
        random.nextBytes(code);
        int at = 0;
        while (random.nextInt(4) == 0 && at < 4) {
            code[at++] = (byte) PREFIXES[random.nextInt(PREFIXES.length)];
        }
        if (row.prefix() > 0) {
            code[at++] = (byte) row.prefix();
        }
        if (mode == Mode.BITS64 && random.nextInt(2) == 0) {
            code[at++] = (byte) (0x40 | random.nextInt(16));
        }
        if (row.map() > 0) {
            code[at++] = 0x0F;
        }
        if (row.map() == 2) {
            code[at++] = 0x38;
        }
        code[at++] = (byte) (row.low3() ? row.opcode() | random.nextInt(8) : row.opcode());
        if (row.modRm() >= Encoding.FIXED) {
            code[at] = (byte) row.modRm();
        } else if (row.modRm() >= 0) {
            code[at] = (byte) (code[at] & 0xC7 | row.modRm() << 3);
        }
        // Small displacements and values are as frequent as others.
        if (random.nextInt(3) == 0) {
            for (int i = at + 2; i < code.length; i++) {
                code[i] = (byte) (code[at + 1] < 0 ? -1 : 0);
            }
        }
        return code;
    }

    /** 64 bits. */
    public long word() {
        return random.nextLong();
    }

    /** A number from 0 to one less than this. */
    public int below(int bound) {
        return random.nextInt(bound);
    }
}
