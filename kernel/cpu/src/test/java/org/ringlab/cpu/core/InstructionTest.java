package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.trap.Trap;

/**
 * What instructions come to, from the pages of SDM vol. 2 that name them (the second column where it isn't the mnemonic's own): results,
 * flags and faults. Flags are letters: C P A Z S O, - for none; those a page leaves undefined are not in the row.
 */
class InstructionTest {
    private static final List<String> REGISTERS = List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di");
    private static final long DATA = 0x2_0000;

    // mode | page | code | before | after | flags looked at = those set
    private static final String RESULTS = """
            32 | ADD | add eax, ecx | ax=7fffffff cx=1 | ax=80000000 | CPAZSO=PASO
            32 | ADD | add al, 1 | ax=12ff | ax=1200 | CPAZSO=CPAZ
            64 | ADD | add eax, ecx | ax=ffffffffffffffff cx=1 | ax=0 | CPAZSO=CPAZ
            32 | ADC | adc eax, ecx | ax=ffffffff cx=ffffffff f=C | ax=ffffffff | CPAZSO=CPAS
            32 | SUB | sub ax, cx | ax=18000 cx=1 | ax=17fff | CPAZSO=PAO
            32 | SBB | sbb eax, ecx | ax=0 cx=ffffffff f=C | ax=0 | CPAZSO=CPAZ
            32 | CMP | cmp eax, ecx | ax=1 cx=2 | ax=1 | CPAZSO=CPAS
            32 | NEG | neg eax | ax=80000000 | ax=80000000 | CPZSO=CPSO
            32 | NEG | neg eax | ax=0 | ax=0 | CPAZSO=PZ
            32 | NOT | not eax | ax=f f=CPAZSO | ax=fffffff0 | CPAZSO=CPAZSO
            32 | INC | inc eax | ax=7fffffff f=C | ax=80000000 | CPAZSO=CPASO
            32 | DEC | dec eax | ax=80000000 | ax=7fffffff | CPAZSO=PAO
            32 | AND | and eax, ecx | ax=f0 cx=0f f=CO | ax=0 | CPZSO=PZ
            32 | OR | or eax, ecx | ax=80000000 cx=1 f=CO | ax=80000001 | CPZSO=S
            32 | XOR | xor eax, eax | ax=5 f=CO | ax=0 | CPZSO=PZ
            32 | TEST | test al, 0x80 | ax=80 | ax=80 | CPZSO=S
            32 | MUL/IMUL | mul ecx | ax=80000000 cx=2 | ax=0 dx=1 | CO=CO
            32 | MUL | mul cl | ax=10 cx=10 | ax=100 | CO=CO
            32 | IMUL | imul ecx | ax=ffffffff cx=ffffffff dx=7 | ax=1 dx=0 | CO=-
            32 | IMUL | imul eax, ecx, 3 | cx=55555555 | ax=ffffffff | CO=CO
            64 | IMUL | imul rax, rcx | ax=8000000000000000 cx=2 | ax=0 | CO=CO
            64 | MUL | mul rcx | ax=ffffffffffffffff cx=ffffffffffffffff | ax=1 dx=fffffffffffffffe | CO=CO
            32 | DIV | div ecx | dx=1 ax=0 cx=2 | ax=80000000 dx=0 | -=-
            32 | DIV | div cl | ax=1ff cx=3 | ax=1aa |
            64 | DIV | div rcx | dx=1 ax=0 cx=3 | ax=5555555555555555 dx=1 | -=-
            32 | IDIV | idiv ecx | dx=ffffffff ax=fffffff9 cx=2 | ax=fffffffd dx=ffffffff | -=-
            64 | IDIV | idiv rcx | dx=ffffffffffffffff ax=8000000000000000 cx=2 | ax=c000000000000000 dx=0 | -=-
            32 | SAL/SAR/SHL/SHR | shl eax, 1 | ax=c0000000 | ax=80000000 | CZSO=CS
            32 | SHL | shl al, 8 | ax=1ff f=- | ax=100 | Z=Z
            32 | SHL | shl eax, cl | ax=3 cx=20 f=CO | ax=3 | CO=CO
            32 | SHR | shr eax, 1 | ax=80000001 | ax=40000000 | CZSO=CO
            32 | SAR | sar eax, 1 | ax=80000001 | ax=c0000000 | CZSO=CS
            64 | SAR | sar rax, 63 | ax=8000000000000000 | ax=ffffffffffffffff | CZS=S
            32 | RCL/RCR/ROL/ROR | rol al, 1 | ax=80 | ax=1 | CO=CO
            32 | ROR | ror ax, 4 | ax=1234 | ax=4123 | C=-
            32 | RCL | rcl eax, 1 | ax=80000000 f=- | ax=0 | CO=CO
            32 | RCR | rcr eax, 1 | ax=1 f=C | ax=80000000 | CO=CO
            32 | RCR | rcr al, 9 | ax=55 f=C | ax=55 | C=C
            32 | SHLD | shld eax, ecx, 8 | ax=12345678 cx=abcdef01 | ax=345678ab | C=-
            32 | SHRD | shrd eax, ecx, 8 | ax=12345678 cx=abcdef01 | ax=1123456 | C=-
            32 | BT | bt eax, 33 | ax=2 | ax=2 | C=C
            32 | BTS | bts eax, ecx | ax=0 cx=1f | ax=80000000 | C=-
            32 | BTR | btr eax, 0 | ax=3 | ax=2 | C=C
            32 | BTC | btc eax, 4 | ax=10 | ax=0 | C=C
            32 | BSF | bsf eax, ecx | cx=50 | ax=4 | Z=-
            32 | BSR | bsr eax, ecx | cx=50 | ax=6 | Z=-
            32 | BSF | bsf eax, ecx | ax=7 cx=0 | ax=7 | Z=Z
            64 | POPCNT | popcnt rax, rcx | cx=ff00ff f=CPASO | ax=10 | CPAZSO=-
            64 | TZCNT | tzcnt eax, ecx | cx=0 | ax=20 | CZ=C
            64 | LZCNT | lzcnt ax, cx | cx=1 | ax=f | CZ=-
            32 | XADD | xadd eax, ecx | ax=1 cx=ffffffff | ax=0 cx=1 | CPAZSO=CPAZ
            32 | CMPXCHG | cmpxchg ecx, edx | ax=5 cx=5 dx=9 | ax=5 cx=9 | Z=Z
            32 | CMPXCHG | cmpxchg ecx, edx | ax=5 cx=6 dx=9 | ax=6 cx=6 | Z=-
            32 | BSWAP | bswap eax | ax=12345678 | ax=78563412 |
            32 | CBW/CWDE/CDQE | cbw | ax=12ff | ax=ffff |
            32 | CWD/CDQ/CQO | cdq | ax=80000000 | dx=ffffffff |
            64 | CWDE | cwde | ax=fffffffffff08000 | ax=ffff8000 |
            32 | MOVSX | movsx eax, cl | cx=80 | ax=ffffff80 |
            32 | MOVZX | movzx eax, ch | cx=8000 | ax=80 |
            64 | MOV (vol. 1 3.4.1.1) | mov eax, ecx | ax=ffffffffffffffff cx=1 | ax=1 |
            64 | MOV (vol. 1 3.4.1.1) | mov ax, cx | ax=ffffffffffffffff cx=1 | ax=ffffffffffff0001 |
            64 | MOVSXD | movsxd rax, ecx | cx=80000000 | ax=ffffffff80000000 |
            32 | XCHG | xchg al, ah | ax=1234 | ax=3412 |
            32 | LEA | lea eax, [ecx + edx*4 - 1] | cx=1 dx=2 | ax=8 |
            64 | LEA | lea eax, [rcx + rcx] | cx=ffffffff | ax=fffffffe |
            32 | SETcc | setb al | f=C | ax=1 |
            32 | CMOVcc | cmovg eax, ecx | ax=1 cx=2 f=SO | ax=2 |
            64 | CMOVcc | cmovz eax, ecx | ax=ffffffffffffffff cx=2 f=- | ax=ffffffff |
            32 | LAHF | lahf | f=CZ | ax=4300 |
            32 | SAHF | sahf | ax=d500 f=O | ax=d500 | CPAZSO=CPAZSO
            32 | DAA | daa | ax=ae f=- | ax=14 | CAZS=CA
            32 | DAS | das | ax=f f=- | ax=9 | CAZS=A
            32 | AAA | aaa | ax=f f=- | ax=105 | CA=CA
            32 | AAS | aas | ax=2ff f=A | ax=109 | CA=CA
            32 | AAM | aam | ax=3f | ax=603 | PZS=P
            32 | AAD | aad | ax=603 | ax=3f | PZS=P
            32 | LOOP | loop end | cx=1 | cx=0 |
            32 | JCXZ | jecxz end | cx=0 | cx=0 |
            32 | PUSH | push esp; pop eax | sp=9000 | ax=9000 sp=9000 |
            32 | POP | push ecx; pop dword ptr [esp] | cx=7 sp=9000 | sp=9000 |
            32 | ENTER/LEAVE | enter 16, 0; leave | bp=77 sp=9000 | bp=77 sp=9000 |
            32 | PUSHA/POPA | pusha; xor eax, eax; popa | ax=5 sp=9000 | ax=5 sp=9000 |
            32 | XLAT | xlatb | ax=2 bx=20000 | ax=33 |
            32 | MOVS | rep movsb | cx=3 si=20000 di=20010 | cx=0 si=20003 di=20013 |
            32 | CMPS | repe cmpsb | cx=3 si=20000 di=20000 | cx=0 | Z=Z
            32 | SCAS | repne scasb | cx=8 di=20000 ax=22 | cx=6 di=20002 | Z=Z
            32 | LODS | lodsw | si=20000 | ax=2211 si=20002 |
            32 | STD | std; lodsb | si=20001 | ax=22 si=20000 |
            32 | CMPXCHG8B | cmpxchg8b [ebx] | bx=20000 ax=44332211 dx=88776655 cx=0 | dx=88776655 | Z=Z
            32 | BOUND | bound ax, [ebx] | ax=3000 bx=20000 | ax=3000 |
            32 | ARPL | arpl ax, cx | ax=8 cx=3 | ax=b | Z=Z
            32 | SMSW | smsw ax | ax=ffff0000 | ax=ffff0011 |
            64 | RDTSC | rdtsc | ax=ffffffffffffffff | dx=0 |
            32 | MOV | mov ds, cx; mov eax, ds | cx=23 | ax=23 |
            32 | PUSH/POP | push fs; pop gs; mov eax, gs | ax=0 | ax=10 |
            32 | PUSHF/POPF | pushfd; pop eax | f=CZ | ax=43 |
            32 | POPF | push 0x8d5; popfd | f=- | sp=9000 | CPAZSO=CPAZSO
            32 | LDS/LES/LFS/LGS/LSS | mov word ptr [ebx + 4], 0x23; les eax, [ebx]; mov ecx, es | bx=20000 | ax=44332211 cx=23 |
            32 | LDS | mov word ptr [ebx + 4], 0x23; lds eax, [ebx]; mov ecx, ds | bx=20000 | ax=44332211 cx=23 |
            32 | LSS | mov word ptr [ebx + 4], 0x10; lss esp, [ebx]; mov ecx, ss | bx=20000 | sp=44332211 cx=10 |
            32 | LFS | mov word ptr [ebx + 4], 0x23; lfs eax, [ebx]; mov ecx, fs | bx=20000 | ax=44332211 cx=23 |
            32 | LGS | mov word ptr [ebx + 4], 0; lgs ax, [ebx + 2]; mov ecx, gs | bx=20000 | ax=4433 cx=0 |
            32 | CLC | clc | f=CPAZSO | | CPAZSO=PAZSO
            32 | STC | stc | f=- | | CPAZSO=C
            32 | CMC | cmc | f=CZ | | CPAZSO=Z
            32 | CLD | std; cld; lodsb | si=20000 | ax=11 si=20001 |
            32 | STI/CLI | sti; nop; cli; pushfd; pop eax | f=- | ax=2 |
            32 | STAC/CLAC | stac; pushfd; pop eax; clac; pushfd; pop ecx | f=- | ax=40002 cx=2 |
            32 | STOS | stosd; mov ecx, [ebx] | ax=5 bx=20000 di=20000 | cx=5 di=20004 |
            32 | STOS | rep stosw | ax=5 cx=2 di=20000 | cx=0 di=20004 |
            32 | IN/OUT | out 0x99, al; in al, 0x99 | ax=1200 | ax=12ff |
            32 | INS/OUTS | rep insb; mov eax, [ebx] | cx=2 dx=99 bx=20000 di=20000 | ax=4433ffff cx=0 di=20002 |
            32 | OUTS | rep outsb | cx=3 dx=99 si=20000 | cx=0 si=20003 |
            32 | Jcc | jg end; inc eax | ax=0 f=SO | ax=0 |
            32 | Jcc | jg end; inc eax | ax=0 f=S | ax=1 |
            32 | JMP | jmp end; inc eax | ax=0 | ax=0 |
            32 | JMP | jmp 0x8:next; next: mov eax, cs | ax=0 | ax=8 |
            32 | CALL/RET | call f; jmp end; f: mov eax, [esp]; ret | sp=9000 | ax=10005 sp=9000 |
            32 | CALL/RET | call 0x8:f; jmp end; f: mov eax, [esp + 4]; retf | sp=9000 | ax=8 sp=9000 |
            32 | RET | push 7; push offset end; ret 4 | sp=9000 | sp=9000 |
            32 | LOOPcc | loope end; inc eax | cx=2 f=- ax=0 | cx=1 ax=1 |
            32 | LOOPcc | loopne end; inc eax | cx=2 f=- ax=0 | cx=1 ax=0 |
            32 | IRET | pushfd; push cs; push offset end; iretd | sp=9000 | sp=9000 |
            64 | IRET | mov rax, rsp; push 0x10; push rax; pushfq; push 8; push offset end; iretq | sp=9000 | sp=9000 ax=9000 |
            32 | NOP | nop; pause | ax=5 f=CO | ax=5 | CPAZSO=CO
            32 | CLFLUSH, fences | clflush [ebx]; lfence; mfence; sfence | bx=20000 f=CO | bx=20000 | CPAZSO=CO
            32 | CPUID | cpuid | ax=0 | ax=d bx=756e6547 cx=6c65746e dx=49656e69 |
            64 | CPUID | cpuid | ax=ffffffff00000000 | ax=d bx=756e6547 |
            64 | RDTSCP | rdtscp | cx=5 dx=5 | cx=0 dx=0 |
            32 | RDMSR/WRMSR | wrmsr; xor eax, eax; rdmsr | cx=174 ax=8 dx=0 | ax=8 dx=0 |
            32 | SGDT/LGDT | sgdt [ebx]; lgdt [ebx]; mov eax, [ebx + 2] | bx=20000 | ax=1000 |
            32 | SIDT/LIDT | sidt [ebx]; lidt [ebx]; mov eax, [ebx] | bx=20000 | ax=20000fff |
            32 | LLDT/SLDT | lldt cx; sldt eax | ax=ffffffff cx=0 | ax=0 |
            32 | STR | str eax | ax=ffffffff | ax=28 |
            32 | LTR | and byte ptr [0x102d], 0xfd; ltr cx; str eax; mov al, [0x102d] | cx=28 ax=0 | ax=8b |
            32 | LMSW (PE stays) | lmsw cx; smsw eax | cx=e | ax=1f |
            32 | CLTS | lmsw cx; clts; smsw eax | cx=9 | ax=11 |
            32 | MOV CR | mov cr2, ecx; mov eax, cr2 | cx=5 | ax=5 |
            64 | MOV CR | mov cr8, rcx; mov rax, cr8 | cx=5 | ax=5 |
            32 | MOV DR | mov dr0, ecx; mov eax, dr0 | cx=5 | ax=5 |
            32 | MOV DR (vol. 3 18.2.4) | mov dr7, ecx; mov eax, dr7 | cx=0 | ax=400 |
            32 | INVLPG, INVD, WBINVD | invlpg [ebx]; invd; wbinvd | bx=20000 f=CO | | CPAZSO=CO
            32 | LAR | lar eax, ecx | cx=10 | ax=cf9300 | Z=Z
            32 | LAR | lar eax, ecx | ax=5 cx=100 | ax=5 | Z=-
            32 | LSL | lsl eax, ecx | cx=28 | ax=67 | Z=Z
            32 | VERR/VERW | verr cx | cx=8 | | Z=Z
            32 | VERW | verw cx | cx=8 | | Z=-
            64 | SWAPGS | mov ecx, 0xc0000102; wrmsr; swapgs; dec ecx; rdmsr | ax=7 dx=0 | ax=7 |
            64 | RDFSBASE/RDGSBASE | mov rax, cr4; bts eax, 16; mov cr4, rax; wrfsbase rcx; rdfsbase rax | cx=77 | ax=77 |
            64 | WRGSBASE | mov rax, cr4; bts eax, 16; mov cr4, rax; wrgsbase rcx; rdgsbase rax | cx=77 | ax=77 |
            64 | CMPXCHG16B | cmpxchg16b [rbx] | bx=20000 ax=1 dx=2 | ax=8877665544332211 dx=0 | Z=-
            64 | CWD/CDQ/CQO | cqo | ax=8000000000000000 | dx=ffffffffffffffff |
            64 | CBW/CWDE/CDQE | cdqe | ax=80000000 | ax=ffffffff80000000 |
            32 | CWD | cwd | ax=8000 dx=10000 | dx=1ffff |
            32 | XSETBV | mov eax, cr4; bts eax, 18; mov cr4, eax; mov eax, 1; xsetbv; xgetbv | cx=0 dx=0 | ax=1 dx=0 |
            32 | SYSENTER/SYSEXIT | mov ecx, 0x174; wrmsr; inc ecx; mov eax, 0x9000; wrmsr; inc ecx; mov eax, offset end; wrmsr; sysenter | ax=8 dx=0 | sp=9000 |
            64 | SYSCALL | mov ecx, 0xc0000080; rdmsr; bts eax, 0; wrmsr; inc ecx; xor eax, eax; mov edx, 8; wrmsr; inc ecx; mov eax, offset end; xor edx, edx; wrmsr; syscall; after: nop | dx=0 | cx=10025 |
            """;

