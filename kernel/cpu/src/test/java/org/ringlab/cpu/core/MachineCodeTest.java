package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.device.DeviceBoard;
import org.ringlab.cpu.device.Machine;
import org.ringlab.cpu.system.Features;

/** What depends on more than one instruction: code that changes, modes, snapshots, breakpoints. */
class MachineCodeTest {
    @Test
    void codeThatChangesItselfIsDecodedAgain() {
        Flat flat = Flat.protectedMode().code("""
                mov ecx, 3
            again:
                mov byte ptr [patched + 1], cl
            patched:
                mov al, 0
                add ebx, eax
                loop again
                hlt
            """).toHalt();
        assertEquals(3 + 2 + 1, flat.s.r[3]);
    }

    @Test
    void codeThatIsWrittenFromOutsideIsDecodedAgain() {
        Flat flat = Flat.protectedMode().code("mov eax, 1\nhlt").toHalt();
        flat.code("mov eax, 2\nhlt");
        flat.ring(0);
        flat.s.activity = Registers.Activity.ACTIVE;
        flat.toHalt();
        assertEquals(2, flat.s.r[0]);
    }

    /** More pages than are kept decoded: some are decoded twice, and all of them as they are now. */
    @Test
    void codeOnManyPagesIsDecodedAsItIs() {
        int pages = 100;
        long start = 0x10_0000;
        Flat flat = Flat.protectedMode();
        for (int i = 0; i < pages; i++) {
            // inc ebx; jmp to the next page, or hlt
            byte[] code = {0x43, (byte) 0xE9, (byte) 0xFA, 0x0F, 0, 0};
            flat.machine.load(start + i * 4096L, i < pages - 1 ? code : new byte[] {0x43, (byte) 0xF4});
        }
        flat.s.rip = start;
        flat.toHalt();
        assertEquals(pages, flat.s.r[3]);

        for (int changed : new int[] {0, pages / 2, pages - 1}) {
            flat.machine.memory().writeByte(start + changed * 4096L, 0x4B); // dec ebx
        }
        flat.ring(0);
        flat.s.activity = Registers.Activity.ACTIVE;
        flat.s.rip = start;
        flat.toHalt();
        assertEquals(pages + (pages - 3) - 3, flat.s.r[3]);
    }

    @Test
    void anInstructionMayLieOnTwoPages() {
        Flat flat = Flat.longMode();
        // mov rax, 0x1122334455667788 from 0x10ffd on
        byte[] code = {0x48, (byte) 0xB8, (byte) 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, (byte) 0xF4};
        flat.machine.load(0x1_0FFD, code);
        flat.s.rip = 0x1_0FFD;
        flat.toHalt();
        assertEquals(0x1122_3344_5566_7788L, flat.s.r[0]);
    }

    /** From the state after RESET through protected mode to 64-bit code, as boot code does. */
    @Test
    void realModeLeadsToProtectedAndLongMode() {
        Machine machine = new Machine(Features.INTEL, 32, new DeviceBoard());
        Assembly image =
                Assembler.assemble("""
                .intel_syntax noprefix
                .code16
                cli
                xor ax, ax
                mov ds, ax
                lgdt [table]
                mov eax, cr0
                or eax, 1
                mov cr0, eax
                ljmp 0x08:narrow
                .code32
            narrow:
                mov ax, 0x10
                mov ds, ax
                mov ss, ax
                mov dword ptr [0x9000], 0xa007
                mov dword ptr [0xa000], 0x87
                mov eax, cr4
                or eax, 0x20
                mov cr4, eax
                mov eax, 0x9000
                mov cr3, eax
                mov ecx, 0xc0000080
                rdmsr
                or eax, 0x100
                wrmsr
                mov eax, cr0
                or eax, 0x80000000
                mov cr0, eax
                ljmp 0x18:wide
                .code64
            wide:
                mov rbx, 0x123456789abcdef0
                mov ecx, 0xc0000080
                rdmsr
                hlt
            table:
                .word 31
                .long gdt
            gdt:
                .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00af9b000000ffff
            """, Assembler.Options.of(Mode.BITS16).at(0x7C00));
        assertTrue(image.ok(), () -> image.diagnostics().toString());
        machine.load(0x7C00, image.bytes());
        machine.load(0xFFFF_FFF0L, new byte[] {(byte) 0xEA, 0x00, 0x7C, 0x00, 0x00}); // jmp 0:7c00
        Stop stop = machine.cpu().run(1000);
        assertInstanceOf(
                Stop.Halted.class,
                stop,
                () -> "at 0x" + Long.toHexString(machine.cpu().state().rip));
        assertEquals(0x1234_5678_9ABC_DEF0L, machine.cpu().state().r[3]);
        assertEquals(0x500, machine.cpu().state().r[0]); // LME and LMA
        assertTrue(machine.cpu().longCode());
    }

