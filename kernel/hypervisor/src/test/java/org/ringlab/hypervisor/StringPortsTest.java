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

    /** Its strings run into pages that aren't there: a fault of the round, not of the instruction. */
    private static final String OVER_PAGES = PagedGuest.PAGED + PagedGuest.ON + """
                mov dword [0x2ffffe], 0x64636261
                mov byte [0x300002], 'e'
                and dword [0x21c00], 0xfffffffe     # 0x300000 is absent
                and dword [0x21c04], 0xfffffffe     # and 0x301000
                mov eax, cr3
                mov cr3, eax
                mov esi, 0x2ffffe
                mov ecx, 5
                mov edx, 0x3f8
                rep outsb
                mov edi, 0x300ffe
                mov ecx, 4
                mov edx, 0x3fd
                rep insb
                mov ebx, [0x300ffe]
                jmp over
            fault:
                add esp, 4
                push eax
                push edx
                mov al, cl                          # the rounds that are left
                add al, '0'
                mov dx, 0x3f8
                out dx, al
                mov eax, cr2
                invlpg [eax]
                shr eax, 12
                or dword [eax * 4 + 0x21000], 1
                pop edx
                pop eax
                iretd
            """ + PagedGuest.TABLES + "over:\n";

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARAVIRTUAL")
    void aPageFaultBetweenTwoRoundsIsTakenUpAgain(Method method) {
        Outcome outcome = PagedGuest.run(method, OVER_PAGES);
        assertEquals(new Ending.PoweredOff(), outcome.ending());
        assertEquals("ab3cde2", outcome.output()); // each byte went out once
        assertEquals(0x60606060L, outcome.registers().get(3));
        assertEquals(0L, outcome.registers().get(1));
        assertEquals(0x301002L, outcome.registers().get(7));
    }
}
