package org.ringlab.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.cpu.code.Operand.FarPtr;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.Rel;

class TextTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsPrintedAssemblesToTheSameInstruction(Mode mode) {
        for (Syntax syntax : Syntax.values()) {
            RandomCode random = new RandomCode(3);
            for (int i = 0; i < 4_000; i++) {
                Instruction instruction = random.instruction(mode);
                String text = Sameness.text(instruction, mode, syntax);
                Assembly assembly = Assembler.assemble(text, new Assembler.Options(mode, syntax, 0, 64));
                assertEquals(List.of(), assembly.diagnostics(), text + " " + instruction);
                Decoded decoded = Decoder.decode(Code.of(assembly.bytes(), 0), mode);
                boolean same = decoded instanceof Decoded.Ok ok
                        && ok.instruction().length() == assembly.bytes().length
                        && Sameness.same(ok.instruction(), instruction);
                assertTrue(same, text + ": " + decoded + ", was " + instruction);
            }
        }
    }

    /**
     * Ours and GNU's bytes for the same text, in slots; equal, or of equal length and the same instruction when decoded.
     * That GNU as takes what the disassembler prints, and makes that instruction of it, is the same test.
     */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void gnuAsMakesTheSameBytesOfTheSameText(Mode mode) throws IOException {
        assumeTrue(Binutils.installed(), "binutils (as, objcopy) aren't installed");
        for (Syntax syntax : Syntax.values()) {
            RandomCode random = new RandomCode(4);
            List<Instruction> instructions = new ArrayList<>();
            while (instructions.size() < 2000) {
                Instruction instruction = random.instruction(mode);
                if (gnuCanSay(instruction, mode)) {
                    instructions.add(instruction);
                }
            }
            List<String> lines = instructions.stream()
                    .map(instruction -> Sameness.text(instruction, mode, syntax))
                    .toList();
            Binutils.Result gnu = Binutils.assemble(lines, mode, syntax);
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Assembly ours = Assembler.assemble(lines.get(i), new Assembler.Options(mode, syntax, 0, 64));
                String error = gnu.errors().get(i);
                byte[] bytes = ours.bytes();
                byte[] theirs = error != null || gnu.image().length < (i + 1) * Binutils.SLOT
                        ? new byte[Binutils.SLOT]
                        : Arrays.copyOfRange(gnu.image(), i * Binutils.SLOT, (i + 1) * Binutils.SLOT);
                boolean equal = Arrays.equals(bytes, 0, bytes.length, theirs, 0, bytes.length);
                boolean alternative = Decoder.decode(Code.of(theirs, 0), mode) instanceof Decoded.Ok ok
                        && ok.instruction().length() == bytes.length
                        && Sameness.same(ok.instruction(), instructions.get(i));
                if (error != null || !equal && !alternative) {
                    differences.add(lines.get(i) + ": ours " + HEX.formatHex(bytes) + ", GNU's "
                            + (error == null ? HEX.formatHex(theirs) : error));
                }
            }
            assertEquals(List.of(), differences, mode + " " + syntax);
        }
    }

    @Test
    void branchesGrowAsGnuAsLetsThemGrow() throws IOException {
        assumeTrue(Binutils.installed(), "binutils (as, objcopy) aren't installed");
        RandomCode random = new RandomCode(5);
        for (int program = 0; program < 8; program++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                lines.add("L" + i + ":");
                lines.add(
                        switch (random.below(6)) {
                            case 0 -> "jmp L" + random.below(150);
                            case 1, 2 -> "jne L" + random.below(150);
                            case 3 -> "call L" + random.below(150);
                            case 4 -> ".space " + random.below(40);
                            default -> "nop";
                        });
            }
            String text = String.join("\n", lines);
            Mode mode = Mode.values()[1 + program % 2];
            byte[] gnu = Binutils.program(text, mode);
            Assembly ours = Assembler.assemble(text, new Assembler.Options(mode, Syntax.INTEL, 0, 1 << 16));
            assertEquals(List.of(), ours.diagnostics());
            assertEquals(HEX.formatHex(gnu), HEX.formatHex(ours.bytes()), text);
        }
    }

    /** GNU as has no words for these; what it says instead is noted. */
    private static boolean gnuCanSay(Instruction instruction, Mode mode) {
        int size = instruction.operandSize();
        boolean usualSize = size == (mode == Mode.BITS64 ? 8 : mode.operandSize());
        boolean absolute = instruction.operands().stream()
                .anyMatch(o -> o instanceof Mem mem
                        && mem.base() == Operand.NONE
                        && mem.index() == Operand.NONE
                        && !mem.ripRelative());
        if (absolute && instruction.addressSize() != mode.addressSize()) {
            // An address prefix before an absolute address keeps the mode's width.
            return false;
        }
        return switch (instruction.op()) {
            // Operand size prefixes before branches are dropped, or taken for a width of the offset.
            case JMP, CALL, J, LOOP, LOOPE, LOOPNE, JCXZ ->
                usualSize
                        || instruction.operand(0) instanceof Reg
                        || instruction.operand(0) instanceof Mem && mode == Mode.BITS32;
            // Far pointers in memory have no letter for sizes, immediate ones keep the mode's.
            case JMP_FAR, CALL_FAR ->
                instruction.operand(0) instanceof FarPtr ? size == mode.operandSize() : size == mode.operandSize();
            // INT with 3 is INT3 to it.
            case INT -> !(instruction.operand(0) instanceof Imm vector && vector.value() == 3);
            // Its result is undefined, it is refused.
            case BSWAP -> size != 2;
            // Intel's 64-bit form is AMD's #UD.
            case LSS, LFS, LGS -> size != 8;
            case MOVSXD -> size == 8;
            // No letters for a source as wide as the destination.
            case MOVZX, MOVSX -> instruction.operand(1).size() != size;
            // The 64-bit form does what the 32-bit form does and is replaced by it.
            case SLDT, STR, MOV_SEG -> size != 8;
            default -> true;
        };
    }

    @Test
    void aBranchIsPrintedWithWhereItGoes() {
        Decoded decoded = Decoder.decode(Code.of(HEX.parseHex("ebfe"), 0), Mode.BITS16);
        Instruction instruction = ((Decoded.Ok) decoded).instruction();
        assertEquals(new Rel(-2, 1), instruction.operand(0));
        assertEquals("jmp 0x7c00", Disassembler.text(instruction, Mode.BITS16, Syntax.INTEL, 0x7C00));
    }
}
