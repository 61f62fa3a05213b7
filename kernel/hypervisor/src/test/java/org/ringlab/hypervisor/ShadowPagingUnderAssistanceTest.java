package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** VMX without EPT and SVM without nested paging: what leaves then, and that the guest sees nothing of it. */
class ShadowPagingUnderAssistanceTest {
    /** The fault's error code as a letter, and whether CR2 is right; then the page is there and writable. */
    private static final String HANDLER = """
            fault:
                pop ebx
                push eax
                push edx
                mov al, bl
                add al, 'a'
                mov dx, 0x3f8
                out dx, al
                mov eax, cr2
                cmp eax, 0x300123
                mov al, '!'
                je seen
                mov al, '?'
            seen:
                out dx, al
                or dword [0x21c00], 3
                invlpg [0x300123]
                pop edx
                pop eax
                iretd
            """;

    private static final String FAULTS =
            PagedGuest.PAGED + PagedGuest.ON + """
                mov dword [0x21c00], 0x300000   # absent
                invlpg [0x300123]
                mov eax, [0x300123]             # a read: error code 0
                and dword [0x21c00], 0xfffffffd # read-only
                invlpg [0x300123]
                mov eax, [0x300123]
                mov [0x300123], eax             # a write: present, write: 3
                jmp over
            """ + HANDLER + PagedGuest.TABLES + "over:\n";

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARAVIRTUAL")
    void aGuestsOwnPageFaultsAreItsOwnUnderEveryMethod(Method method) {
        Outcome outcome = PagedGuest.run(method, FAULTS);
        assertEquals(new Ending.PoweredOff(), outcome.ending());
        assertEquals("a!d!", outcome.output());
    }

    @ParameterizedTest
    @EnumSource(names = {"VMX_SHADOW", "SVM_SHADOW"})
    void loadsOfCr3InvlpgAndFaultsLeave(Method method) {
        Map<String, Long> reasons = PagedGuest.run(method, FAULTS).counters().reasons();
        boolean vmx = method == Method.VMX_SHADOW;
        assertEquals(4, reasons.get(vmx ? "14 INVLPG" : "0x79 INVLPG"));
        // VMX reads CR0 from its shadow without an exit; SVM has an intercept for it.
        assertEquals(vmx ? 2 : 1, reasons.get(vmx ? "28 CR access" : "0x13 CR3 write"));
        assertEquals(vmx ? null : 1L, reasons.get("0x0 CR0 read"));
        assertTrue(reasons.get(vmx ? "0 exception or NMI #PF" : "0x4e exception 14 #PF") > 4);
    }

    @Test
    void withASecondDimensionNoneOfThemDoes() {
        assertEquals(
                Map.of("30 I/O", 5L),
                PagedGuest.run(Method.VMX, FAULTS).counters().reasons());
    }

