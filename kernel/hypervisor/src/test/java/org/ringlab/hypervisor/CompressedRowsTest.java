package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.replay.PrivilegeReplay;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;

/**
 * Every row that was recorded of a guest of KVM-PVM, whose kernel is really compressed into ring 3, beside what the monitors of
 * this project make of the same instruction in the same ring with the same IOPL wanted.
 *
 * <p>A row has a sign for each of ring 0 with IOPL 0, ring 0 with 3, ring 3 with 0, ring 3 with 3: {@code =} as a machine
 * does, {@code x} otherwise, {@code k} the guest is no more. KVM-PVM's column was recorded in 64-bit mode and is judged by the
 * recorded machine of that mode; the others run 32-bit code and are judged by the interpreter in the same place.
 */
class CompressedRowsTest {
    /** The instruction | its code, a result in EBX and ESI | KVM-PVM | trap and emulate | binary translation | para-virtual. */
    private static final String TABLE = """
            pushf shows IOPL and IF | pushfd; pop ebx; and ebx, 0x3200 | =x=x | =x=x | ===x | =x=x
            popf clears IF | pushfd; and dword ptr [esp], ~0x200; popfd; pushfd; pop ebx; and ebx, 0x200 | ===x | xx=x | ===x | xx=x
            popf sets IF (was 0) | pushfd; or dword ptr [esp], 0x200; popfd; pushfd; pop ebx; and ebx, 0x200 | ==x= | ==x= | ==x= | ==x=
            popf flips IOPL | pushfd; xor dword ptr [esp], 0x3000; popfd; pushfd; pop ebx; and ebx, 0x3000 | =x=x | x==x | ===x | x==x
            iret clears IF | pushfd; and dword ptr [esp], ~0x200; push cs; push offset back; iretd; back: pushfd; pop ebx; and ebx, 0x200 | ===x | xx=x | ===x | xx=x
            iret flips IOPL | pushfd; xor dword ptr [esp], 0x3000; push cs; push offset back; iretd; back: pushfd; pop ebx; and ebx, 0x3000 | x==x | x==x | ===x | x==x
            sgdt | sgdt [0x9000]; mov ebx, [0x9002]; sub ebx, offset gdt; movzx esi, word ptr [0x9000] | ==== | xxxx | ==xx | xxxx
            sidt | sidt [0x9000]; mov ebx, [0x9002]; sub ebx, offset idt; movzx esi, word ptr [0x9000] | ==== | xxxx | ==xx | xxxx
            sldt | sldt ebx | ==== | ==== | ==== | ====
            str | str ebx | ==== | xxxx | ==xx | xxxx
            smsw | smsw ebx; and ebx, 0x80000001 | ==== | xxxx | ==xx | xxxx
            mov eax,cs shows the ring | mov ebx, cs | ==== | xx== | ==== | xx==
            push cs | push cs; pop ebx; movzx ebx, bx | ==== | xx== | ==== | xx==
            lar of a ring-0 code segment | mov ecx, 8; lar ebx, ecx; setz al; movzx esi, al | kk== | xx== | ==== | xx==
            lsl of a ring-0 code segment | mov ecx, 8; lsl ebx, ecx; setz al; movzx esi, al | kk== | xx== | ==== | xx==
            lar of a ring-3 data segment | mov ecx, 0x23; lar ebx, ecx; setz al; movzx esi, al | kkxx | ==== | ==== | ====
            verr of a ring-0 data segment | mov ecx, 0x10; verr cx; setz al; movzx ebx, al | kk== | ==== | ==== | ====
            verw of a ring-3 data segment | mov ecx, 0x23; verw cx; setz al; movzx ebx, al | kkxx | ==== | ==== | ====
            """;

    private static final int[][] PLACES = {{0, 0}, {0, 3}, {3, 0}, {3, 3}};

    /** Goes to the ring with IF (unless it is to be set) and the IOPL wanted, executes the code, and goes by way of INT 0x80. */
    private static String source(String code, int ring, int iopl, boolean interrupts) {
        long flags = 2 | (long) iopl << 12 | (interrupts ? 0x200 : 0);
        String frame = "push " + flags + "\n push " + (ring == 0 ? 0x08 : 0x1B) + "\n push offset there\n";
        return """
                start:
                    mov esp, 0x8000
                    mov eax, offset end
                    mov [idt + 0x400], ax
                    mov word ptr [idt + 0x402], 8
                    mov dword ptr [idt + 0x404], 0x1ee00
                %if PARAVIRT
                    mov eax, 12
                    mov ebx, offset gdt
                    mov ecx, 47
                    int 0x82
                    mov eax, 5
                    mov ebx, offset idt
                    mov ecx, 0x7ff
                    int 0x82
                    mov eax, 8
                    mov ebx, 0
                    int 0x82
                    mov eax, 6
                    mov ebx, 0x8000
                    int 0x82
                %else
                    lgdt [table]
                    lidt [gates]
                    mov ax, 0x28
                    ltr ax
                %endif
                    jmp 0x08:next
                next:
                    mov eax, 0x23
                    mov ds, ax
                    mov es, ax
                %if PARAVIRT
                    # A monitor's kernel leaves SS to it.
                %else
                    mov eax, 0x10
                    mov ss, ax
                %endif
                    TOPROGRAM
                    FRAME
                %if PARAVIRT
                    push 0
                    mov eax, 11
                    int 0x82
                %else
                    iretd
                %endif
                there:
                    mov ebx, 0
                    mov esi, 0
                    CODE
                    LEAVE
                end:
                %if PARAVIRT
                    mov ebp, ebx
                    mov eax, 9
                    int 0x82
                %else
                    mov ebp, ebx
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                %endif
                off:
                    jmp off
                table:
                    .word 47
                    .long gdt
                gates:
                    .word 0x7ff
                    .long idt
                    .align 8
                gdt:
                    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00cffb000000ffff, 0x00cff3000000ffff
                    .quad 0x0000890090000067 | 0xa00000
                idt:
                    .space 0x800
                """.replace(
                        "TOPROGRAM",
                        ring == 0
                                ? ""
                                : "push 0x23\n push 0x7800\n mov dword ptr [0x90a4], 0x8000\n mov dword ptr [0x90a8], 0x10")
                .replace("0x0000890090000067 | 0xa00000", "0x000089" + "0090a0" + "0067")
                .replace("LEAVE", ring == 0 ? "jmp end" : "int 0x80")
                .replace("FRAME", frame)
                .replace("CODE", code.replace("; ", "\n    "));
    }

