package org.ringlab.bench.processor;

import java.util.Arrays;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.device.DeviceBoard;
import org.ringlab.cpu.device.Machine;
import org.ringlab.cpu.system.Features;

/**
 * A boot sector that goes to protected mode with paging and executes a loop of eleven register and memory instructions; then it asks Bochs
 * to end, and halts.
 */
final class LoopImage {
    /** Instructions of a round. */
    static final int ROUND = 11;

    private static final int BOOT = 0x7C00;
    private static final String TEXT = """
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
                mov es, ax
                mov ss, ax
                mov esp, 0x7000
                mov dword ptr [0x10000], 0x83
                mov eax, cr4
                or eax, 0x10
                mov cr4, eax
                mov eax, 0x10000
                mov cr3, eax
                mov eax, cr0
                or eax, 0x80000000
                mov cr0, eax
                mov esi, 0x20000
                mov ecx, ROUNDS
            again:
                mov eax, [esi]
                add eax, ecx
                mov [esi + 8], eax
                xor edx, eax
                lea ebx, [edx + eax * 2]
                add dword ptr [esi + 16], 3
                cmp ebx, 5
                push eax
                pop edi
                dec ecx
                jnz again
                mov esi, offset text
                mov ecx, 8
                mov edx, 0x8900
                rep outsb
                hlt
            text:
                .ascii "Shutdown"
            table:
                .word 23
                .long gdt
            gdt:
                .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
            """;

    private LoopImage() {}

    /** The 512 bytes for so many rounds. */
    static byte[] sector(long rounds) {
        Assembly assembly = Assembler.assemble(
                TEXT.replace("ROUNDS", Long.toString(rounds)),
                new Assembler.Options(Mode.BITS16, Syntax.INTEL, BOOT, 510));
        if (!assembly.ok()) {
            throw new IllegalStateException(assembly.diagnostics().toString());
        }
        byte[] sector = Arrays.copyOf(assembly.bytes(), 512);
        sector[510] = 0x55;
        sector[511] = (byte) 0xAA;
        return sector;
    }

    /** A machine that was booted and is in the loop. */
    static Cpu started() {
        Machine machine = new Machine(Features.INTEL, 32, new DeviceBoard());
        machine.load(BOOT, sector(0xFFFF_FFFFL));
        Cpu cpu = machine.cpu();
        cpu.state().cs().load(0, 0, 0xFFFF, 0x93);
        cpu.state().rip = BOOT;
        cpu.modeChanged();
        if (!(cpu.run(1000) instanceof Stop.Budget)) {
            throw new IllegalStateException("the image stopped at 0x" + Long.toHexString(cpu.state().rip));
        }
        return cpu;
    }
}
