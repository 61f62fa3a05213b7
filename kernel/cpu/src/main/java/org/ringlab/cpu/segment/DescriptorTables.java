package org.ringlab.cpu.segment;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;

/** The global and the local descriptor table, read as the processor does (SDM vol. 3 section 3.5.1). */
public final class DescriptorTables {
    private static final long ACCESSED = 1L << 40;
    private static final long BUSY = 1L << 41;

    private final Cpu cpu;
    private final Registers s;

    /** The tables of a processor. */
    public DescriptorTables(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /** Whether a selector selects nothing: 0 to 3. */
    public static boolean isNull(int selector) {
        return (selector & 0xFFFC) == 0;
    }

    /** The descriptor of a selector; beyond the table, the fault asked for with the selector, and {@code external} as bit 0. */
    public Descriptor read(int selector, int vector, int external) {
        if (!within(selector, 8)) {
            throw Raised.of(vector, selector & 0xFFFC | external);
        }
        return new Descriptor(cpu.memory().readSystem(address(selector), 8), 0);
    }

    /** The same with #GP. */
    public Descriptor read(int selector) {
        return read(selector, Vector.GP, 0);
    }

    /** An LDT, a TSS or a gate: in long mode 16 bytes, of which the type in the upper eight must be 0. */
    public Descriptor readSystem(int selector, int vector, int external) {
        if (!cpu.longMode()) {
            return read(selector, vector, external);
        }
        Descriptor low = read(selector, vector, external);
        if (low.ordinary()) {
            return low;
        }
        if (!within(selector, 16)) {
            throw Raised.of(vector, selector & 0xFFFC | external);
        }
        long high = cpu.memory().readSystem(address(selector) + 8, 8);
        if ((high >>> 40 & 0x1F) != 0) {
            throw Raised.of(vector, selector & 0xFFFC | external);
        }
        return new Descriptor(low.low(), high & 0xFFFF_FFFFL);
    }

    /** LAR, LSL, VERR, VERW: the low eight bytes, or null beyond the table. */
    @Nullable
    Descriptor find(int selector) {
        return isNull(selector) || !within(selector, 8)
                ? null
                : new Descriptor(cpu.memory().readSystem(address(selector), 8), 0);
    }

    /** Sets a code or data segment's A in memory; gives back the descriptor with it. */
    public Descriptor accessed(int selector, Descriptor descriptor) {
        if ((descriptor.low() & ACCESSED) != 0) {
            return descriptor;
        }
        Descriptor marked = new Descriptor(descriptor.low() | ACCESSED, descriptor.high());
        cpu.memory().writeSystem(address(selector), 8, marked.low());
        return marked;
    }

    /** Marks a TSS busy. */
    public Descriptor busy(int selector, Descriptor descriptor) {
        Descriptor marked = new Descriptor(descriptor.low() | BUSY, descriptor.high());
        cpu.memory().writeSystem(address(selector), 8, marked.low());
        return marked;
    }

    private boolean within(int selector, int bytes) {
        boolean local = (selector & 4) != 0;
        long limit = local ? s.ldtr.limit() : s.gdtr.limit();
        return (selector & 0xFFF8) + bytes - 1 <= limit && !(local && s.ldtr.unusable());
    }

    private long address(int selector) {
        long base = (selector & 4) != 0 ? s.ldtr.base() : s.gdtr.base();
        return base + (selector & 0xFFF8) & (cpu.longMode() ? -1 : 0xFFFF_FFFFL);
    }
}
