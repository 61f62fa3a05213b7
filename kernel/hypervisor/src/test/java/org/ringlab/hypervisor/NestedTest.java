package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;

/** A guest that is a monitor, without and with a second dimension for its own guest. */
class NestedTest {
    private static Outcome with(String what, String other) {
        return with(Method.VMX, "nested-ept", what, other);
    }

    private static Outcome with(Method method, String guest, String what, String other) {
        String source = Objects.requireNonNull(SampleGuests.all().get(guest));
        assertTrue(source.contains(what), what);
        return run(method, source.replace(what, other));
    }

    private static Outcome run(Method method, String source) {
        GuestImage image =
                Objects.requireNonNull(GuestBuild.build("x", source, false).image());
        return Hypervisor.run(method, image, Settings.DEFAULT.withBudget(100_000));
    }

    @Test
    void theMergedTablesAreFilledAndTheInnerMonitorGetsItsOwnViolations() {
        Outcome outcome = MethodsTest.run(Method.VMX, "nested-ept");
        assertEquals("mgcewG\n", outcome.output());
        Map<String, Long> reasons = outcome.counters().reasons();
        // The innermost guest's page tables, its code, and 2 MiB after the inner monitor mapped it.
        assertEquals(3, reasons.get("EPT12 and EPT01 merged"));
        assertEquals(4, reasons.get("L2: 48 EPT violation"));
        assertEquals(6, reasons.get("handed to the inner monitor"));
        assertEquals(6, reasons.get("entry of the guest's guest"));
    }

