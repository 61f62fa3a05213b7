package org.ringlab.cpu.trial;

import java.util.List;
import java.util.Map;
import org.ringlab.cpu.code.Mode;

/**
 * What a trial begins from.
 *
 * @param mode of the code: 16 (real mode, no rings), 32 or 64 bits
 * @param ring 0 to 3; 0 in 16-bit code
 * @param iopl 0 to 3: up to which ring CLI, STI and ports are allowed
 * @param registers values of general registers by name, in any of their widths; others are 0, but the stack pointer
 * @param memory what lies in memory besides the program
 * @param budget how many instructions are executed at most
 */
public record Setup(Mode mode, int ring, int iopl, Map<String, Long> registers, List<Patch> memory, long budget) {
    /** Instructions that are enough for a few lines. */
    public static final long USUAL_BUDGET = 100_000;

    /** The most that may be asked for. */
    public static final long MOST_BUDGET = 50_000_000;

    /** Copies what it is given; 16-bit code is in ring 0. */
    public Setup {
        registers = Map.copyOf(registers);
        memory = List.copyOf(memory);
        ring = mode == Mode.BITS16 ? 0 : ring;
    }

    /** Nothing in registers and memory. */
    public static Setup of(Mode mode, int ring) {
        return new Setup(mode, ring, 0, Map.of(), List.of(), USUAL_BUDGET);
    }

    /**
     * A value in memory.
     *
     * @param address linear
     * @param size bytes, 1 to 8
     */
    public record Patch(long address, int size, long value) {}
}