    @Test
    void aBreakpointStopsOnceEachTimeItIsReached() {
        Flat flat = Flat.protectedMode().code("""
                mov ecx, 2
            again:
                inc eax
                loop again
                hlt
            """);
        long at = flat.label("again");
        flat.cpu.addBreakpoint(at);
        assertEquals(new Stop.Breakpoint(at), flat.run());
        assertEquals(0, flat.s.r[0]);
        assertEquals(new Stop.Breakpoint(at), flat.run());
        assertEquals(1, flat.s.r[0]);
        flat.cpu.removeBreakpoint(at);
        flat.toHalt();
        assertEquals(2, flat.s.r[0]);
    }

    @Test
    void stepsBackUndoRegistersAndMemory() {
        Flat flat = Flat.protectedMode().code("""
                mov ecx, 5
            again:
                mov [0x20000], ecx
                loop again
                hlt
            """);
        flat.machine.run(7, 4);
        assertEquals(7, flat.cpu.clock());
        long[] rip = new long[8];
        long[] ecx = new long[8];
        for (int n = 6; n >= 0; n--) {
            assertTrue(flat.machine.stepBack());
            assertEquals(n, flat.cpu.clock());
            rip[n] = flat.s.rip;
            ecx[n] = flat.s.r[1];
        }
        assertFalse(flat.machine.stepBack());
        assertEquals(Flat.CODE, flat.s.rip);
        assertEquals(0, flat.word(0x2_0000, 4));
        for (int n = 0; n < 7; n++) {
            assertEquals(rip[n], flat.s.rip);
            assertEquals(ecx[n], flat.s.r[1]);
            flat.cpu.step();
        }
    }

    @Test
    void whatIsNotSimulatedStopsAndSaysSo() {
        Flat flat = Flat.protectedMode();
        flat.machine.load(Flat.CODE, new byte[] {0x0F, 0x58, (byte) 0xC1}); // addps xmm0, xmm1
        Stop.NotSimulated stop = assertInstanceOf(Stop.NotSimulated.class, flat.run());
        assertEquals(Flat.CODE, stop.rip());
        assertFalse(stop.what().isEmpty());
    }

    @Test
    void anEndlessLoopEndsWithTheBudget() {
        Flat flat = Flat.protectedMode().code("again: jmp again");
        assertEquals(new Stop.Budget(), flat.cpu.run(12_345));
        assertEquals(12_345, flat.cpu.clock());
    }

    /** Ring 3 runs nothing from the supervisor's pages, whatever was executed there before. */
    @Test
    void decodedCodeIsNoWayAroundPermissions() {
        Flat flat = Flat.longMode().code("nop\nhlt").toHalt();
        flat.machine.memory().writeLong(Flat.TABLES + 0x1000, 0x83); // the supervisor's now
        flat.cpu.mmu().load(flat.cpu.mmu().control());
        flat.ring(3);
        flat.s.activity = Registers.Activity.ACTIVE;
        assertInstanceOf(Stop.TripleFault.class, flat.run());
        assertEquals(Flat.CODE, flat.s.cr2);
        flat.s.activity = Registers.Activity.ACTIVE;
        flat.ring(0);
        flat.toHalt();
    }
}