    @Test
    void anExitOfTheInnermostGuestCostsThoseOfTheInnerMonitorToo() {
        Outcome outcome = MethodsTest.run(Method.VMX, "nested");
        Map<String, Long> reasons = outcome.counters().reasons();
        long innermost = reasons.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("L2: "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long inner = reasons.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("L1: "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertEquals("mgcG\n", outcome.output());
        assertEquals(4, innermost);
        assertTrue(inner > 4 * innermost, inner + " of L1");
    }

    @Test
    void whatTheInnerMonitorMapsBeyondItsOwnMemoryTheOuterOneRefuses() {
        Ending.Killed killed = assertInstanceOf(
                Ending.Killed.class,
                with("0x2000b7   # there", "0x80000b7   # there").ending());
        assertEquals("it touched guest-physical 0x200000, beyond its memory", killed.why());
    }

    @Test
    void rightsThatTheInnerTablesLackAreTheInnerMonitorsBusiness() {
        // Mapped without the right to write, the page is violated again and again.
        Outcome outcome = with("0x2000b7   # there", "0x2000b5   # there");
        assertInstanceOf(Ending.Budget.class, outcome.ending());
        assertTrue(outcome.output().startsWith("mgceee"), outcome.output());
    }

    @Test
    void aMalformedInnerEntryIsItsMisconfiguration() {
        // Writable and not readable. The sample's monitor doesn't know reason 49 and says F.
        assertEquals("mgceF", with("0x2000b7   # there", "0x2000b2   # there").output());
    }

    @Test
    void innerTablesMayHaveFiveLevels() {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested-ept"))
                .replace("    mov dword [0x24000]", "    mov dword [0x23000], 0x24007\n    mov dword [0x24000]")
                .replace("0x2401e ", "0x23026 ");
        assertEquals("mgcewG\n", run(Method.VMX, source).output());
    }

    /** SDM 27.2.1.1: VMfail 7, and no guest: six levels, a memory type that isn't one, a reserved bit. */
    @ParameterizedTest
    @ValueSource(strings = {"0x2402e ", "0x2401d ", "0x2411e "})
    void aPointerThatIsNoneIsRefused(String pointer) {
        assertEquals("mF", with("0x2401e ", pointer).output());
    }

    @Test
    void withoutUnrestrictedGuestsThereIsNoneWithoutPaging() {
        Outcome outcome = with(
                Method.VMX,
                "nested",
                "    mov ebx, 0x6800\n    vmwrite ebx, eax\n",
                "    mov ecx, eax\n    and ecx, 0x7fffffff\n    mov ebx, 0x6800\n    vmwrite ebx, ecx\n");
        assertEquals("mF", outcome.output());
    }

    /** Bit 2 of the inner monitor's own controls: its guest is left as soon as it could take an interrupt (SDM 26.2). */
    @Test
    void theInnerMonitorsWindowIsItsOwn() {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested"))
                .replace("0x01000080", "0x01000084")
                .replace("    cmp eax, 30\n", "    cmp eax, 7\n    je window\n    cmp eax, 30\n")
                .replace("inner:  ", "inner: nop\nsti\nnop\n  ")
                .replace("port:\n", """
                        window:
                            mov al, 'w'
                            call putc
                            mov ebx, 0x4002
                            mov eax, 0x01000080
                            vmwrite ebx, eax
                            jmp again
                        port:
                        """);
        assertEquals("mwgcG\n", run(Method.VMX, source).output());
    }

    /** SDM 31.2, 31.4: error numbers of VMX instructions, and #UD before VMXON and behind VMXOFF (there is no table of interrupts). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vmptrst qword ptr [0x23000] ; mov eax, [0x23000]                      | 0x22000
            mov ebx, 0x4402 ; vmwrite ebx, eax ; mov ebx, 0x4400 ; vmread eax, ebx | 13
            mov ebx, 0x6ffe ; vmwrite ebx, eax ; mov ebx, 0x4400 ; vmread eax, ebx | 12
            vmxon qword ptr [on] ; mov ebx, 0x4400 ; vmread eax, ebx               | 15
            vmptrld qword ptr [on] ; mov ebx, 0x4400 ; vmread eax, ebx             | 10
            vmclear qword ptr [on] ; mov ebx, 0x4400 ; vmread eax, ebx             | 3
            vmptrld qword ptr [bad] ; mov ebx, 0x4400 ; vmread eax, ebx            | 9
            vmclear qword ptr [bad] ; mov ebx, 0x4400 ; vmread eax, ebx            | 2
            vmclear qword ptr [region] ; setc al ; vmptrst qword ptr [0x23000] ; mov eax, [0x23004] | 0xffffffff
            """)
    void vmxInstructionsOfTheInnerMonitorFailByTheirNumbers(String instructions, String expected) {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested"))
                .replace("written:\n", "written:\n" + instructions.replace(";", "\n") + """

                            cmp eax, %s
                            jne failed
                            mov al, '='
                            call putc
                            jmp off
                            align 8
                        bad: dq 0x22004
                        """.formatted(expected));
        assertEquals("m=", run(Method.VMX, source).output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vmptrld qword ptr [0x20000]",
                "vmlaunch",
                "vmxoff",
                "vmread eax, ebx",
                "vmxon qword ptr [0x20000]"
            })
    void aGuestThatDidNotTurnVmxOnHasNone(String instruction) {
        Outcome outcome = run(Method.VMX, "start: lidt [none]\n" + instruction + "\nnone: dw 0\ndd 0\n");
        assertInstanceOf(Ending.TripleFault.class, outcome.ending());
    }

    /** An interrupt that waits at VMLAUNCH leaves at once, and what was to be injected isn't lost: IDT-vectoring information has it. */
    @Test
    void anInterruptAtEntryGivesTheInjectionBack() {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested"))
                .replace("dd 0x4000, 0 ", "dd 0x4016, 0x80000030, 0x4000, 1 ")
                .replace("    cmp eax, 30\n", "    cmp eax, 1\n    je tick\n    cmp eax, 30\n")
                .replace("written:\n", "written:\n" + TIMER + """
                            mov ecx, 100
                        wait:
                            dec ecx
                            jnz wait
                        """)
                .replace("port:\n", """
                        tick:
                            mov al, 'i'
                            call putc
                            mov ebx, 0x4408
                            vmread eax, ebx
                            cmp eax, 0x80000030
                            jne failed
                            mov al, 'v'
                            call putc
                            jmp off
                        port:
                        """);
        assertEquals("miv", run(Method.VMX, source).output());
    }

    /** A controller and a timer that asks once, soon. */
    private static final String TIMER = """
            mov al, 0x11
            out 0x20, al
            mov al, 0x20
            out 0x21, al
            mov al, 4
            out 0x21, al
            mov al, 1
            out 0x21, al
            mov al, 0xfe
            out 0x21, al
            mov al, 0x30
            out 0x43, al
            mov al, 100
            out 0x40, al
            mov al, 0
            out 0x40, al
            """;

    @Test
    void aSecondLaunchFailsAndSoDoesResumingWhatWasNotLaunched() {
        assertEquals("mF", with("    vmlaunch\n", "    vmresume\n").output());
    }

    @Test
    void anEntryThatTheProcessorRefusesIsToldToTheInnerMonitor() {
        // Bit 1 of its guest's flags is 0: exit reason 33 with bit 31 (SDM 27.8). The sample's monitor knows it not and
        // says F.
        assertEquals("mF", with("dd 0x6820, 2 ", "dd 0x6820, 0 ").output());
    }

    // ---- the same under SVM ---------------------------------------------------------------------------------------

    @Test
    void underSvmTheMergedTablesAreFilledAndTheInnerMonitorGetsItsOwnFaults() {
        Outcome outcome = MethodsTest.run(Method.SVM, "nested-npt");
        assertEquals("mgcewG\n", outcome.output());
        Map<String, Long> reasons = outcome.counters().reasons();
        // The innermost guest's page tables, its code, and 2 MiB after the inner monitor mapped it.
        assertEquals(3, reasons.get("NPT12 and NPT01 merged"));
        assertEquals(4, reasons.get("L2: 0x400 NPF"));
        assertEquals(6, reasons.get("handed to the inner monitor"));
        assertEquals(6, reasons.get("entry of the guest's guest"));
    }

    /** VMREAD and VMWRITE leave, a VMCB is memory: fewer exits of L1 for the same work. */
    @Test
    void aMonitorUnderSvmLeavesLessOften() {
        Outcome svm = MethodsTest.run(Method.SVM, "nested-svm");
        Outcome vmx = MethodsTest.run(Method.VMX, "nested");
        assertEquals("mgcG\n", svm.output());
        assertTrue(svm.counters().get(Counter.EXITS) * 3 < vmx.counters().get(Counter.EXITS));
    }

    /** What the block or the tables hold, and what the inner monitor, or its guest, gets to see of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # what | in its place | output
            0x200007   # there | 0x200005   # there | mgceee...
            0x200007   # there | 0x200003   # there | mgceee...
            mov eax, 0x22000   | mov eax, 0x22004   | m
            mov eax, 0x22000   | mov eax, 0x3000000 | m
            dd 0x010, 1        | dd 0x010, 0        | mF
            dd 0x058, 1        | dd 0x058, 0        | mF
            dd 0x4d0, 0x1000   | dd 0x4d0, 0        | mF
            dd 0x090, 1        | dd 0x090, 0        | mgcwG
            or eax, 0x1000     | or eax, 0x0000     | m
            0x89040000         | 0x89000000         | mgewG
            0x89040000         | 0x81040000         | mgcewG
            """)
    void whatTheInnerMonitorWritesDecides(String what, String other, String expected) {
        String output =
                with(Method.SVM, "nested-npt", what.strip(), other.strip()).output();
        if (expected.endsWith("...")) {
            assertTrue(output.startsWith(expected.replace("...", "")), output);
        } else {
            assertEquals(expected, output.strip());
        }
    }

    @Test
    void whatTheInnerTablesOfSvmMapBeyondItsMemoryTheOuterMonitorRefuses() {
        Ending.Killed killed = assertInstanceOf(
                Ending.Killed.class,
                with(Method.SVM, "nested-npt", "0x200007   # there", "0x800007   # there")
                        .ending());
        assertEquals("it touched guest-physical 0x200000, beyond its memory", killed.why());
    }

    /** An error code as APM 15.25.6 has it: a write by the guest itself (bit 32), always a user's, to a page not there or read-only. */
    @ParameterizedTest
    @CsvSource({"0x200007, F", "0x200005, G"})
    void theInnerMonitorSeesWhatItsOwnTablesSay(String entry, String again) {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested-npt"))
                .replace("    mov al, 'e'\n", """
                            mov eax, [0x22078]          # EXITINFO1
                            mov al, 'e'
                            cmp dword ptr [0x2207c], 1
                            jne failed
                            cmp dword ptr [0x22080], 0x200000
                            jne failed
                            cmp dword ptr [0x22078], 6
                            je first
                            mov al, 'r'
                            cmp dword ptr [0x22078], 7
                            jne failed
                        first:
                        """)
                .replace("0x200007   # there", entry + "   # there");
        String output = run(Method.SVM, source).output();
        assertTrue(output.startsWith(again.equals("G") ? "mgcerrr" : "mgcewG"), output);
    }

    /** The inner monitor and its guest in PAE mode: so is the format of the nested tables (APM 15.25.3). */
    @Test
    void innerTablesMayHaveTheFormatOfPae() {
        String sample = Objects.requireNonNull(SampleGuests.all().get("nested-npt"));
        int from = sample.indexOf("mov dword [0x24000], 0x25007");
        int to = sample.indexOf("mov dword [0x25800], 0\n");
        String source = (sample.substring(0, from) + "mov dword [0x24000], 0x25001\nmov dword [0x25000], 0x87\n"
                        + sample.substring(to))
                .replace("mov dword [0x25800], 0\n", "")
                .replace("mov dword [0x25800], 0x200007", "mov dword [0x25008], 0x200087")
                .replace("dword [0x20000], 0x83", """
                        dword [0x20000], 0x29001
                            mov dword [0x29000], 0x83
                            mov dword [0x29008], 0x200083
                        """)
                .replace("or eax, 0x10  ", "or eax, 0x30  ");
        Outcome outcome = run(Method.SVM, source);
        assertEquals("mgcewG\n", outcome.output(), outcome.ending()::toString);
    }

    /**
     * The inner monitor's own virtual interrupt: its guest takes it (v) once it can and its priority is high enough, or its monitor sees
     * exit 64h first (w); it wakes a guest that halts without leaving.
     */
    @ParameterizedTest
    @CsvSource({
        "0x89040000, 0x00100100, sti, mvgcG",
        "0x89040000, 0x00010100, sti, mvgcG",
        "0x89040000, 0x00000100, sti, mgcG", // priority 0 is not above V_TPR 0
        "0x89040000, 0x00100000, sti, mgcG",
        "0x89040000, 0x00100100, cli, mgcG",
        "0x89040010, 0x00100100, sti, mwgcG",
        "0x88040000, 0x00100100, sti; hlt, mvgcG"
    })
    void theInnerMonitorsVirtualInterruptsAreItsOwn(String intercepts, String request, String first, String output) {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested-svm"))
                .replace("0x89040000", intercepts)
                .replace("dd 0x058, 1 ", """
                        dd 0x060, %s, 0x064, 0x30
                            dd 0x484, 0x7ff, 0x488, 0x29000
                            dd 0x464, 23, 0x468, descriptors
                            dd 0x058, 1 """.formatted(request))
                .replace("    cmp eax, 0x78\n", "    cmp eax, 0x64\n    je window\n    cmp eax, 0x78\n")
                .replace("inner:  ", "inner: " + first.replace(";", "\n") + "\nnop\nnop\n  ")
                .replace("written:\n", """
                        written:
                            mov word ptr [0x29180], offset taken - 0x10000
                            mov word ptr [0x29182], 8
                            mov word ptr [0x29184], 0x8e00
                            mov word ptr [0x29186], 1
                        """)
                .replace("port:\n", """
                        window:
                            mov al, 'w'
                            call putc
                            and dword ptr [0x22060], 0xfffffeff
                            jmp again
                        taken:
                            push eax
                            mov al, 'v'
                            mov dx, 0x3f8
                            out dx, al
                            pop eax
                            iretd
                            align 8
                        descriptors:
                            dq 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
                        port:
                        """);
        Outcome outcome = run(Method.SVM, source);
        assertEquals(output, outcome.output().strip(), outcome.ending()::toString);
    }

    /**
     * The inner monitor's timer ticks while its guest runs with interrupts off: exit 0x60 under virtual masking (APM 15.21.1), and
     * GIF is 0 until STGI (15.17).
     */
    @ParameterizedTest
    @CsvSource({"stgi, 0x1000000, mit", "nop, 0x1000000, mi.", "stgi, 0, m"})
    void anInterruptLeavesTheInnermostGuestAndIsTakenAfterStgi(String open, String masking, String output) {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested-svm"))
                .replace("0x89040000", "0x89040001")
                .replace("dd 0x058, 1 ", "dd 0x060, %s\n    dd 0x058, 1 ".formatted(masking))
                .replace("    cmp eax, 0x78\n", "    cmp eax, 0x60\n    je tick\n    cmp eax, 0x78\n")
                .replace("inner:  ", "inner: jmp inner\n  ")
                .replace("written:\n", """
                        written:
                            mov word ptr [0x29100], offset handler - 0x10000
                            mov word ptr [0x29102], 8
                            mov word ptr [0x29104], 0x8e00
                            mov word ptr [0x29106], 1
                            lidt [table]
                            lgdt [segments]
                            mov al, 0x11
                            out 0x20, al
                            mov al, 0x20
                            out 0x21, al
                            mov al, 4
                            out 0x21, al
                            mov al, 1
                            out 0x21, al
                            mov al, 0xfe
                            out 0x21, al
                            mov al, 0x30
                            out 0x43, al
                            mov al, 100
                            out 0x40, al
                            mov al, 0
                            out 0x40, al
                            sti
                        """)
                .replace("port:\n", """
                        tick:
                            mov al, 'i'
                            call putc
                            %s
                            mov ecx, 50
                        wait:
                            dec ecx
                            jnz wait
                            mov al, '.'
                            call putc
                            jmp off
                        handler:
                            mov al, 't'
                            call putc
                            jmp off
                            align 8
                        segments:
                            dw 23
                            dd descriptors
                            align 8
                        descriptors:
                            dq 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
                        table:
                            dw 0x7ff
                            dd 0x29000
                        port:
                        """.formatted(open));
        Outcome outcome = run(Method.SVM, source);
        assertEquals(output, outcome.output(), outcome.ending()::toString);
    }

    /** Without EFER.SVME SVM's instructions are undefined, as on bare hardware; there is no table of interrupts here. */
    @ParameterizedTest
    @ValueSource(strings = {"vmrun", "vmload", "vmsave", "stgi", "clgi", "invlpga"})
    void aGuestThatDidNotTurnSvmOnHasNone(String instruction) {
        Outcome outcome =
                run(Method.SVM, "start: lidt [none]\nmov eax, 0x300000\n" + instruction + "\nnone: dw 0\ndd 0\n");
        assertInstanceOf(Ending.TripleFault.class, outcome.ending());
    }
}
