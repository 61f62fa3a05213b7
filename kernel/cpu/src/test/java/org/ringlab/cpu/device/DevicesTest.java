package org.ringlab.cpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.cpu.core.Flat;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.segment.Descriptor;

/** Devices as code in the machine uses them. */
class DevicesTest {
    private static final String CONTROLLER = """
                mov al, 0x11
                out 0x20, al
                out 0xa0, al
                mov al, 0x20
                out 0x21, al
                mov al, 0x28
                out 0xa1, al
                mov al, 4
                out 0x21, al
                mov al, 2
                out 0xa1, al
                mov al, 1
                out 0x21, al
                out 0xa1, al
                xor al, al
                out 0x21, al
                out 0xa1, al
            """;

    @Test
    void theTimerWakesAHaltedProcessorAgainAndAgain() {
        Flat flat = Flat.protectedMode().code(CONTROLLER + """
                mov al, 0x34
                out 0x43, al
                mov al, 100
                out 0x40, al
                xor al, al
                out 0x40, al
                sti
            idle:
                hlt
                cmp ebx, 3
                jb idle
                cli
                hlt
            tick:
                inc ebx
                mov al, 0x20
                out 0x20, al
                iret
            """);
        flat.board.plug(new IntervalTimer(flat.board.controller(), 10));
        flat.gate(0x20, Descriptor.INTERRUPT_GATE, 0, "tick").toHalt();
        assertEquals(3, flat.s.r[3]);
        assertEquals(true, flat.cpu.clock() >= 3000 && flat.cpu.clock() < 3100, () -> "" + flat.cpu.clock());
    }

    @Test
    void theSerialPortSaysWhatIsSentAndInterruptsForWhatArrives() {
        Flat flat = Flat.protectedMode().code(CONTROLLER + """
                mov dx, 0x3f9
                mov al, 1
                out dx, al
                mov esi, offset text
                mov ecx, 5
                mov dx, 0x3f8
                rep outsb
                sti
                hlt
                cli
                hlt
            arrived:
                mov dx, 0x3f8
                in al, dx
                mov bl, al
                mov al, 0x20
                out 0x20, al
                iret
            text:
                .ascii "hello"
            """);
        SerialPort serial = flat.board.plug(new SerialPort(flat.board.controller(), 0x3F8));
        flat.gate(0x24, Descriptor.INTERRUPT_GATE, 0, "arrived").toHalt();
        assertEquals("hello", serial.sent());
        serial.receive("x");
        flat.toHalt();
        assertEquals('x', flat.s.r[3] & 0xFF);
    }

    @Test
    void theDiskReadsAndWritesSectors() {
        Flat flat = Flat.protectedMode().code(CONTROLLER + """
                mov al, 2
                mov dx, 0x1f2
                out dx, al
                mov al, 7
                inc dx
                out dx, al
                xor al, al
                inc dx
                out dx, al
                inc dx
                out dx, al
                mov al, 0xe0
                inc dx
                out dx, al
                mov al, 0x20
                inc dx
                out dx, al
                mov edi, 0x20000
                mov ebx, 2
            sector:
                sti
                hlt
                mov ecx, 128
                mov dx, 0x1f0
                rep insd
                dec ebx
                jnz sector
                cli
                hlt
            ready:
                mov dx, 0x1f7
                in al, dx
                mov al, 0x20
                out 0xa0, al
                out 0x20, al
                iret
            """);
        Disk disk = flat.board.plug(new Disk(flat.board.controller(), 100, 1000));
        disk.sector(7, "seven".getBytes(StandardCharsets.US_ASCII));
        disk.sector(8, "eight".getBytes(StandardCharsets.US_ASCII));
        flat.gate(0x2E, Descriptor.INTERRUPT_GATE, 0, "ready").toHalt();
        assertEquals(2, disk.sectorsRead());
        assertEquals('s', flat.word(0x2_0000, 1));
        assertEquals('e', flat.word(0x2_0200, 1));
    }

    @Test
    void theCardSendsAndReceivesFrames() {
        List<byte[]> wire = new ArrayList<>();
        Flat flat = Flat.protectedMode().code("""
                mov dx, 0x300
                mov eax, 0x44434241
                out dx, eax
                inc dx
                mov al, 1
                out dx, al
                inc dx
                in ax, dx
                mov ebx, eax
                mov dx, 0x300
                in ax, dx
                hlt
            """);
        NetworkCard card = flat.board.plug(new NetworkCard(flat.board.controller(), wire::add));
        card.receive(new byte[] {0x5A, 0x5B});
        flat.toHalt();
        assertArrayEquals(new byte[] {0x41, 0x42, 0x43, 0x44}, wire.get(0));
        assertEquals(2, flat.s.r[3] & 0xFFFF);
        assertEquals(0x5B5A, flat.s.r[0] & 0xFFFF);
    }

    /** Everything a board remembers comes back, so that runs from a snapshot are the same. */
    @Test
    void snapshotsOfAMachineRepeatItsRun() {
        Flat flat = Flat.protectedMode().code(CONTROLLER + """
                mov al, 0x34
                out 0x43, al
                mov al, 50
                out 0x40, al
                xor al, al
                out 0x40, al
                sti
                mov dx, 0x3f8
            more:
                inc ecx
                jmp more
            tick:
                mov al, cl
                out dx, al
                mov al, 0x20
                out 0x20, al
                iret
            """);
        flat.board.plug(new IntervalTimer(flat.board.controller(), 7));
        SerialPort serial = flat.board.plug(new SerialPort(flat.board.controller(), 0x3F8));
        flat.gate(0x20, Descriptor.INTERRUPT_GATE, 0, "tick");
        assertEquals(new Stop.Budget(), flat.cpu.run(1000));
        Machine.Snapshot before = flat.machine.snapshot();
        flat.cpu.run(5000);
        String sent = serial.sent();
        long counted = flat.s.r[1];
        flat.machine.restore(before);
        flat.cpu.run(5000);
        assertEquals(sent, serial.sent());
        assertEquals(counted, flat.s.r[1]);
    }

    /** 8259A data sheet, ICW1: with SNGL there is no ICW3. */
    @Test
    void aSingleControllerHasNoThirdWord() {
        InterruptController controller = new InterruptController();
        controller.write(0x20, 1, 0x13);
        for (int word : new int[] {0x40, 1, 0xFE}) {
            controller.write(0x21, 1, word);
        }
        assertEquals(0xFE, controller.read(0x21, 1));
        controller.raise(0);
        assertTrue(controller.requested());
        assertEquals(0x40, controller.acknowledge());
    }
}
