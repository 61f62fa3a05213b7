package org.ringlab.cpu.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Flat;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.segment.Descriptor;

/** From exceptions and software interrupts to handlers and back (SDM vol. 3 ch. 6). */
class DeliveryTest {
    /** SDM figure 6-4: SS, ESP, EFLAGS, CS, EIP on the stack of the TSS; interrupt gates clear IF, trap gates don't. */
    @ParameterizedTest
    @CsvSource({"14, 0", "15, 1"})
    void aTrapFromRing3SwitchesTheStack(int type, int ifAfter) {
        Flat flat = Flat.protectedMode().code("""
                int 0x80
            back:
                nop
            handler:
                mov ebx, cs
                hlt
            """);
        flat.gate(0x80, type, 3, "handler");
        flat.ring(3);
        flat.s.flags.set(Flag.IF | Flag.CF);
        assertEquals(new Stop.Budget(), flat.cpu.run(3));
        assertEquals(0, flat.s.cpl);
        assertEquals(0x08, flat.s.r[3]);
        assertEquals(Flat.STACK0 - 20, flat.s.r[4]);
        assertEquals(flat.label("back"), flat.word(Flat.STACK0 - 20, 4));
        assertEquals(0x1B, flat.word(Flat.STACK0 - 16, 4));
        assertEquals(0x203, flat.word(Flat.STACK0 - 12, 4));
        assertEquals(Flat.STACK3, flat.word(Flat.STACK0 - 8, 4));
        assertEquals(0x23, flat.word(Flat.STACK0 - 4, 4));
        assertEquals(ifAfter == 1, flat.s.flags.has(Flag.IF));
    }

    /** SDM 6.14.2: five words of 8 bytes and the error code, the stack aligned to 16. */
    @Test
    void inLongModeTheFrameIsAlwaysWholeAndAligned() {
        Flat flat = Flat.longMode().code("""
                mov rsp, 0x8ff9
                mov rax, 0x8000000000000000
                mov rbx, [rax]
            handler:
                hlt
            """);
        flat.gate(13, Descriptor.INTERRUPT_GATE, 0, "handler").toHalt();
        assertEquals(0x8FF0 - 48, flat.s.r[4]);
        assertEquals(0, flat.word(0x8FF0 - 48, 8));
        assertEquals(0x8FF9, flat.word(0x8FF0 - 16, 8));
        assertEquals(Flag.RF, flat.word(0x8FF0 - 24, 8) & Flag.RF);
    }

    /** The handler maps the page, and the instruction is executed again. */
    @Test
    void aPageFaultIsRepairedAndTheInstructionComesAgain() {
        Flat flat = Flat.longMode().code("""
                mov rdi, 0x40001234
                mov dword ptr [rdi], 7
                mov eax, [rdi]
                hlt
            handler:
                mov rcx, cr2
                pop rdx
                mov qword ptr [0x41008], 0x87
                iretq
            """);
        flat.gate(14, Descriptor.INTERRUPT_GATE, 0, "handler").toHalt();
        assertEquals(0x4000_1234L, flat.s.r[1]);
        assertEquals(2, flat.s.r[2]); // a write to an absent page in ring 0
        assertEquals(7, flat.s.r[0]);
        assertEquals(7, flat.word(0x1234, 4)); // the frame of the second GiB is the first's
    }

    @ParameterizedTest
    @CsvSource({
        // SDM table 6-5: benign, contributory, page faults
        "6, 13, 13",
        "13, 13, 8",
        "0, 11, 8",
        "14, 13, 8",
        "14, 14, 8",
        "13, 14, 14",
        "3, 14, 14"
    })
    void twoExceptionsMake(int first, int second, int result) {
        Trap both = Delivery.combine(Trap.of(first), Trap.of(second, 0));
        assertEquals(result, both == null ? -1 : both.vector());
    }

