package org.ringlab.cpu.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.trial.Step.Change;

class TrialTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    32 | 0 | cli                      | finished      | 1
                    32 | 3 | cli                      | #GP           | 1
                    64 | 3 | hlt                      | #GP           | 1
                    64 | 0 | hlt                      | halted        | 1
                    64 | 3 | popf                     | finished      | 1
                    32 | 3 | int 0x80                 | int 0x80      | 1
                    32 | 3 | int 0x81                 | #GP           | 1
                    32 | 3 | mov eax, [0x100000]      | #PF           | 1
                    64 | 0 | mov eax, [0]             | #PF           | 1
                    64 | 3 | xor ecx, ecx; div ecx    | #DE           | 2
                    64 | 1 | ud2                      | #UD           | 1
                    32 | 0 | 1: jmp 1b                | budget        | 100000
                    32 | 0 | xor esp, esp; ud2        | triple fault  | 2
                    16 | 0 | int 0x21                 | int 0x21      | 1
                    16 | 3 | cli                      | finished      | 1
                    """)
    void programsEndAsTheRingLetsThem(int bits, int ring, String text, String ending, long executed) {
        Mode mode = bits == 16 ? Mode.BITS16 : bits == 32 ? Mode.BITS32 : Mode.BITS64;
        Trial trial = run(mode, ring, text.replace("; ", "\n"));
        assertEquals(ending, trial.ending().text());
        assertEquals(executed, trial.executed());
    }

    @Test
    void stepsTellWhatChanged() {
        Trial trial = run(Mode.BITS64, 3, "mov eax, 5\nadd eax, -5\npush rax\nmov [0x20000], rsp");
        assertEquals(List.of(new Change("rax", 0, 5)), trial.steps().get(0).changes());
        assertEquals(
                List.of(new Change("rax", 5, 0), new Change("flags", 0x202, 0x257)),
                trial.steps().get(1).changes());
        assertEquals(0x9_EFF8, trial.read(0x2_0000, 8));
        assertEquals(0x9_EFF8L, trial.registers().get("rsp"));
        assertEquals(4, trial.steps().size());
    }

    @Test
    void registersMemoryAndPortsAreWhatWasAskedFor() {
        Setup setup = new Setup(
                Mode.BITS32,
                3,
                3,
                Map.of("eax", 0x1234L, "bh", 7L),
                List.of(new Setup.Patch(0x2_0000, 4, 0x41)),
                Setup.USUAL_BUDGET);
        Assembly program = Trial.assemble("movzx ecx, bh\nmov edx, [0x20000]\nmov al, dl\nout 0xe9, al", Mode.BITS32);
        Trial trial = Trial.run(program, setup);
        assertEquals("finished", trial.ending().text());
        assertEquals(7L, trial.register("ecx"));
        assertEquals(0x1241L, trial.register("eax"));
        assertEquals("A", trial.output());
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "32, 0", "32, 1", "32, 3", "64, 0", "64, 3"})
    void afterATrapRegistersAreAsTheTrapFoundThem(int bits, int ring) {
        Mode mode = bits == 16 ? Mode.BITS16 : bits == 32 ? Mode.BITS32 : Mode.BITS64;
        Trial trial = run(mode, ring, "stc\npush 1\nud2");
        assertEquals("#UD", trial.ending().text());
        Map<String, Long> before = trial.before();
        String sp = bits == 64 ? "rsp" : "esp";
        assertEquals(before.getOrDefault(sp, 0L) - bits / 8, trial.registers().get(sp));
        assertEquals(Trial.address(mode) + 3, trial.registers().get(bits == 64 ? "rip" : "eip"));
        assertEquals(0x203, trial.registers().getOrDefault("flags", 0L) & 0xFFF);
    }

    @Test
    void aLongRunKeepsItsFirstStepsOnly() {
        Trial trial = run(Mode.BITS32, 0, "mov ecx, 20000\n1: loop 1b");
        assertEquals("finished", trial.ending().text());
        assertEquals(20_001, trial.executed());
        assertEquals(Trial.MOST_STEPS, trial.steps().size());
    }

    @Test
    void aProgramOutsideItsPartOfMemoryIsRefused() {
        assertTrue(!Trial.fits(Trial.assemble(".org 0x200000\nnop", Mode.BITS32)));
        assertTrue(Trial.fits(Trial.assemble("nop", Mode.BITS32)));
    }

    private static Trial run(Mode mode, int ring, String text) {
        return Trial.run(Trial.assemble(text, mode), Setup.of(mode, ring));
    }
}
