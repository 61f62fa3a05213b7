package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ringlab.hypervisor.sensitive.Finding;
import org.ringlab.hypervisor.sensitive.Finding.Verdict;
import org.ringlab.hypervisor.sensitive.SensitiveInstructions;

/** What running each instruction in both rings finds is what Robin and Irvine found by reading the manual. */
class SensitiveInstructionsTest {
    @Test
    void theCriticalOnesAreThose() {
        assertEquals(
                List.of(
                        "pushfd",
                        "popfd",
                        "sgdt [ebx]",
                        "sidt [ebx]",
                        "sldt eax",
                        "str eax",
                        "smsw eax",
                        "mov eax, cs",
                        "mov eax, ss",
                        "push cs",
                        "push ss",
                        "lar eax, dx",
                        "lsl eax, dx",
                        "call 0x08:0x10040"),
                SensitiveInstructions.critical().stream()
                        .map(Finding::instruction)
                        .toList());
    }

    @Test
    void whatOnlyRing0MayDoTraps() {
        Map<String, Verdict> verdicts =
                SensitiveInstructions.find().stream().collect(Collectors.toMap(Finding::instruction, Finding::verdict));
        for (String privileged : List.of("cli", "sti", "hlt", "lgdt [ebx]", "mov cr3, eax", "in al, 0x20", "iretd")) {
            assertEquals(Verdict.PRIVILEGED, verdicts.get(privileged), privileged);
        }
        for (String ordinary : List.of("mov eax, ebx", "push eax", "ret", "ud2", "mov ds, dx")) {
            assertEquals(Verdict.INNOCUOUS, verdicts.get(ordinary), ordinary);
        }
    }

    @Test
    void differencesNameWhatTheGuestCouldTell() {
        Finding popf = SensitiveInstructions.judge("popfd").orElseThrow();
        assertTrue(
                popf.differences().contains("EFLAGS.IOPL: 0x3 alone, 0x0 here"),
                popf.differences().toString());
        assertTrue(SensitiveInstructions.judge("no such instruction").isEmpty());
    }
}
