package org.ringlab.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flat;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.trap.Trap;

/** What TS, EM, MP and OSFXSR make of instructions that aren't simulated themselves (SDM vol. 3 tables 9-3 and 13-1). */
class ExtensionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // bytes | CR0 | CR4 | what comes of it; MP is 2, EM 4, TS 8; OSFXSR 200h, OSXSAVE 40000h
                "0xd9, 0xee | 0 | 0 | not simulated: x87",
                "0xd9, 0xee | 8 | 0 | #NM",
                "0xd9, 0xee | 4 | 0 | #NM",
                "0x9b | 8 | 0 | not simulated: WAIT",
                "0x9b | 0xa | 0 | #NM",
                "0x9b | 4 | 0 | not simulated: WAIT",
                "0x0f, 0x6f, 0xc1 | 0 | 0 | not simulated: MMX and SSE",
                "0x0f, 0x6f, 0xc1 | 8 | 0 | #NM",
                "0x0f, 0x6f, 0xc1 | 0xc | 0 | #UD",
                "0x0f, 0x28, 0xc1 | 0 | 0x200 | not simulated: SSE",
                "0x0f, 0x28, 0xc1 | 0 | 0 | #UD",
                "0x0f, 0x28, 0xc1 | 8 | 0x200 | #NM",
                "0x0f, 0x28, 0xc1 | 0xc | 0x200 | #UD",
                "0xc5, 0xf8, 0x77 | 0 | 0 | #UD",
                "0xc5, 0xf8, 0x77 | 0 | 0x40000 | #UD",
                "0xb8, 7, 0, 0, 0, 0x31, 0xd2, 0x0f, 0x01, 0xd1, 0xc5, 0xf8, 0x77 | 0 | 0x40000 | not simulated: AVX",
                "0xb8, 7, 0, 0, 0, 0x31, 0xd2, 0x0f, 0x01, 0xd1, 0xc5, 0xf8, 0x77 | 8 | 0x40000 | #NM"
            })
    void isSaidBeforeTheyWouldBeExecuted(String bytes, String cr0, String cr4, String expected) {
        Flat flat = Flat.protectedMode()
                .code("mov eax, cr0\nor eax, " + cr0 + "\nmov cr0, eax\nmov eax, " + cr4 + "\nmov cr4, eax\n.byte "
                        + bytes + "\nhlt\nhandler: hlt");
        flat.gate(6, Descriptor.INTERRUPT_GATE, 0, "handler").gate(7, Descriptor.INTERRUPT_GATE, 0, "handler");
        Stop stop = flat.run();
        String came = stop instanceof Stop.NotSimulated not
                ? "not simulated: " + not.what()
                : assertInstanceOf(
                                CpuEvent.Trapped.class,
                                flat.events.stream()
                                        .filter(event -> event instanceof CpuEvent.Trapped)
                                        .findFirst()
                                        .orElseThrow())
                        .trap()
                        .text();
        assertEquals(expected, came);
    }

    /** CLTS, and the instruction is let through to where it would be executed. */
    @ParameterizedTest
    @CsvSource({"clts, not simulated", "nop, #NM"})
    void cltsClearsTs(String instruction, String expected) {
        Flat flat = Flat.protectedMode()
                .code("mov eax, cr0\nor eax, 8\nmov cr0, eax\n" + instruction
                        + "\n.byte 0xd9, 0xee\nhlt\nhandler: hlt");
        flat.gate(7, Descriptor.INTERRUPT_GATE, 0, "handler");
        Stop stop = flat.run();
        assertEquals(expected.equals("#NM"), stop instanceof Stop.Halted);
        assertEquals(
                expected.equals("#NM"),
                flat.events.stream()
                        .anyMatch(event -> event instanceof CpuEvent.Trapped trapped
                                && trapped.trap().equals(Trap.of(7))));
    }
}
