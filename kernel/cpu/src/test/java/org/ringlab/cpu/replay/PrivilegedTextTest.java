package org.ringlab.cpu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;

/** The machine code of every recorded row, from the text that GNU's disassembler gives it. */
class PrivilegedTextTest {
    private static final String TEXTS = """
                    32 | f4                                         | hlt
                    64 | f4                                         | hlt
                    32 | 0f0113                                     | lgdt [ebx]
                    64 | 0f0113                                     | lgdt [rbx]
                    32 | 0f011b                                     | lidt [ebx]
                    64 | 0f011b                                     | lidt [rbx]
                    32 | 0f00d0                                     | lldt ax
                    64 | 0f00d0                                     | lldt ax
                    32 | 0f00d8                                     | ltr ax
                    64 | 0f00d8                                     | ltr ax
                    32 | 0f01f0                                     | lmsw ax
                    64 | 0f01f0                                     | lmsw ax
                    32 | 0f06                                       | clts
                    64 | 0f06                                       | clts
                    32 | 0f20c0                                     | mov eax, cr0
                    64 | 0f20c0                                     | mov rax, cr0
                    32 | 0f22c0                                     | mov cr0, eax
                    64 | 0f22c0                                     | mov cr0, rax
                    32 | 0f20d0                                     | mov eax, cr2
                    64 | 0f20d0                                     | mov rax, cr2
                    32 | 0f22d0                                     | mov cr2, eax
                    64 | 0f22d0                                     | mov cr2, rax
                    32 | 0f20d8                                     | mov eax, cr3
                    64 | 0f20d8                                     | mov rax, cr3
                    32 | 0f22d8                                     | mov cr3, eax
                    64 | 0f22d8                                     | mov cr3, rax
                    32 | 0f20e0                                     | mov eax, cr4
                    64 | 0f20e0                                     | mov rax, cr4
                    32 | 0f22e0                                     | mov cr4, eax
                    64 | 0f22e0                                     | mov cr4, rax
                    64 | 440f20c0                                   | mov rax, cr8
                    32 | 0f21f8                                     | mov eax, dr7
                    64 | 0f21f8                                     | mov rax, dr7
                    32 | 0f23c0                                     | mov dr0, eax
                    64 | 0f23c0                                     | mov dr0, rax
                    32 | 0f013b                                     | invlpg BYTE PTR [ebx]
                    64 | 0f013b                                     | invlpg BYTE PTR [rbx]
                    32 | 0f09                                       | wbinvd
                    64 | 0f09                                       | wbinvd
                    32 | 0f08                                       | invd
                    64 | 0f08                                       | invd
                    32 | 0f32                                       | rdmsr
                    64 | 0f32                                       | rdmsr
                    32 | 0f30                                       | wrmsr
                    64 | 0f30                                       | wrmsr
                    64 | 0f01f8                                     | swapgs
                    32 | 0f35                                       | sysexit
                    64 | 0f35                                       | sysexit
                    32 | 0f07                                       | sysret
                    64 | 0f07                                       | sysret
                    32 | 660f388203                                 | invpcid eax, [ebx]
                    64 | 660f388203                                 | invpcid rax, [rbx]
                    32 | 0f01d1                                     | xsetbv
                    64 | 0f01d1                                     | xsetbv
                    32 | 0f01c8                                     | monitor
                    64 | 0f01c8                                     | monitor
                    32 | 0f01cb                                     | stac
                    64 | 0f01cb                                     | stac
                    32 | 0f01ca                                     | clac
                    64 | 0f01ca                                     | clac
                    32 | 0faa                                       | rsm
                    64 | 0faa                                       | rsm
                    32 | 0f31                                       | rdtsc
                    64 | 0f31                                       | rdtsc
                    32 | 0f01f9                                     | rdtscp
                    64 | 0f01f9                                     | rdtscp
                    32 | 0f33                                       | rdpmc
                    64 | 0f33                                       | rdpmc
                    32 | 0fa2                                       | cpuid
                    64 | 0fa2                                       | cpuid
                    32 | 0f01d0                                     | xgetbv
                    64 | 0f01d0                                     | xgetbv
                    64 | f30faec0                                   | rdfsbase eax
                    32 | fa                                         | cli
                    64 | fa                                         | cli
                    32 | fb                                         | sti
                    64 | fb                                         | sti
                    32 | e480                                       | in al, 0x80
                    64 | e480                                       | in al, 0x80
                    32 | e484                                       | in al, 0x84
                    64 | e484                                       | in al, 0x84
                    32 | e582                                       | in eax, 0x82
                    64 | e582                                       | in eax, 0x82
                    32 | e680                                       | out 0x80, al
                    64 | e680                                       | out 0x80, al
                    32 | 6c                                         | ins BYTE PTR es:[edi], dx
                    64 | 6c                                         | ins BYTE PTR es:[rdi], dx
                    32 | 9c                                         | pushfd
                    64 | 9c                                         | pushfq
                    32 | 9c812424fffdffff9d                         | pushfd; and DWORD PTR [esp], 0xfffffdff; popfd
                    64 | 9c48812424fffdffff9d                       | pushfq; and QWORD PTR [rsp], 0xfffffffffffffdff; popfq
                    32 | 9c810c24000200009d                         | pushfd; or DWORD PTR [esp], 0x200; popfd
                    64 | 9c48810c24000200009d                       | pushfq; or QWORD PTR [rsp], 0x200; popfq
                    32 | 9c813424003000009d                         | pushfd; xor DWORD PTR [esp], 0x3000; popfd
                    64 | 9c48813424003000009d                       | pushfq; xor QWORD PTR [rsp], 0x3000; popfq
                    32 | 9c812424fffdffff0e6800000100cf             | pushfd; and DWORD PTR [esp], 0xfffffdff; push cs; push 0x10000; iretd
                    64 | 8cd050549c48812424fffdffff8cc850680000010048cf | mov eax, ss; push rax; push rsp; pushfq; and QWORD PTR [rsp], 0xfffffffffffffdff; mov eax, cs; push rax; push 0x10000; iretq
                    32 | 9c813424003000000e6800000100cf             | pushfd; xor DWORD PTR [esp], 0x3000; push cs; push 0x10000; iretd
                    64 | 8cd050549c48813424003000008cc850680000010048cf | mov eax, ss; push rax; push rsp; pushfq; xor QWORD PTR [rsp], 0x3000; mov eax, cs; push rax; push 0x10000; iretq
                    32 | 0f0103                                     | sgdt [ebx]
                    64 | 0f0103                                     | sgdt [rbx]
                    32 | 0f010b                                     | sidt [ebx]
                    64 | 0f010b                                     | sidt [rbx]
                    32 | 0f00c0                                     | sldt eax
                    64 | 0f00c0                                     | sldt eax
                    32 | 0f00c8                                     | str eax
                    64 | 0f00c8                                     | str eax
                    32 | 0f01e0                                     | smsw eax
                    64 | 0f01e0                                     | smsw eax
                    32 | 8cc8                                       | mov eax, cs
                    64 | 8cc8                                       | mov eax, cs
                    32 | 0e                                         | push cs
                    64 | 8cc850                                     | mov eax, cs; push rax
                    32 | 0f02c1                                     | lar eax, ecx
                    64 | 0f02c1                                     | lar eax, ecx
                    32 | 0f03c1                                     | lsl eax, ecx
                    64 | 0f03c1                                     | lsl eax, ecx
                    32 | 0f00e1                                     | verr cx
                    64 | 0f00e1                                     | verr cx
                    32 | 0f00e9                                     | verw cx
                    64 | 0f00e9                                     | verw cx
                    32 | 8ed8                                       | mov ds, eax
                    64 | 8ed8                                       | mov ds, eax
                    32 | 8ed0                                       | mov ss, eax
                    64 | 8ed0                                       | mov ss, eax
                    32 | cd80                                       | int 0x80
                    64 | cd80                                       | int 0x80
                    32 | cd81                                       | int 0x81
                    64 | cd81                                       | int 0x81
                    32 | cd82                                       | int 0x82
                    64 | cd82                                       | int 0x82
                    32 | cd83                                       | int 0x83
                    64 | cd83                                       | int 0x83
                    32 | cc                                         | int3
                    64 | cc                                         | int3
                    32 | f1                                         | int1
                    64 | f1                                         | int1
                    32 | cd0d                                       | int 0xd
                    64 | cd0d                                       | int 0xd
                    32 | ce                                         | into
                    32 | ea000001000800                             | jmp 0x8:0x10000
                    32 | 9a000001000800                             | call 0x8:0x10000
                    32 | 9a000001004800                             | call 0x48:0x10000
                    32 | 9a000000008300                             | call 0x83:0x0
                    64 | ff1b                                       | call FWORD PTR [rbx]
                    32 | 6a086800000100cb                           | push 0x8; push 0x10000; retf
                    64 | 6a18680000010048cb                         | push 0x18; push 0x10000; retfq
                    32 | 0f34                                       | sysenter
                    64 | 0f34                                       | sysenter
                    32 | 0f05                                       | syscall
                    64 | 0f05                                       | syscall
                    32 | 0f0b                                       | ud2
                    64 | 0f0b                                       | ud2
                    32 | 31c9f7f1                                   | xor ecx, ecx; div ecx
                    64 | 31c9f7f1                                   | xor ecx, ecx; div ecx
                    32 | 0f01c1                                     | vmcall
                    64 | 0f01c1                                     | vmcall
                    32 | 0f01d9                                     | vmmcall
                    64 | 0f01d9                                     | vmmcall
                    32 | f30fc733                                   | vmxon QWORD PTR [ebx]
                    64 | f30fc733                                   | vmxon QWORD PTR [rbx]
                    32 | 0f01c2                                     | vmlaunch
                    64 | 0f01c2                                     | vmlaunch
                    32 | 0f78c0                                     | vmread eax, eax
                    64 | 0f78c0                                     | vmread rax, rax
                    32 | 0f01d8                                     | vmrun
                    64 | 0f01d8                                     | vmrun
                    32 | 0f01dc                                     | stgi
                    64 | 0f01dc                                     | stgi
                    32 | 0f37                                       | getsec
                    64 | 0f37                                       | getsec
                    """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TEXTS)
    void assemblesToTheBytes(int bits, String bytes, String text) {
        Mode mode = bits == 32 ? Mode.BITS32 : Mode.BITS64;
        Assembly program = Assembler.assemble(text.replace("; ", "\n"), Assembler.Options.of(mode));
        assertEquals(List.of(), program.diagnostics());
        assertEquals(bytes, HexFormat.of().formatHex(program.bytes()));
    }

    /** No row without a text, but MOV to CS, which no assembler writes. */
    @Test
    void coversEveryRow() {
        Set<String> texts = new HashSet<>(Set.of("32 8ec8", "64 8ec8"));
        for (String line : TEXTS.lines().toList()) {
            String[] cells = line.strip().split(" *\\| *", 3);
            texts.add(cells[0] + " " + cells[1]);
        }
        Set<String> without = new TreeSet<>();
        for (String name : PrivilegeCase.names()) {
            for (boolean wide : new boolean[] {false, true}) {
                PrivilegeCase row = PrivilegeCase.of(name);
                String key = row == null
                        ? ""
                        : (wide ? "64 " : "32 ") + HexFormat.of().formatHex(row.bytes(wide, 0x1_0000));
                if (key.length() > 3 && !texts.contains(key)) {
                    without.add(name + ": " + key);
                }
            }
        }
        assertEquals(Set.of(), without);
    }
}
