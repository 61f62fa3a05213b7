package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.hypervisor.riscv.RiscV;
import org.ringlab.hypervisor.riscv.RiscVAssembler;

/** RV32I by the manual's definitions. */
class RiscVTest {
    private static RiscV run(String text) {
        RiscVAssembler.Assembled program = RiscVAssembler.assemble(text);
        assertEquals(List.of(), program.problems());
        RiscV machine = new RiscV(1 << 16);
        machine.load(0, program.words());
        assertEquals(RiscV.Ending.STOPPED, machine.run(10_000));
        return machine;
    }

    @Test
    void theSampleSumsAndPrints() {
        RiscV machine = run(RiscV.SAMPLE);
        assertEquals(5050, machine.register(10));
        assertEquals("RISC\n", machine.output());
    }

    @ParameterizedTest
    @CsvSource({
        "add, 7, -9, -2",
        "sub, 7, -9, 16",
        "sll, 3, 33, 6",
        "srl, -1, 28, 15",
        "sra, -16, 2, -4",
        "slt, -1, 1, 1",
        "sltu, -1, 1, 0",
        "xor, 12, 10, 6",
        "or, 12, 10, 14",
        "and, 12, 10, 8"
    })
    void registerOperations(String op, int a, int b, int result) {
        RiscV machine = run("addi a1, zero, " + a + "\naddi a2, zero, " + b + "\n" + op + " a0, a1, a2\nebreak\n");
        assertEquals(result, machine.register(10));
    }

    @Test
    void loadsExtendTheSignAndBranchesGoBack() {
        RiscV machine = run("""
                    addi a1, zero, -2
                    sw   a1, 256(zero)
                    lb   a2, 256(zero)
                    lbu  a3, 256(zero)
                    lhu  a4, 256(zero)
                    addi t0, zero, 3
                again:
                    addi a0, a0, 5
                    addi t0, t0, -1
                    bltu zero, t0, again
                    jal  ra, over
                    addi a0, zero, 0
                over:
                    ebreak
                """);
        assertEquals(-2, machine.register(12));
        assertEquals(254, machine.register(13));
        assertEquals(65534, machine.register(14));
        assertEquals(15, machine.register(10));
        assertEquals(40, machine.register(1));
    }

    @Test
    void zeroStaysZeroAndBadCodeEndsTheRun() {
        assertEquals(0, run("addi zero, zero, 5\nebreak\n").register(0));
        RiscV machine = new RiscV(4096);
        assertEquals(RiscV.Ending.ILLEGAL, machine.run(10));
        machine.load(0, RiscVAssembler.assemble("lw a0, 2(zero)\n").words());
        assertEquals(RiscV.Ending.ACCESS, machine.run(10));
        machine.load(0, RiscVAssembler.assemble("here:\njal zero, here\n").words());
        assertEquals(RiscV.Ending.BUDGET, machine.run(10));
    }

    @Test
    void mistakesAreToldWithTheirLine() {
        assertEquals(
                List.of(
                        "1: there is no instruction 'mul' here",
                        "2: there is no register 'a9'",
                        "3: 5000 doesn't fit (allowed: -2048 to 2047)"),
                RiscVAssembler.assemble("mul a0, a1, a2\nadd a9, a1, a2\naddi a0, a0, 5000\n")
                        .problems());
    }
}
