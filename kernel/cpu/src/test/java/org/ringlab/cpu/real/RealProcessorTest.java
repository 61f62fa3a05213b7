package org.ringlab.cpu.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.system.Features;

/** Random programs in ring 3, on the processor of this machine and in the engine: registers, flags, memory, exceptions. */
class RealProcessorTest {
    private static final Set<Op> REPEATED = EnumSet.of(Op.MOVS, Op.CMPS, Op.SCAS, Op.STOS, Op.LODS);
    private static final long FIRST_SEED = Long.getLong("ringlab.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("ringlab.programs", 10_000);

    @Test
    void theEngineDoesWhatTheProcessorDoes() throws IOException {
        String missing = RealProcessor.missing();
        assumeTrue(missing.isEmpty(), missing);
        try (RealProcessor real = RealProcessor.start()) {
            List<String> reports = new ArrayList<>();
            for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS && reports.size() < 5; seed++) {
                Program program = Program.random(seed).defined();
                if (!differences(real, program).isEmpty()) {
                    Program least = minimal(real, program);
                    reports.add("seed " + seed + "\n" + least.text() + "  " + differences(real, least));
                }
            }
            assertEquals(List.of(), reports);
        }
    }

    /**
     * What differs. Makers differ, and so it isn't compared, in which of CMPS's two operands faults first, whether CALL checks
     * its target or the stack first, whether ENTER touches the end of its frame, and whether a single step between two rounds of a
     * repeated instruction saves RF as 1 (SDM vol. 3 section 18.3.1.1: it does).
     */
    static List<String> differences(RealProcessor real, Program program) throws IOException {
        byte[] code = program.code();
        State there = real.run(program.registers(), program.flags(), code, program.data());
        try {
            State here =
                    EngineProcessor.run(program.registers(), program.flags(), code, program.data(), Features.INTEL);
            Op op = program.at(there.rip());
            if (here.vector() == 14 && RealProcessor.ownMemory(here.address())) {
                return List.of();
            }
            boolean unspecified = (op == Op.CMPS || op == Op.CALL) && there.vector() != here.vector()
                    || op == Op.CMPS && there.vector() == 14 && there.address() != here.address()
                    || op == Op.ENTER && there.vector() == 17;
            boolean round = there.vector() == 1 && op != null && REPEATED.contains(op);
            return unspecified ? List.of() : there.differences(here, program.undefinedFlags() | (round ? Flag.RF : 0));
        } catch (RuntimeException e) {
            return List.of("the engine: " + e);
        }
    }

    /** Fewer instructions and simpler registers, as long as there is a difference. */
    static Program minimal(RealProcessor real, Program failing) throws IOException {
        Program least = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = least.instructions().size() - 1; i >= 0; i--) {
                Program fewer = least.without(i);
                if (fewer.defined().instructions().size()
                                == fewer.instructions().size()
                        && !differences(real, fewer).isEmpty()) {
                    least = fewer;
                    smaller = true;
                }
            }
        }
        for (int register = 0; register < 16; register++) {
            Program simpler = least.with(register, 0);
            if (!differences(real, simpler).isEmpty()) {
                least = simpler;
            }
        }
        return least;
    }
}
