package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
            """;

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

    private static Flat prepared(List<String> row, int ring) {
        Flat flat = row.get(0).equals("32") ? Flat.protectedMode() : Flat.longMode();
        flat.code(row.get(2).replace("; ", "\n") + "\nend: hlt");
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
