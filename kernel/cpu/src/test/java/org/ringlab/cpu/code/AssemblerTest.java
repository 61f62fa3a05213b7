package org.ringlab.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;

class AssemblerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mvo eax, 1             | assembly-mnemonic  1:1: there is no instruction 'mvo' (did you mean mov?)
                    movl eax, ebx          | assembly-mnemonic  1:1: there is no instruction 'movl' (it is AT&T's; write .att_syntax first, or Intel's mnemonic without the letter for the size)
                    movaps xmm0, xmm1      | assembly-mnemonic  1:1: not simulated: movaps (SSE)
                    rdrand eax             | assembly-mnemonic  1:1: not simulated: rdrand (RDRAND and the like)
                    xsave [eax]            | assembly-mnemonic  1:1: not simulated: xsave (FXSAVE, XSAVE and the like)
                    movbe eax, [ebx]       | assembly-mnemonic  1:1: not simulated: movbe (SSE and later extensions)
                    start mov eax, 1       | assembly-mnemonic  1:1: there is no instruction 'start' (a label ends with a colon: start:)
                    resd 4                 | assembly-mnemonic  1:1: there is no instruction 'resd' (.space N reserves N bytes)
                    mov eax, bl            | assembly-size      1:5: register sizes differ: eax has 4 bytes, bl 1 (movzx or movsx widens a value)
                    movb %eax, %ebx        | assembly-size      1:12: movb works on 1 byte, ebx has 4 (use bl)
                    mov cr3, ax            | assembly-operand   1:10: `mov cr3` needs a 32-bit register, ax has 16 bits (use eax)
                    mov cr3, 5             | assembly-operand   1:10: `mov cr3` works with a general register only (load the value into eax first)
                    mov cr1, eax           | assembly-operand   1:5: there is no register cr1 here (cr0, cr2, cr3, cr4; cr8 in 64-bit code; dr0 to dr7)
                    mov ds, 5              | assembly-operand   1:9: a segment register can't be loaded with a value directly (mov ax, value first, then mov ds, ax)
                    mov cs, ax             | assembly-operand   1:5: cs can't be loaded by mov (a far jmp, call, ret or iret loads it)
                    mov [eax], [ebx]       | assembly-operand   1:1: no instruction has two operands in memory (but string instructions) (load one into a register first)
                    mov [eax], 1           | assembly-size      1:1: nothing tells how many bytes of memory are meant (write byte ptr, word ptr, dword ptr or qword ptr before the [)
                    add 5, eax             | assembly-operand   1:5: a value can't be the destination of add (the destination comes first)
                    jmp                    | assembly-operand   1:1: jmp takes 1 operand, here are 0 (jmp label / register or memory / selector:offset / memory (destination first))
                    mov al, 300            | assembly-range     1:9: 0x12c doesn't fit into 1 byte
                    add eax, 0x1ffffffff   | assembly-range     1:10: 0x1ffffffff doesn't fit into 4 bytes
                    mov rax, 1             | assembly-operand   1:5: rax exists in 64-bit code only (.code64)
                    swapgs                 | assembly-operand   1:1: this doesn't exist in 32-bit code (it does in 64-bit code: .code64)
                    mov eax, [eax+ebx*3]   | assembly-address   1:10: an index can be multiplied by 1, 2, 4 or 8, not by 3
                    mov ax, [cx]           | assembly-address   1:9: 16-bit addresses are made of bx or bp, plus si or di ([bx+si], [bp+di+4], [si], [bx])
                    mov eax, [eax+bx]      | assembly-address   1:10: the registers of an address must be of one size: eax and bx aren't
                    mov eax, [rip+4]       | assembly-address   1:10: rip-relative addresses exist in 64-bit code only
                    lock mov eax, ebx      | assembly-operand   1:1: LOCK is allowed only where memory is read, changed and written back
                    rep nop                | assembly-operand   1:1: rep and repne are for string instructions (movs, stos, lods, cmps, scas, ins, outs)
                    mov eax, lable; label: | assembly-label     1:10: there is no label or constant 'lable' (define it with lable: or lable = value)
                    foo: foo: nop          | assembly-label     1:6: 'foo' is already defined (the first one is in line 1)
                    eax: nop               | assembly-label     1:1: 'eax' is a register and can't be a label
                    x = x+1                |
                    mov eax, 1/0           | assembly-label     1:10: division by zero
                    mov eax， 1            | assembly-character 1:8: '，' is a full-width character (U+FF0C) (write ,)
                    mov eax, [eax          | assembly-syntax    1:14: a ] is missing
                    mov eax, 5 6           | assembly-syntax    1:12: '6' is too much here (operands are separated by commas; one statement a line)
                    mov eax,               | assembly-syntax    1:9: after the comma an operand is missing
                    mov eax, 0b12          | assembly-number    1:10: '0b12' is no number of at most 64 bits (write 42, 0x2a, 2ah, 052 or 0b101010)
                    .byte 256              | assembly-range     1:7: 0x100 doesn't fit into 1 byte
                    .bite 5                | assembly-directive 1:1: there is no directive .bite here (did you mean .byte?)
                    .align 3               | assembly-range     1:1: can't align to 3 (a power of two)
                    .space 2000000         | assembly-limit     1:1: the image gets larger than 1048576 bytes
                    times 99999999 db 0    | assembly-range     1:1: repeated 99999999 times (0 to 1048576)
                    .org -5                | assembly-range     1:1: an address of -5 (it can't be negative)
                    enter 70000, 1         | assembly-range     1:7: 0x11170 doesn't fit into 2 bytes
                    ret 70000              | assembly-range     1:5: 0x11170 doesn't fit into 2 bytes
                    call 1b                | assembly-label     1:6: there is no label 1: before this
                    jmp 1f                 | assembly-label     1:5: there is no label 1: behind this
                    movl eax, %ebx         | assembly-label     1:6: there is no label or constant 'eax' (did you mean %eax?)
                    testl %eax             | assembly-operand   1:1: testl takes 2 operands, here is 1 (testl register of 1 byte, register or memory of 1 byte / register, register or memory / value, al / value, al, ax or eax / value, register or memory of 1 byte (destination last))
                    movzwl %al, %ebx       | assembly-operand   1:8: movzwl doesn't take these operands: al, ebx (movzwl register or memory of 1 byte, register / register or memory of 2 bytes, register (destination last))
                    """)
    void errorsSayWhereWhatAndWhatToDo(String line, String expected) {
        Assembly assembly = Assembler.assemble(line, Assembler.Options.of(Mode.BITS32));
        List<String> told = assembly.diagnostics().stream()
                .map(d -> d.code() + " " + d.text().replace(" | ", " / "))
                .toList();
        assertEquals(
                expected == null ? List.of() : List.of(expected.replaceFirst(" +", " ")),
                told.stream().limit(1).toList());
        assertEquals(expected == null, assembly.ok());
        assertEquals(0, assembly.bytes().length);
    }

    @Test
    void aBranchThatIsTooFarSaysHowFar() {
        Assembly assembly = assemble(Mode.BITS16, "loop far_away", ".space 300", "far_away:");
        assertEquals(
                List.of("1:6: the target 0x12e is 302 bytes away; loop reaches 127 forwards and 128 back"
                        + " (jump round a jmp, or use a conditional jump)"),
                assembly.diagnostics().stream().map(Diagnostic::text).toList());
    }

    /** {@code short} is a wish, not a habit: what it can't reach is an error, and without it the branch grows. */
    @Test
    void aBranchThatHasToBeShortSaysSo() {
        assertEquals(
                List.of("1:5: the target 0xca is 202 bytes away; short reaches 127 forwards and 128 back"
                        + " (leave short out)"),
                assemble(Mode.BITS32, "jmp short far_away", ".space 200", "far_away:").diagnostics().stream()
                        .map(Diagnostic::text)
                        .toList());
        assertEquals(
                205,
                assemble(Mode.BITS32, "jmp far_away", ".space 200", "far_away:").bytes().length);
        assertEquals(3, assemble(Mode.BITS32, "jmp short near", "nop", "near:").bytes().length);
    }

    @Test
    void aBootSectorInThreeModesHasItsListing() {
        Assembly assembly = assemble(
                Mode.BITS16,
                "        .org 0x7c00",
                "start:  mov eax, cr0            # protected mode",
                "        or eax, 1",
                "        mov cr0, eax",
                "        jmp 0x08:protected",
                "        .code32",
                "protected:",
                "        mov esi, offset message ; its address",
                "1:      lodsb",
                "        test al, al",
                "        jz 2f",
                "        out 0xe9, al",
                "        jmp 1b",
                "2:      hlt",
                "        jmp 2b",
                "message: db 'hi', 10, 0",
                "size = . - message",
                "        .align 4",
                "        .long size, message",
                "        .org 510",
                "        .word 0xaa55");
        assertEquals(List.of(), assembly.diagnostics());
        assertEquals(0x7C00, assembly.address());
        assertEquals(512, assembly.bytes().length);
        assertEquals(4L, assembly.labels().get("size"));
        assertEquals("""
                7c00  0f 20 c0                    2  start:  mov eax, cr0            # protected mode
                7c03  66 83 c8 01                 3  or eax, 1
                7c07  0f 22 c0                    4  mov cr0, eax
                7c0a  ea 0f 7c 08 00              5  jmp 0x08:protected
                7c0f  be 20 7c 00 00              8  mov esi, offset message ; its address
                7c14  ac                          9  1:      lodsb
                7c15  84 c0                      10  test al, al
                7c17  74 04                      11  jz 2f
                7c19  e6 e9                      12  out 0xe9, al
                7c1b  eb f7                      13  jmp 1b
                7c1d  f4                         14  2:      hlt
                7c1e  eb fd                      15  jmp 2b
                7c20  68 69 0a 00                16  message: db 'hi', 10, 0
                7c24  04 00 00 00 20 7c 00 00    19  .long size, message
                7c2c  00 00 00 00 00 00 00 00    20  .org 510
                7c34  00 00 00 00 00 00 00 00
                7c3c  00 00 00 00 00 00 00 00
                7c44  00 00 00 00 00 00 00 00
                      … 466 bytes
                7dfe  55 aa                      21  .word 0xaa55
                """, assembly.listing());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mov eax, dword ptr fs:[ebx+ecx*4-8]     | movl %fs:-8(%ebx,%ecx,4), %eax
                    lea eax, table[ebx*2+1]; table = 64     | leal 65(,%ebx,2), %eax
                    push 5                                  | push $5
                    jmp dword ptr [eax]                     | jmp *(%eax)
                    call fword ptr [eax]                    | lcall *(%eax)
                    movzx eax, byte ptr [ebx]               | movzbl (%ebx), %eax
                    enter 8, 1                              | enter $8, $1
                    shl dword ptr [ebx], cl                 | shll %cl, (%ebx)
                    rep movsd                               | rep movsl
                    out dx, al                              | outb %al, (%dx)
                    """)
    void bothSyntaxesSayTheSame(String intel, String att) {
        String definition =
                intel.contains(";") ? intel.substring(intel.indexOf(';') + 1).strip() : "";
        String text = intel.contains(";") ? intel.substring(0, intel.indexOf(';')) : intel;
        assertEquals(hex(assemble(Mode.BITS32, text, definition)), hex(assemble(Mode.BITS32, ".att_syntax", att)));
    }

    @Test
    void theSyntaxIsFoundOut() {
        assertEquals(Syntax.ATT, Assembler.syntaxOf("nop\nmov %eax, %ebx"));
        assertEquals(Syntax.ATT, Assembler.syntaxOf("int $0x80"));
        assertEquals(Syntax.INTEL, Assembler.syntaxOf("mov eax, 5 % 3\njmp $"));
        assertEquals(Syntax.INTEL, Assembler.syntaxOf("times 510-($-$$) db 0 # 50% $5"));
    }

    @Test
    void aLabelByItselfIsMemoryAndThatIsSaid() {
        Assembly assembly = assemble(Mode.BITS32, "mov eax, x", "x: .long 5");
        assertTrue(assembly.ok());
        assertEquals("a1" + "05000000" + "05000000", hex(assembly));
        assertEquals(
                Diagnostic.Severity.WARNING, assembly.diagnostics().getFirst().severity());
        assertEquals(Map.of("x", 5L), assembly.labels());
    }

    @Test
    void scrambledProgramsAreAnswered() {
        List<String> words = List.of(
                "mov",
                "eax",
                ",",
                "[",
                "]",
                "(",
                ")",
                "1",
                "x",
                ":",
                "%eax",
                "$",
                ".org",
                ".space",
                "=",
                "-",
                "*4",
                "\n",
                "jmp",
                "1f",
                "1:",
                "'a",
                "\"",
                "0x",
                "dword ptr",
                "rep",
                "lock",
                ".align",
                "times",
                "db",
                "far",
                "，",
                "push",
                "offset",
                "+",
                "~",
                "<<",
                "es:",
                ".equ",
                "/*",
                "cr0",
                ".code64",
                "rip",
                "\t",
                "99999999999");
        Random random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = random.nextInt(30); w >= 0; w--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
            }
            Assembly assembly = Assembler.assemble(text.toString(), Assembler.Options.of(Mode.BITS32));
            assertTrue(assembly.ok() || assembly.bytes().length == 0, text.toString());
        }
    }

    private static Assembly assemble(Mode mode, String... lines) {
        return Assembler.assemble(String.join("\n", lines), Assembler.Options.of(mode));
    }

    private static String hex(Assembly assembly) {
        assertTrue(assembly.ok(), assembly.diagnostics().toString());
        return HexFormat.of().formatHex(assembly.bytes());
    }

    /** Selectors in registers of any size, as GNU as takes them; and what it refuses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32 | lar eax, ecx  | 0f02c1",
                "32 | lar eax, cx   | 0f02c1",
                "32 | lar ax, cx    | 660f02c1",
                "32 | lsl eax, ecx  | 0f03c1",
                "64 | lar rax, rcx  | 480f02c1",
                "64 | lar rax, cx   | 480f02c1",
                "64 | lsl eax, ecx  | 0f03c1",
                "32 | lar eax, word ptr [ecx] | 0f0201",
                "32 | lar eax, [ecx] | 0f0201",
                "32 | lar eax, dword ptr [ecx] | ",
                "32 | str eax       | 0f00c8",
                "32 | str ax        | 660f00c8",
                "32 | smsw ax       | 660f01e0",
                "32 | mov ds, eax   | 8ed8",
                "32 | mov ds, ax    | 8ed8",
                "64 | mov ds, eax   | 8ed8",
                "32 | mov eax, ds   | 8cd8",
                "32 | verr ecx      | ",
                "32 | verw ecx      | ",
                "32 | lldt ecx      | ",
                "32 | ltr ecx       | ",
                "32 | lmsw ecx      | ",
                "32 | sldt dword ptr [ecx] | ",
                "32 | arpl ecx, eax | "
            })
    void selectorsAreTakenAsBinutilsTakesThem(int bits, String text, String bytes) {
        Assembly assembly = Assembler.assemble(text, Assembler.Options.of(bits == 32 ? Mode.BITS32 : Mode.BITS64));
        String found = assembly.ok() ? HexFormat.of().formatHex(assembly.bytes()) : null;
        assertEquals(bytes, found, () -> assembly.diagnostics().toString());
    }
}
