package org.ringlab.cpu.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Flat;
import org.ringlab.cpu.core.TableRegister;

/** Call gates, returns and what selectors show (SDM vol. 3 ch. 5). */
class GateTest {
    private static final int EXTRA = 0x38; // the first free selector of the machine's GDT

    private static Flat with(Flat flat, long... descriptors) {
        for (int n = 0; n < descriptors.length; n++) {
            flat.machine.memory().writeLong(Flat.GDT + EXTRA + n * 8L, descriptors[n]);
        }
        flat.s.gdtr = new TableRegister(Flat.GDT, EXTRA + descriptors.length * 8 - 1);
        return flat;
    }

    /** SDM 5.8.5, figure 5-13: two parameters go along to the inner stack, and RET 8 drops them from both. */
    @Test
    void aCallGateTakesParametersInwardAndARetComesBack() {
        Flat flat = Flat.protectedMode().code("""
                push 0x11
                push 0x22
                call 0x3b:0
                mov esi, esp
                int 0x80
            inner:
                mov eax, [esp + 8]
                mov ebx, [esp + 12]
                mov ecx, [esp + 16]
                mov edx, cs
                retf 8
            done:
                mov ebp, 1
                hlt
            """);
        with(flat, Descriptor.gate(Descriptor.CALL_GATE, 3, true, 0x08, flat.label("inner"), 2));
        flat.gate(0x80, Descriptor.INTERRUPT_GATE, 3, "done");
        flat.ring(3);
        flat.toHalt();
        assertEquals(0x22, flat.s.r[0]);
        assertEquals(0x11, flat.s.r[3]);
        assertEquals(Flat.STACK3 - 8, flat.s.r[1]); // the caller's ESP
        assertEquals(0x08, flat.s.r[2]);
        assertEquals(Flat.STACK3, flat.s.r[6]);
        long changes = flat.events.stream()
                .filter(CpuEvent.RingChanged.class::isInstance)
                .count();
        assertEquals(2, changes); // in by the gate and out by RET
    }

    /** SDM 5.8.2: who may call through a gate; the error code is the selector. */
    @ParameterizedTest
    @CsvSource({
        // gate's DPL, RPL used, ring, the selector of the fault or 0
        "3, 3, 3, 0", "0, 3, 3, 38", "0, 3, 0, 38", "0, 0, 0, 0", "3, 0, 3, 0"
    })
    void aGatesPrivilegeIsCheckedAgainstRingAndSelector(int dpl, int rpl, int ring, String fault) {
        Flat flat = Flat.protectedMode().code("""
                call 0x%x:0
            inner:
                mov ebp, 1
                hlt
            fault:
                pop eax
                hlt
            """.formatted(EXTRA | rpl));
        with(flat, Descriptor.gate(Descriptor.CALL_GATE, dpl, true, 0x08, flat.label("inner"), 0));
        flat.gate(13, Descriptor.INTERRUPT_GATE, 0, "fault");
        flat.ring(ring);
        flat.toHalt();
        assertEquals(fault.equals("0") ? 1 : 0, flat.s.r[5]);
        assertEquals(fault, Long.toHexString(flat.s.r[0]));
    }

    /** SDM table 5-1 to 5-3, LAR: what may be seen of a descriptor depends on kind, ring and RPL. */
    @ParameterizedTest
    @CsvSource({
        "c09b, 38, 0, 1, cf9b00", // ring-0 code
        "c09b, 38, 3, 0, 0",
        "c09f, 38, 3, 1, cf9f00", // conforming
        "c0f3, 3b, 3, 1, cff300", // ring-3 data
        "c0b3, 3b, 0, 0, 0", // RPL above DPL
        "82, 38, 0, 1, f8200", // an LDT
        "8e, 38, 0, 0, 0", // an interrupt gate
        "8c, 38, 0, 1, f8c00", // a call gate
        "0, 38, 0, 0, 0", // no type
        "c09b, 138, 0, 0, 0" // beyond the table
    })
    void larShowsWhatTheRingMaySee(String rights, String selector, int ring, int zf, String shown) {
        Flat flat = Flat.protectedMode().code("lar eax, cx\nint 0x80\ndone: hlt");
        with(flat, Descriptor.segment(0, 0xF_FFFF, Integer.parseInt(rights, 16)));
        flat.gate(0x80, Descriptor.TRAP_GATE, 3, "done");
        flat.ring(ring);
        flat.s.r[1] = Long.parseLong(selector, 16);
        flat.s.flags.set(0);
        flat.toHalt();
        assertEquals(zf == 1, (flat.s.flags.get() & Flag.ZF) != 0);
        assertEquals(shown, Long.toHexString(flat.s.r[0]));
    }

    /** SDM 5.3: limits are checked with granularity, and below an expand-down segment's. */
    @ParameterizedTest
    @CsvSource({
        // rights, limit, offset, whether a load of 4 bytes is allowed
        "40f3, fff, ffc, true", "40f3, fff, ffd, false", "c0f3, 0, ffc, true", "c0f3, 0, ffd, false",
        "40f7, fff, 1000, true", "40f7, fff, ffd, false", "40f7, fff, fffffffc, true", "40f1, fff, 0, true"
    })
    void limitsHold(String rights, String limit, String offset, boolean allowed) {
        Flat flat = Flat.protectedMode().code("""
                mov ds, cx
                mov eax, [ebx]
                int 0x80
            fault:
                mov ebp, 1
            done:
                hlt
            """);
        with(flat, Descriptor.segment(0, Long.parseLong(limit, 16), Integer.parseInt(rights, 16)));
        flat.gate(13, Descriptor.INTERRUPT_GATE, 0, "fault").gate(0x80, Descriptor.INTERRUPT_GATE, 3, "done");
        flat.ring(3);
        flat.s.r[1] = EXTRA | 3;
        flat.s.r[3] = Long.parseLong(offset, 16);
        flat.toHalt();
        assertEquals(allowed ? 0 : 1, flat.s.r[5]);
    }

    /** SDM vol. 2 IRET: data segments that the outer ring may not hold become null on the way out. */
    @Test
    void returnsOutwardTakePrivilegedSegmentsAway() {
        Flat flat = Flat.protectedMode().code("""
                push 0x23
                push 0x9000
                push 0x1b
                push offset outer
                mov ax, 0x10
                mov es, ax
                mov cx, 0x23
                mov fs, cx
                retf
            outer:
                mov eax, es
                mov ecx, fs
                int 0x80
            done:
                hlt
            """);
        flat.gate(0x80, Descriptor.INTERRUPT_GATE, 3, "done").toHalt();
        assertEquals(0, flat.s.r[0]);
        assertEquals(0x23, flat.s.r[1]);
    }
}