    @Test
    void aFaultWithoutHandlersShutsTheProcessorDown() {
        Flat flat = Flat.protectedMode().code("ud2");
        Stop.TripleFault stop = assertInstanceOf(Stop.TripleFault.class, flat.run());
        assertEquals("#DF(0x0)", stop.last().text());
        assertInstanceOf(Stop.TripleFault.class, flat.run());
        assertEquals(Flat.CODE, flat.s.rip);
    }

    @Test
    void aMissingGateBecomesADoubleFaultWithItsOwnHandler() {
        Flat flat = Flat.protectedMode().code("""
                ud2
            handler:
                pop eax
                hlt
            """);
        flat.gate(8, Descriptor.INTERRUPT_GATE, 0, "handler").toHalt();
        assertEquals(0, flat.s.r[0]);
        List<String> told = flat.events.stream()
                .filter(e -> e instanceof CpuEvent.Trapped)
                .map(e -> ((CpuEvent.Trapped) e).trap().text())
                .toList();
        assertEquals(List.of("#DF(0x0)"), told);
    }

    /** SDM 17.3.1.4: #DB after each instruction; the handler's flags have TF clear. */
    @Test
    void singleStepsTrapAfterEachInstruction() {
        Flat flat = Flat.protectedMode().code("""
                pushf
                or dword ptr [esp], 0x100
                popf
                inc eax
                inc eax
                hlt
            handler:
                inc ecx
                cmp ecx, 2
                jb more
                and dword ptr [esp + 8], 0xfffffeff
            more:
                iret
            """);
        flat.gate(1, Descriptor.INTERRUPT_GATE, 0, "handler").toHalt();
        assertEquals(2, flat.s.r[0]);
        assertEquals(2, flat.s.r[1]);
        assertEquals(1 << 14, flat.s.dr[6] & 1 << 14);
    }

    /** A repeated string stops at the page it may not write, and goes on from there. */
    @Test
    void repeatedStringsAreRestartable() {
        Flat flat = Flat.longMode().code("""
                mov rdi, 0x3ffffff8
                mov rcx, 4
                mov rax, 0x1122334455667788
                rep stosq
                hlt
            handler:
                mov rbx, rcx
                add rsp, 8
                mov qword ptr [0x41008], 0x87
                iretq
            """);
        flat.gate(14, Descriptor.INTERRUPT_GATE, 0, "handler").toHalt();
        assertEquals(3, flat.s.r[3]);
        assertEquals(0, flat.s.r[1]);
        assertEquals(0x4000_0018L, flat.s.r[7]);
    }

    /** SDM 5.8.8 and 5.12: INT n from ring 3 needs a gate with DPL 3, and an iret can't raise privilege. */
    @Test
    void ring3ReachesOnlyGatesOfItsOwn() {
        Flat flat = Flat.protectedMode().code("""
                int 0x21
            handler:
                pop eax
                hlt
            """);
        flat.gate(0x21, Descriptor.INTERRUPT_GATE, 0, "handler");
        flat.gate(13, Descriptor.INTERRUPT_GATE, 0, "handler");
        flat.ring(3);
        flat.toHalt();
        assertEquals(0x21 * 8 + 2, flat.s.r[0]);
    }

    /** SDM 6.7.1: another NMI waits for the handler's IRET. */
    @Test
    void anNmiWaitsForTheIretOfTheOneBefore() {
        Flat flat = Flat.protectedMode().code("""
                nop
                hlt
            handler:
                inc ecx
                nop
                nop
                iret
            """);
        flat.gate(2, Descriptor.INTERRUPT_GATE, 0, "handler");
        flat.cpu.requestNmi();
        flat.cpu.run(2);
        assertEquals(1, flat.s.r[1]);
        flat.cpu.requestNmi();
        flat.cpu.run(2);
        assertEquals(1, flat.s.r[1]);
        flat.toHalt();
        assertEquals(2, flat.s.r[1]);
    }
}
