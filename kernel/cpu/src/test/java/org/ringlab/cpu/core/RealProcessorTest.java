package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.cpu.device.DeviceBoard;
import org.ringlab.cpu.device.Machine;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.mmu.paging.ControlRegisters;

/**
 * Random programs in ring 3 on this computer's own processor, in a child process, and in the engine: registers, defined flags and memory
 * must be the same. Skipped where Linux or x86-64 is missing.
 */
class RealProcessorTest {
    private static final int PROGRAMS = 3000;
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomProgramsComeToTheSame(long seed) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "needs Linux on x86-64");
        UserImage image = new UserImage(seed, PROGRAMS);
        byte[] real = run(image.elf());
        byte[] ours = simulate(image);
        assertEquals(PROGRAMS * UserImage.WORDS * 8 + UserImage.DATA_BYTES, real.length);
        ByteBuffer theirs = ByteBuffer.wrap(real).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer mine = ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN);
        List<String> different = new ArrayList<>();
        for (int n = 0; n < PROGRAMS; n++) {
            compare(image, n, theirs, mine, different);
        }
        assertTrue(
                different.isEmpty(),
                () -> different.size() + " differ:\n"
                        + String.join("\n", different.subList(0, Math.min(5, different.size()))));
        int dataAt = PROGRAMS * UserImage.WORDS * 8;
        assertEquals(-1, theirs.slice(dataAt, UserImage.DATA_BYTES).mismatch(mine.slice(dataAt, UserImage.DATA_BYTES)));
    }

    /** Registers were pushed from the highest to RAX, the flags before them; the last program lies lowest. */
    private static void compare(UserImage image, int n, ByteBuffer theirs, ByteBuffer mine, List<String> different) {
        UserPrograms.Program program = image.programs().get(n);
        int at = (PROGRAMS - 1 - n) * UserImage.WORDS * 8;
        for (int word = 0; word < UserImage.WORDS; word++) {
            boolean flags = word == NAMES.length;
            long mask = flags ? program.defined() : -1;
            long real = theirs.getLong(at + word * 8) & mask;
            long ours = mine.getLong(at + word * 8) & mask;
            if (real != ours) {
                different.add(text(program) + ": " + (flags ? "flags" : NAMES[word]) + " really 0x"
                        + Long.toHexString(real) + ", ours 0x" + Long.toHexString(ours));
            }
        }
    }

    private static String text(UserPrograms.Program program) {
        StringBuilder text = new StringBuilder();
        program.instructions().forEach(i -> text.append(i.op())
                .append(i.operandSize() * 8)
                .append(i.operands())
                .append("; "));
        return text.toString();
    }

    private byte[] run(byte[] elf) throws IOException, InterruptedException {
        Path file = folder.resolve("programs");
        Files.write(file, elf);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Process process = new ProcessBuilder(file.toString()).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return output;
    }

    /** The same code and data at the same addresses, until its first system call, which nobody handles. */
    private static byte[] simulate(UserImage image) {
        Machine machine = new Machine(Features.INTEL, 32, new DeviceBoard());
        Cpu cpu = machine.cpu();
        machine.load(UserImage.CODE, image.code());
        machine.load(UserImage.DATA, image.data());
        long tables = 0x1000;
        machine.memory().writeLong(tables, tables + 0x1007);
        machine.memory().writeLong(tables + 0x1000, 0x87); // a page of 1 GiB onto itself
        cpu.mmu().load(new ControlRegisters(Cr0.PE | Cr0.PG | Cr0.ET, tables, Cr4.PAE, Efer.LME));
        Registers s = cpu.state();
        for (SegmentRegister segment : s.segments) {
            segment.load(0x2B, 0, 0xFFFF_FFFFL, 0xC0F3);
        }
        s.cs().load(0x33, 0, 0xFFFF_FFFFL, 0xA0FB);
        s.idtr = new TableRegister(0, 0);
        s.rip = UserImage.CODE;
        s.flags.set(Flag.IF);
        cpu.ring(3);
        Stop stop = cpu.run(10_000_000);
        assertTrue(stop instanceof Stop.TripleFault, () -> stop + " at 0x" + Long.toHexString(s.rip));
        assertEquals(1, s.r[0]);
        byte[] output = new byte[PROGRAMS * UserImage.WORDS * 8 + UserImage.DATA_BYTES];
        int stackBytes = PROGRAMS * UserImage.WORDS * 8;
        for (int i = 0; i < output.length; i++) {
            long from = i < stackBytes ? s.r[4] + i : UserImage.DATA + i - stackBytes;
            output[i] = (byte) machine.memory().readByte(from);
        }
        return output;
    }
}
