package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.segment.Descriptor;

/** Hardware breakpoints (SDM vol. 3 chapter 18): what matches, what DR6 says, and where the handler finds itself. */
class DebugRegistersTest {
    /** ESI counts the debug exceptions, EDI is DR6 of the last, EBP where it returns to. */
    private static final String HANDLER = """
            handler:
                inc esi
                mov edi, dr6
                mov ebp, [esp]
                mov eax, 0
                mov dr6, eax
                and dword ptr [esp + 8], ~0x100     # TF
                or dword ptr [esp + 8], 0x10000     # RF
                iretd
            """;

    private static Flat run(String code) {
        Flat flat = Flat.protectedMode().code(code + "\nlast: hlt\n" + HANDLER);
        flat.gate(1, Descriptor.INTERRUPT_GATE, 0, "handler");
        return flat.toHalt();
    }

    private static String arm(String register, String address, String control) {
        return "mov eax, " + address + "\nmov " + register + ", eax\nmov eax, " + control + "\nmov dr7, eax\n";
    }

    /** 18.2.4, 18.3.1.1: before the instruction, once with RF, B0 in DR6. */
    @Test
    void anInstructionBreakpointIsAFaultAndRfLetsItPass() {
        Flat flat = run(arm("dr0", "offset here", "0x402") + "mov ecx, 3\nhere: inc edx\nloop here");
        assertEquals(3, flat.s.r[6], "once a round: RF is clear again behind the instruction");
        assertEquals(3, flat.s.r[2]);
        assertEquals(0xFFFF_0FF1L, flat.s.r[7]);
        assertEquals(flat.label("here"), flat.s.r[5]);
    }

    /** 18.2.5: kinds, lengths and overlaps; the exception comes behind the instruction. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // DR7: length 4, write | instruction | how many
                "0xd0402 | mov [0x20000], ecx | 1",
                "0xd0402 | mov byte ptr [0x20003], cl | 1",
                "0xd0402 | mov byte ptr [0x20004], cl | 0",
                "0xd0402 | mov [0x1fffd], ecx | 1",
                "0xd0402 | mov [0x1fffc], ecx | 0",
                "0xd0402 | mov ecx, [0x20000] | 0",
                "0xd0402 | add [0x20000], ecx | 1",
                // length 4, loads and stores
                "0xf0402 | mov ecx, [0x20000] | 1",
                "0xf0402 | cmp [0x20002], cl | 1",
                "0xf0402 | push dword ptr [0x20000] | 1",
                // length 1, write; not enabled
                "0x10402 | mov byte ptr [0x20001], cl | 0",
                "0xd0400 | mov [0x20000], ecx | 0",
                // G0 or L0
                "0xd0401 | mov [0x20000], ecx | 1"
            })
    void dataBreakpointsAreTraps(String control, String instruction, int times) {
        Flat flat = run(arm("dr0", "0x20000", control) + "mov ecx, 7\n" + instruction + "\nbehind: nop");
        assertEquals(times, flat.s.r[6]);
        if (times > 0) {
            assertEquals(flat.label("behind"), flat.s.r[5]);
            assertEquals(0xFFFF_0FF1L, flat.s.r[7]);
        }
    }

    /** 18.2.5: ports with CR4.DE only. */
    @ParameterizedTest
    @CsvSource({"0x8, 1", "0, 0"})
    void portsAreWatchedWithDe(String cr4, int times) {
        Flat flat = run(
                "mov eax, " + cr4 + "\nmov cr4, eax\n" + arm("dr2", "0x80", "0x2000420") + "in al, 0x80\nbehind: nop");
        assertEquals(times, flat.s.r[6]);
        if (times > 0) {
            assertEquals(0xFFFF_0FF4L, flat.s.r[7]);
        }
    }

    /** 18.2.2: GD stops MOV DR itself, with BD, and is clear in the handler. */
    @Test
    void generalDetectionStopsMovDr() {
        Flat flat = run("mov eax, 0x2400\nmov dr7, eax\nhere: mov ecx, dr7\nmov edx, dr7");
        assertEquals(1, flat.s.r[6]);
        assertEquals(0xFFFF_2FF0L, flat.s.r[7]);
        assertEquals(flat.label("here"), flat.s.r[5]);
        assertEquals(0x400, flat.s.r[2]);
    }

    /** 18.3.1.1: a repeated string instruction is interrupted after each round that touches, the address its own. */
    @Test
    void aRepeatedInstructionIsToldOfRoundByRound() {
        Flat flat = run("mov edi, 0x1fffe\nmov ecx, 4\nmov edx, edi\n" + arm("dr0", "0x20000", "0x10402")
                + "mov edi, edx\nhere: rep stosb\nbehind: nop");
        assertEquals(1, flat.s.r[6]);
        assertEquals(flat.label("here"), flat.s.r[5]);
    }

    /** 18.3.1.4: a single step and a data breakpoint are one exception. */
    @Test
    void aStepAndABreakpointAreToldTogether() {
        Flat flat = run(arm("dr0", "0x20000", "0xd0402") + """
                mov ebx, 0
                pushfd
                or dword ptr [esp], 0x100
                popfd
                mov [0x20000], ecx
                """);
        long first = flat.events.stream()
                .filter(event -> event instanceof CpuEvent.Trapped)
                .map(event -> ((CpuEvent.Trapped) event).trap().address())
                .findFirst()
                .orElseThrow();
        assertEquals(1 | 1 << 14, first);
    }
}
