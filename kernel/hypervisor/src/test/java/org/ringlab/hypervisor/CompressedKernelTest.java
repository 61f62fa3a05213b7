package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;

/**
 * What a guest's kernel gets from sensitive instructions, beside what one got that KVM-PVM really compressed into ring 3 (IOPL
 * wanted 3, in long mode; recorded). That one saw IOPL stay as it was, and LAR, LSL, VERR and VERW ended its machine; it saw
 * the ring it believed in because its monitor keeps CS apart. Binary translation answers all of them as a machine does.
 */
class CompressedKernelTest {
    private static GuestImage image(String code) {
        String source = """
                start:
                    mov esp, 0x8000
                    lgdt [table]
                    jmp 0x08:next
                next:
                    mov eax, 0x10
                    mov ds, ax
                    mov ss, ax
                    mov eax, 0
                    mov ebx, 0
                    mov esi, 0
                    CODE
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                off:
                    jmp off
                table:
                    .word 39
                    .long gdt
                gdt:
                    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00cffb000000ffff, 0x00cff3000000ffff
                """.replace("CODE", code.replace("; ", "\n    "));
        return Objects.requireNonNull(
                GuestBuild.build("sensitive", source, false).image());
    }

    /** EBX and ESI as the code leaves them. */
    private static List<Long> result(Method method, String code) {
        Outcome outcome = Hypervisor.run(method, image(code), Settings.DEFAULT);
        assertEquals(new Ending.PoweredOff(), outcome.ending(), code + " under " + method.word());
        return List.of(outcome.registers().get(3), outcome.registers().get(6));
    }

    /** The code | what a machine gives | trap and emulate | the guest of KVM-PVM, and the name of its row. */
    private static final String TABLE = """
            pushfd; or dword ptr [esp], 0x3000; popfd; pushfd; pop ebx; and ebx, 0x3000 | 0x3000 | lies | silently ignored | popf flips IOPL
            sti; pushfd; and dword ptr [esp], ~0x200; popfd; pushfd; pop ebx; and ebx, 0x200 | 0 | lies | executes | popf clears IF
            pushfd; or dword ptr [esp], 0x200; popfd; pushfd; pop ebx; and ebx, 0x200 | 0x200 | right | executes | popf sets IF (was 0)
            sgdt [0x9000]; mov ebx, [0x9002]; sub ebx, offset gdt | 0 | lies | executes | sgdt
            smsw ebx; and ebx, 0x80000000 | 0 | lies | executes | smsw
            mov ebx, cs | 8 | lies | executes | mov eax,cs shows the ring
            push cs; pop ebx | 8 | lies | executes | push cs
            mov ecx, 8; lar ebx, ecx; setz al; movzx esi, al | 0xcf9b00, 1 | lies | the VM died | lar of a ring-0 code segment
            mov ecx, 8; lsl ebx, ecx; setz al; movzx esi, al | 0xffffffff, 1 | lies | the VM died | lsl of a ring-0 code segment
            mov ecx, 0x23; lar ebx, ecx; setz al; movzx esi, al | 0xcff300, 1 | right | the VM died | lar of a ring-3 data segment
            mov ecx, 0x10; verr cx; setz al; movzx ebx, al | 1 | right | the VM died | verr of a ring-0 data segment
            mov ecx, 0x23; verw cx; setz al; movzx ebx, al | 1 | right | the VM died | verw of a ring-3 data segment
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void theTranslatedKernelSeesItsMachine(String code, String machine, String trap) {
        List<Long> expected = List.of(Long.decode(machine.split(", ", 2)[0]), machine.contains(", ") ? 1L : 0L);
        assertEquals(expected, result(Method.EMULATION, code));
        assertEquals(expected, result(Method.VMX, code));
        assertEquals(expected, result(Method.BINARY_TRANSLATION, code));
        assertEquals(trap.equals("right"), expected.equals(result(Method.TRAP_AND_EMULATE, code)));
    }

    /** The recording is kept outside this repository: {@code -Dringlab.conformance} names the folder. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void theRecordedKernelFaredAsSaid(String code, String machine, String trap, String fate, String row)
            throws Exception {
        String root = System.getProperty("ringlab.conformance");
        Path recording = Path.of(root == null ? "" : root, "cpu", "privileged_kvm_pvm.json");
        Assumptions.assumeTrue(Files.exists(recording), "ringlab.conformance names no folder with " + recording);
        for (JsonNode each : new ObjectMapper().readTree(recording.toFile())) {
            boolean asked = each.get("instruction").asText().equals(row)
                    && each.get("cpl").asInt() == 0
                    && each.get("iopl").asInt() == 3;
            if (asked) {
                assertEquals(fate, each.get("outcome").asText(), row);
                return;
            }
        }
        throw new AssertionError("no row " + row);
    }
}
