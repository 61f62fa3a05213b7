package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.translate.BinaryTranslation;
import org.ringlab.hypervisor.translate.Block;

/** Programs by chance do the same translated, under assistance, and interpreted. */
class TranslationTest {
    private static final String[] REGISTERS = {"eax", "ecx", "edx", "ebx", "esi", "edi", "ebp"};

    private final Random random = new Random(20260101);

    @Test
    void translatedRunsEqualDirectOnes() {
        for (int i = 0; i < 60; i++) {
            String source = program();
            GuestBuild.Built built = GuestBuild.build("random", source, false);
            GuestImage image = built.image();
            assertNotNull(image, () -> built.diagnostics() + source);
            Outcome interpreted = Hypervisor.run(Method.EMULATION, image, Settings.DEFAULT);
            for (Method method : List.of(Method.BINARY_TRANSLATION, Method.VMX)) {
                Outcome other = Hypervisor.run(method, image, Settings.DEFAULT);
                assertEquals(interpreted.ending(), other.ending(), source);
                assertEquals(interpreted.registers(), other.registers(), source);
                assertEquals(interpreted.output(), other.output(), source);
            }
        }
    }

    /** Straight code, a call, a loop, conditions, flags through the stack; at the end memory goes to the serial port. */
    private String program() {
        StringBuilder text = new StringBuilder("start:\n mov esp, 0x8000\n");
        for (String register : REGISTERS) {
            text.append(" mov ")
                    .append(register)
                    .append(", ")
                    .append(random.nextInt())
                    .append('\n');
        }
        int labels = 4 + random.nextInt(4);
        for (int label = 0; label < labels; label++) {
            text.append("l").append(label).append(":\n");
            for (int n = 0; n < 6; n++) {
                text.append(instruction());
            }
            text.append(" inc dword [0x9000 + ").append(label * 4).append("]\n");
            String back = "l" + random.nextInt(label + 1);
            text.append(" cmp dword [0x9000 + ").append(label * 4).append("], ").append(1 + random.nextInt(3));
            text.append("\n jb ").append(back).append('\n');
        }
        return text + """
                 jmp out
                function:
                 xor eax, ecx
                 pushfd
                 pop dword [0x9100]
                 ret
                out:
                 pushfd
                 pop dword [0x9104]
                 push eax
                 push ecx
                 push edx
                 push esi
                 mov esi, 0x9000
                 mov ecx, 264
                next:
                 mov al, [esi]
                 mov dx, 0x3f8
                 out dx, al
                 inc esi
                 dec ecx
                 jnz next
                 pop esi
                 pop edx
                 pop ecx
                 pop eax
                 push eax
                 push edx
                 mov dx, 0x604
                 mov ax, 0x2000
                 out dx, ax
                """;
    }

    private String register() {
        return REGISTERS[random.nextInt(REGISTERS.length)];
    }

    private String instruction() {
        String a = register();
        String b = register();
        return switch (random.nextInt(14)) {
            case 0 -> " add " + a + ", " + b + "\n";
            case 1 -> " sbb " + a + ", " + b + "\n";
            case 2 -> " xor " + a + ", " + random.nextInt() + "\n";
            case 3 -> " shl " + a + ", " + (1 + random.nextInt(31)) + "\n";
            case 4 -> " push " + a + "\n pop " + b + "\n";
            case 5 -> " mov [0x9040], " + a + "\n adc " + b + ", [0x9044]\n";
            case 6 -> " call function\n";
            case 7 -> " pushfd\n pop " + a + "\n";
            case 8 -> " cli\n";
            case 9 -> " push cs\n pop " + a + "\n";
            case 10 -> " mov " + a + ", offset function\n call " + a + "\n";
            case 11 -> " mov ecx, 3\n1: add [0x9048], ecx\n loop 1b\n";
            case 12 -> " pushfd\n popfd\n";
            default -> " smsw " + a + "\n";
        };
    }

    @Test
    void theListingShowsHowEachInstructionWasTranslated() {
        String source = "start: cli\npushfd\nmov eax, cs\nadd eax, ebx\nhlt\n";
        GuestImage image =
                Objects.requireNonNull(GuestBuild.build("x", source, false).image());
        BinaryTranslation monitor = new BinaryTranslation(new VirtualMachine(image, Settings.DEFAULT));
        monitor.run();
        Block block = monitor.blocks().getFirst();
        assertEquals(
                List.of(Block.Kind.INLINE, Block.Kind.INLINE, Block.Kind.INLINE, Block.Kind.SAME, Block.Kind.CALLOUT),
                block.pieces().stream().map(Block.Piece::kind).toList());
        assertEquals(List.of("mov dword ptr gs:[0x0], 0x0"), monitor.translation(block, 0));
        assertEquals(List.of("mov eax, 0x8"), monitor.translation(block, 2));
        assertEquals(List.of("add eax, ebx"), monitor.translation(block, 3));
        assertEquals(List.of("int 0xe0"), monitor.translation(block, 4));
    }
}