    /** Its timer interrupts while the page of its stack isn't in the shadow: delivery meets an exit, and is taken up again. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PARAVIRTUAL"})
    void anEventWhoseDeliveryMetAnExitIsDeliveredAfterAll(Method method) {
        String source = PagedGuest.PAGED + PagedGuest.ON + """
                    mov eax, offset trap
                    mov [idt + 13 * 8], ax
                    mov word [idt + 13 * 8 + 2], 8
                    mov dword [idt + 13 * 8 + 4], 0x18e00
                    mov esp, 0x301000           # a page that nobody touched yet
                    mov eax, cr3
                    mov cr3, eax
                    mov ax, 0x7ff8
                    mov ds, ax                  # #GP(7ff8): four pushes
                    jmp over
                trap:
                    pop ebx
                    cmp ebx, 0x7ff8
                    mov al, 'y'
                    je told
                    mov al, 'n'
                told:
                    mov dx, 0x3f8
                    out dx, al
                    add dword [esp], 2          # behind it
                    iretd
                """ + HANDLER + PagedGuest.TABLES + "over:\n";
        Outcome outcome = PagedGuest.run(method, source);
        assertEquals(new Ending.PoweredOff(), outcome.ending());
        assertEquals("y", outcome.output());
    }

    @ParameterizedTest
    @EnumSource(names = {"EMULATION", "VMX", "VMX_SHADOW", "SVM_SHADOW"})
    void theShadowHasTheLevelsOfTheGuestsMode(Method method) {
        String source = """
                start:
                    mov dword [0x20000], 0x21001    # PDPT of PAE paging, and of 64-bit mode
                    mov dword [0x21000], 0x83       # 2 MiB
                    mov dword [0x21008], 0x83       # the same at 2 MiB
                    mov eax, 0x20000
                    mov cr3, eax
                    mov eax, cr4
                    or eax, 0x20                    # PAE
                    mov cr4, eax
                    mov eax, cr0
                    or eax, 0x80000000
                    mov cr0, eax
                    mov al, [letter + 0x200000]
                    mov dx, 0x3f8
                    out dx, al
                    # And on to 64-bit mode: paging off, EFER.LME, four levels.
                    mov eax, cr0
                    and eax, 0x7fffffff
                    mov cr0, eax
                    mov dword [0x20000], 0x21007
                    mov dword [0x22000], 0x20007
                    mov eax, 0x22000
                    mov cr3, eax
                    mov ecx, 0xc0000080
                    rdmsr
                    or eax, 0x100
                    wrmsr
                    mov eax, cr0
                    or eax, 0x80000000
                    mov cr0, eax
                    lgdt [gdtr]
                    jmp 8:wide
                letter: db 'P'
                    align 8
                gdt:  dq 0, 0x00209b0000000000, 0x00cf93000000ffff
                gdtr: dw 23
                      dd gdt
                    bits 64
                wide:
                    mov al, 'L'
                    mov dx, 0x3f8
                    out dx, al
                    mov rax, cr3
                    shr rax, 17
                    add al, '0'
                    out dx, al
                """;
        Outcome outcome = PagedGuest.run(method, source);
        assertEquals("PL1", outcome.output(), outcome.ending().text());
        assertEquals(new Ending.PoweredOff(), outcome.ending());
    }

    @ParameterizedTest
    @EnumSource(names = {"EMULATION", "VMX", "VMX_SHADOW", "SVM_SHADOW"})
    void whatNoShadowCanStandForIsInterpreted(Method method) {
        String source = """
                start:
                    jmp 0x18:narrow
                    bits 16
                narrow:
                    mov eax, cr0
                    and al, 0xfe
                    mov cr0, eax
                    jmp 0x1000:real - 0x10000
                real:
                    mov al, 'r'
                    mov dx, 0x3f8
                    out dx, al
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                    bits 32
                """.replace("jmp 0x18", "lgdt [gdtr]\njmp 0x18") + """
                    align 8
                gdt:  dq 0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00009b010000ffff
                gdtr: dw 31
                      dd gdt
                """;
        source = source.replace("narrow:\n", "narrow equ $ - 0x10000\n");
        Outcome outcome = PagedGuest.run(method, source);
        assertEquals("r", outcome.output(), outcome.ending().text());
    }

    @ParameterizedTest
    @EnumSource(names = {"VMX_SHADOW", "SVM_SHADOW"})
    void aPageBeyondTheGuestsMemoryKillsIt(Method method) {
        Ending.Killed killed = assertInstanceOf(
                Ending.Killed.class,
                PagedGuest.run(method, "start: mov eax, [0x8000000]\n").ending());
        assertEquals("it touched linear 0x8000000, beyond its memory", killed.why());
    }

    /** Which is cheaper depends on the guest: who changes tables often pays exits, who misses the TLB often pays walks. */
    @Test
    void neitherIsAlwaysCheaper() {
        assertTrue(MethodsTest.run(Method.VMX, "remap").cycles() * 10
                < MethodsTest.run(Method.VMX_SHADOW, "remap").cycles());
        assertTrue(MethodsTest.run(Method.VMX_SHADOW, "touch").cycles() * 2
                < MethodsTest.run(Method.VMX, "touch").cycles());
    }
}
