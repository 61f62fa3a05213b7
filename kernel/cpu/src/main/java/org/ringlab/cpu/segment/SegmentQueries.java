package org.ringlab.cpu.segment;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;

/** LAR, LSL, VERR, VERW, ARPL: questions about selectors that any ring may ask; ZF says yes (SDM vol. 2). */
public final class SegmentQueries {
    private static final long RIGHTS = 0x00FF_FF00L;

    private final Cpu cpu;
    private final Registers s;
    private final DescriptorTables tables;
    private final Operands operands;

    /** The questions of a processor. */
    public SegmentQueries(Cpu cpu, DescriptorTables tables, Operands operands) {
        this.cpu = cpu;
        s = cpu.state();
        this.tables = tables;
        this.operands = operands;
    }

    /** Executes one; false if it is none of these. */
    public boolean execute(Instruction i) {
        switch (i.op()) {
            case LAR -> {
                Descriptor d = visible(selector(i, 1), true);
                if (d != null) {
                    operands.write(i, 0, d.low() >>> 32 & RIGHTS);
                }
                answer(d != null);
            }
            case LSL -> {
                Descriptor d = visible(selector(i, 1), false);
                if (d != null) {
                    operands.write(i, 0, d.limit());
                }
                answer(d != null);
            }
            case VERR -> answer(reachable(selector(i, 0), false));
            case VERW -> answer(reachable(selector(i, 0), true));
            case ARPL -> {
                long to = operands.readToWrite(i, 0);
                long from = operands.read(i, 1);
                boolean lower = (to & 3) < (from & 3);
                operands.write(i, 0, lower ? to & ~3L | from & 3 : to);
                answer(lower);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private int selector(Instruction i, int n) {
        return (int) operands.read(i, n) & 0xFFFF;
    }

    private void answer(boolean yes) {
        s.flags.set(yes ? -1 : 0, Flag.ZF);
    }

    /** The descriptor, if its kind has rights or a limit to show and CPL and RPL may see it. */
    private @Nullable Descriptor visible(int selector, boolean gates) {
        Descriptor d = tables.find(selector);
        if (d == null) {
            return null;
        }
        boolean known = d.ordinary()
                || switch (d.type()) {
                    case Descriptor.LDT, Descriptor.TSS, Descriptor.TSS_BUSY -> true;
                    case Descriptor.TSS16, 3 -> !cpu.longMode();
                    case Descriptor.CALL_GATE -> gates;
                    case Descriptor.CALL_GATE16, Descriptor.TASK_GATE -> gates && !cpu.longMode();
                    default -> false;
                };
        boolean conforming = d.code() && d.conforming();
        boolean privileged = conforming || d.dpl() >= s.cpl && d.dpl() >= (selector & 3);
        return known && privileged ? d : null;
    }

    private boolean reachable(int selector, boolean write) {
        Descriptor d = tables.find(selector);
        if (d == null || !(write ? d.writableData() : d.readable())) {
            return false;
        }
        boolean conforming = d.code() && d.conforming();
        return conforming || d.dpl() >= s.cpl && d.dpl() >= (selector & 3);
    }
}
