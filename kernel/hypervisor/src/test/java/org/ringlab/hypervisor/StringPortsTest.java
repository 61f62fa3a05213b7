package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;

/** INS and OUTS of a guest: the same under every method that runs it unchanged, one exit an instruction with hardware's help. */
class StringPortsTest {
    private static final String GUEST = """
            start:
                mov esp, 0x8000
                mov esi, offset text
                mov ecx, 5
                mov edx, 0x3f8
                rep outsb
                std                         # backwards from its last byte
                mov esi, offset text + 4
                mov ecx, 3
                rep outsb
                cld
                mov edi, 0x9000
                mov edx, 0x3fd
                mov ecx, 3
                rep insb
                insb
                mov ebx, [0x9000]
                mov ebp, edi
                mov dx, 0x604
                mov ax, 0x2000
                out dx, ax
            off: jmp off
            text: .ascii "abcde"
            """;

    private static Outcome run(Method method) {
        GuestImage image =
                Objects.requireNonNull(GuestBuild.build("strings", GUEST, false).image());
        return Hypervisor.run(method, image, Settings.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARAVIRTUAL")
    void readAndWriteTheGuestsMemory(Method method) {
        Outcome outcome = run(method);
        assertEquals(new Ending.PoweredOff(), outcome.ending());
        assertEquals("abcdeedc", outcome.output());
        assertEquals(0x60606060L, outcome.registers().get(3));
        assertEquals(0x9004L, outcome.registers().get(5));
    }

    @Test
    void eachInstructionLeavesOnceWhateverItsRounds() {
        // Two OUTS, two INS, and the switch.
        assertEquals(5, run(Method.VMX).counters().get(Counter.EXITS));
        assertEquals(5, run(Method.SVM).counters().get(Counter.EXITS));
    }
}