    // mode | page | code | before | ring | the exception
    private static final String FAULTS = """
            32 | DIV | div ecx | cx=0 | 3 | #DE
            32 | DIV | div ecx | ax=0 dx=2 cx=2 | 3 | #DE
            32 | IDIV | idiv ecx | ax=80000000 dx=ffffffff cx=ffffffff | 3 | #DE
            64 | IDIV | idiv rcx | ax=0 dx=8000000000000000 cx=ffffffffffffffff | 3 | #DE
            32 | AAM | aam 0 | ax=5 | 3 | #DE
            32 | BOUND | bound eax, [ebx] | ax=0 bx=20000 | 3 | #BR
            32 | INT3 | int3 | | 0 | #BP
            32 | INTO | into | f=O | 0 | #OF
            32 | UD | ud2 | | 3 | #UD
            64 | (vol. 1 3.3.7.1) | mov eax, [rbx] | bx=800000000000 | 3 | #GP(0x0)
            64 | (vol. 1 3.3.7.1) | mov eax, [rsp] | sp=800000000000 | 3 | #SS(0x0)
            64 | JMP | jmp rax | ax=800000000000 | 3 | #GP(0x0)
            32 | MOV | mov ds, ax | ax=8 | 3 | #GP(0x8)
            32 | MOV | mov ds, ax | ax=100 | 0 | #GP(0x100)
            32 | MOV | mov ss, ax | ax=0 | 0 | #GP(0x0)
            32 | MOV (null DS, vol. 3 5.4.1) | mov ds, ax; mov eax, [ebx] | ax=0 bx=20000 | 3 | #GP(0x0)
            32 | MOV (code isn't written) | mov ds, ax; mov [ebx], eax | ax=1b bx=20000 | 3 | #GP(0x0)
            32 | JMP | jmp 0x10:0 | | 0 | #GP(0x10)
            32 | RET | push 0x8; push 0; retf | | 3 | #GP(0x8)
            32 | IRET | push 2; push 0x8; push 0; iretd | | 3 | #GP(0x8)
            32 | LLDT | lldt ax | ax=10 | 0 | #GP(0x10)
            32 | LTR | ltr ax | ax=28 | 0 | #GP(0x28)
            32 | MOV CR | mov cr0, eax | ax=80000000 | 0 | #GP(0x0)
            32 | MOV CR | mov cr0, eax | ax=20000001 | 0 | #GP(0x0)
            32 | MOV CR | mov cr4, eax | ax=80000000 | 0 | #GP(0x0)
            64 | MOV CR | mov cr4, rax | ax=0 | 0 | #GP(0x0)
            64 | MOV CR | mov cr3, rax | ax=4000000000000000 | 0 | #GP(0x0)
            64 | MOV CR | mov cr0, rax | ax=100000001 | 0 | #GP(0x0)
            32 | MOV DR | mov eax, dr7 | | 3 | #GP(0x0)
            64 | MOV DR | mov dr7, rax | ax=100000000 | 0 | #GP(0x0)
            32 | WRMSR | wrmsr | cx=c0000080 ax=400000 dx=0 | 0 | #GP(0x0)
            64 | WRMSR | wrmsr | cx=c0000082 dx=80000000 ax=0 | 0 | #GP(0x0)
            64 | WRMSR | wrmsr | cx=277 ax=2 dx=0 | 0 | #GP(0x0)
            32 | RDMSR | rdmsr | cx=10 | 3 | #GP(0x0)
            32 | CLI | cli | | 3 | #GP(0x0)
            32 | HLT | hlt | | 3 | #GP(0x0)
            32 | IN | in al, 0x80 | | 3 | #GP(0x0)
            32 | SYSEXIT | sysexit | | 0 | #GP(0x0)
            32 | SYSCALL | syscall | | 3 | #UD
            64 | SYSCALL | syscall | | 3 | #UD
            32 | XGETBV | xgetbv | cx=0 | 0 | #UD
            32 | VMXON | vmxon [ebx] | bx=20000 | 0 | #UD
            32 | VMCALL | vmcall | | 0 | #UD
            64 | CMPXCHG16B | cmpxchg16b [rbx] | bx=20008 | 3 | #GP(0x0)
            32 | INT n | int 5 | | 3 | int 0x5
            32 | INT1 | int1 | | 3 | #DB
            32 | UD | ud0 eax, ecx | | 0 | #UD
            32 | UD | ud1 eax, ecx | | 0 | #UD
            32 | LGDT | lgdt [ebx] | bx=20000 | 3 | #GP(0x0)
            32 | LIDT | lidt [ebx] | bx=20000 | 3 | #GP(0x0)
            64 | LGDT (base isn't canonical) | lgdt [rbx] | bx=20000 | 0 | #GP(0x0)
            32 | LLDT | lldt ax | ax=0 | 3 | #GP(0x0)
            32 | LTR | ltr ax | ax=0 | 0 | #GP(0x0)
            32 | LMSW | lmsw ax | ax=1 | 3 | #GP(0x0)
            32 | CLTS | clts | | 3 | #GP(0x0)
            32 | STI | sti | | 3 | #GP(0x0)
            32 | STAC | stac | | 3 | #UD
            32 | CLAC | clac | | 3 | #UD
            32 | OUT | out dx, eax | dx=80 | 3 | #GP(0x0)
            32 | INS | insb | dx=80 di=20000 | 3 | #GP(0x0)
            32 | OUTS | outsb | dx=80 si=20000 | 3 | #GP(0x0)
            32 | INVLPG | invlpg [ebx] | bx=20000 | 3 | #GP(0x0)
            32 | INVD | invd | | 3 | #GP(0x0)
            32 | WBINVD | wbinvd | | 3 | #GP(0x0)
            32 | INVPCID | invpcid eax, [ebx] | ax=4 bx=20000 | 0 | #GP(0x0)
            32 | INVPCID | invpcid eax, [ebx] | ax=2 bx=20000 | 3 | #GP(0x0)
            32 | RDPMC | rdpmc | cx=0 | 3 | #GP(0x0)
            32 | MOV CR | mov eax, cr0 | | 3 | #GP(0x0)
            32 | MOV DR | mov dr7, eax | | 3 | #GP(0x0)
            32 | MOV DR (CR4.DE, vol. 3 18.2.2) | mov eax, 8; mov cr4, eax; mov ecx, dr4 | | 0 | #UD
            32 | SYSENTER | sysenter | | 3 | #GP(0x0)
            64 | SYSRET | sysret | | 0 | #UD
            64 | SWAPGS | swapgs | | 3 | #GP(0x0)
            64 | RDFSBASE | rdfsbase rax | | 0 | #UD
            64 | RDGSBASE | rdgsbase rax | | 0 | #UD
            64 | WRFSBASE | wrfsbase rax | | 0 | #UD
            64 | WRGSBASE | wrgsbase rax | | 0 | #UD
            32 | MONITOR | monitor | ax=20000 | 3 | #UD
            32 | MWAIT | mwait | | 3 | #UD
            32 | XSETBV | xsetbv | cx=0 | 0 | #UD
            32 | RSM | rsm | | 0 | #UD
            32 | GETSEC | getsec | ax=0 | 0 | #UD
            32 | VMLAUNCH/VMRESUME | vmlaunch | | 0 | #UD
            32 | VMRESUME | vmresume | | 0 | #UD
            32 | VMXOFF | vmxoff | | 0 | #UD
            32 | VMREAD | vmread eax, ecx | | 0 | #UD
            32 | VMWRITE | vmwrite eax, ecx | | 0 | #UD
            32 | VMPTRLD | vmptrld [ebx] | bx=20000 | 0 | #UD
            32 | VMPTRST | vmptrst [ebx] | bx=20000 | 0 | #UD
            32 | VMCLEAR | vmclear [ebx] | bx=20000 | 0 | #UD
            32 | INVEPT | invept eax, [ebx] | bx=20000 | 0 | #UD
            32 | INVVPID | invvpid eax, [ebx] | bx=20000 | 0 | #UD
            32 | VMFUNC | vmfunc | | 0 | #UD
            32 | VMMCALL (APM vol. 3) | vmmcall | | 0 | #UD
            32 | VMRUN (APM vol. 3) | vmrun | | 0 | #UD
            32 | VMLOAD (APM vol. 3) | vmload | | 0 | #UD
            32 | VMSAVE (APM vol. 3) | vmsave | | 0 | #UD
            32 | STGI (APM vol. 3) | stgi | | 0 | #UD
            32 | CLGI (APM vol. 3) | clgi | | 0 | #UD
            32 | SKINIT (APM vol. 3) | skinit | | 0 | #UD
            32 | INVLPGA (APM vol. 3) | invlpga | | 0 | #UD
            64 | PUSHA | db 0x60 | | 3 | #UD
            64 | POPA | db 0x61 | | 3 | #UD
            64 | DAA | db 0x27 | | 3 | #UD
            64 | INTO | db 0xce | | 3 | #UD
            64 | PUSH (ES) | db 0x06 | | 3 | #UD
            32 | LOCK (vol. 3 9.1.2.2) | db 0xf0, 0x90 | | 3 | #UD
            32 | LEA | db 0x8d, 0xc0 | | 3 | #UD
            32 | (vol. 3 7.8.1: 15 bytes) | db 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90 | | 3 | #GP(0x0)
            """;