    /** EBX and ESI as the code leaves them, or how the guest ended. */
    private static String result(Method method, String code, int[] place, boolean interrupts) {
        GuestBuild.Built built =
                GuestBuild.build("row", source(code, place[0], place[1], interrupts), method == Method.PARAVIRTUAL);
        GuestImage image =
                Objects.requireNonNull(built.image(), () -> built.diagnostics().toString());
        Outcome outcome = Hypervisor.run(method, image, Settings.DEFAULT.withBudget(10_000));
        return outcome.finished()
                ? Hex.of(outcome.registers().get(5)) + " "
                        + Hex.of(outcome.registers().get(6))
                : outcome.ending().text();
    }

    private static String signs(Method method, String code, boolean interrupts) {
        StringBuilder signs = new StringBuilder();
        for (int[] place : PLACES) {
            String machine = result(Method.EMULATION, code, place, interrupts);
            String here = result(method, code, place, interrupts);
            assertEquals(true, machine.startsWith("0x"), machine);
            signs.append(here.equals(machine) ? '=' : here.startsWith("0x") ? 'x' : 'k');
        }
        return signs.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void ourMonitorsInEveryRow(String row, String code, String pvm, String trap, String translated, String para) {
        boolean interrupts = !row.contains("was 0");
        assertEquals("====", signs(Method.VMX, code, interrupts));
        assertEquals("====", signs(Method.VMX_SHADOW, code, interrupts));
        assertEquals(
                List.of(trap, translated, para),
                List.of(
                        signs(Method.TRAP_AND_EMULATE, code, interrupts),
                        signs(Method.BINARY_TRANSLATION, code, interrupts),
                        signs(Method.PARAVIRTUAL, code, interrupts)));
    }

    // ---- the recording is kept outside this repository: -Dringlab.conformance names the folder
    // -------------------------

    private static List<Map<String, Object>> recorded() throws Exception {
        String root = System.getProperty("ringlab.conformance");
        Path recording = Path.of(root == null ? "" : root, "cpu", "privileged_kvm_pvm.json");
        Assumptions.assumeTrue(Files.exists(recording), "ringlab.conformance names no folder with " + recording);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode node : new ObjectMapper().readTree(recording.toFile())) {
            Map<String, Object> row = new HashMap<>();
            node.properties()
                    .forEach(field -> row.put(
                            field.getKey(),
                            field.getValue().isInt()
                                    ? (Object) field.getValue().asInt()
                                    : field.getValue().asText()));
            rows.add(row);
        }
        return rows;
    }

    @Test
    void everyRecordedRowIsOneOfTheTable() throws Exception {
        long known = recorded().stream()
                .filter(row -> TABLE.lines().anyMatch(line -> line.startsWith(row.get("instruction") + " | ")))
                .count();
        assertEquals(TABLE.lines().count() * PLACES.length, known);
        assertEquals(recorded().size(), known);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void theGuestOfKvmPvmFaredAsSaid(String row, String code, String pvm, String trap, String translated, String para)
            throws Exception {
        StringBuilder signs = new StringBuilder();
        for (int[] place : PLACES) {
            Map<String, Object> fate = recorded().stream()
                    .filter(each -> row.equals(each.get("instruction"))
                            && Integer.valueOf(place[0]).equals(each.get("cpl"))
                            && Integer.valueOf(place[1]).equals(each.get("iopl")))
                    .findFirst()
                    .orElseThrow();
            Map<String, Object> machine = PrivilegeReplay.answer(fate);
            boolean same = fate.entrySet().stream()
                    .filter(field ->
                            !List.of("instruction", "mode", "cpl", "iopl").contains(field.getKey()))
                    .allMatch(field ->
                            String.valueOf(field.getValue()).equals(String.valueOf(machine.get(field.getKey()))));
            signs.append(same ? '=' : "the VM died".equals(fate.get("outcome")) ? 'k' : 'x');
        }
        assertEquals(pvm, signs.toString());
    }
}