    @Test
    void everyInstructionOfTheSubsetHasARow() {
        Set<Op> missing = EnumSet.allOf(Op.class);
        rows(RESULTS + FAULTS).forEach(row -> missing.removeAll(ops(row)));
        assertEquals(Set.of(), missing);
    }

    private static Set<Op> ops(List<String> row) {
        Mode mode = row.get(0).equals("32") ? Mode.BITS32 : Mode.BITS64;
        byte[] bytes =
                Assembler.assemble(source(row), Assembler.Options.of(mode)).bytes();
        Set<Op> ops = EnumSet.noneOf(Op.class);
        int at = 0;
        while (at < bytes.length) {
            int from = at;
            Code code = offset -> from + offset < bytes.length ? bytes[from + offset] & 0xFF : Code.NOTHING;
            if (!(Decoder.decode(code, mode) instanceof Decoded.Ok ok)) {
                break;
            }
            ops.add(ok.instruction().op());
            at += ok.instruction().length();
        }
        return ops;
    }

    private static String source(List<String> row) {
        return row.get(2).replace("; ", "\n") + "\nend: hlt";
    }

    static Stream<List<String>> results() {
        return rows(RESULTS);
    }

    static Stream<List<String>> faults() {
        return rows(FAULTS);
    }

    private static Stream<List<String>> rows(String table) {
        return table.lines()
                .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList());
    }

    @ParameterizedTest
    @MethodSource("results")
    void comesTo(List<String> row) {
        Flat flat = prepared(row, 0);
        flat.toHalt();
        for (String word : row.get(4).split(" ")) {
            if (!word.isEmpty()) {
                String[] pair = word.split("=");
                assertEquals(pair[1], Long.toHexString(flat.s.r[REGISTERS.indexOf(pair[0])]), row + ": " + pair[0]);
            }
        }
        String flags = row.get(5);
        if (!flags.isEmpty() && !flags.startsWith("-")) {
            String looked = flags.substring(0, flags.indexOf('='));
            assertEquals(
                    flags(flags.substring(looked.length() + 1)), flat.s.flags.get() & flags(looked), row + ": flags");
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faults(List<String> row) {
        Flat flat = prepared(row, Integer.parseInt(row.get(4)));
        Optional<Trap> met = Optional.empty();
        for (int vector = 0; vector < 32; vector++) {
            flat.gate(vector, 14, 3, "end");
        }
        flat.events.clear();
        flat.cpu.run(10);
        for (CpuEvent event : flat.events) {
            if (event instanceof CpuEvent.Trapped trapped && met.isEmpty()) {
                met = Optional.of(trapped.trap());
            }
        }
        assertEquals(row.get(5), met.map(Trap::text).orElse("none"), row::toString);
    }

    /** Whether all bytes are canonical comes before how they are aligned: as a real processor does. */
    @ParameterizedTest
    @CsvSource({"7fffffffffff, #GP(0x0)", "800000000001, #GP(0x0)", "20001, #AC(0x0)", "20000, none"})
    void anAddressIsCanonicalBeforeItIsAligned(String address, String fault) {
        Flat flat = Flat.longMode().code("rcl dword ptr [rbx], 1\nend: hlt");
        flat.cpu.mmu().load(flat.cpu.mmu().control().withCr0(flat.cpu.cr0() | Cr0.AM));
        flat.s.r[3] = Long.parseUnsignedLong(address, 16);
        flat.s.flags.set(Flag.AC);
        flat.ring(3);
        flat.gate(17, 14, 3, "end").gate(13, 14, 3, "end");
        flat.events.clear();
        flat.cpu.step();
        String met = flat.events.stream()
                .filter(event -> event instanceof CpuEvent.Trapped)
                .map(event -> ((CpuEvent.Trapped) event).trap().text())
                .findFirst()
                .orElse("none");
        assertEquals(fault, met);
    }

    private static Flat prepared(List<String> row, int ring) {
        Flat flat = row.get(0).equals("32") ? Flat.protectedMode() : Flat.longMode();
        flat.code(source(row));
        flat.ring(ring);
        for (int n = 0; n < 8; n++) {
            flat.word(DATA + n, 1, 0x11 * (n + 1));
        }
        for (String word : row.get(3).split(" ")) {
            String[] pair = word.split("=");
            if (pair[0].equals("f")) {
                flat.s.flags.set(flags(pair[1]));
            } else if (!pair[0].isEmpty()) {
                flat.s.r[REGISTERS.indexOf(pair[0])] = Long.parseUnsignedLong(pair[1], 16);
            }
        }
        return flat;
    }

    private static long flags(String letters) {
        long flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= switch (letter) {
                case 'C' -> Flag.CF;
                case 'P' -> Flag.PF;
                case 'A' -> Flag.AF;
                case 'Z' -> Flag.ZF;
                case 'S' -> Flag.SF;
                case 'O' -> Flag.OF;
                default -> 0;
            };
        }
        return flags;
    }
}
