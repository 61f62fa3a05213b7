package org.ringlab.cpu.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.common.SeededRandom;

/**
 * A static program for Linux on x86-64 that runs other programs one after the other, each with registers and flags of its own, and leaves
 * what they came to on a large stack: 16 words each, flags topmost. In the end it writes stack and data to standard output.
 */
final class UserImage {
    static final long CODE = 0x40_0000;
    static final long DATA = 0x800_0000;
    static final long STACK = 0x900_0000;
    static final int DATA_BYTES = 4096;
    static final int WORDS = 16;
    private static final int HEADERS = 4096; // of which 232 bytes are used
    private static final int SPARE = 4096;

    private final List<UserPrograms.Program> programs = new ArrayList<>();
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final byte[] data = new byte[DATA_BYTES];
    private final int count;

    UserImage(long seed, int count) {
        this.count = count;
        UserPrograms source = new UserPrograms(seed);
        SeededRandom random = new SeededRandom(seed + 1);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) random.nextInt(256);
        }
        bytes(0x48, 0xBC); // mov rsp, top
        word(top());
        for (int n = 0; n < count; n++) {
            UserPrograms.Program program = source.next();
            programs.add(program);
            for (int register = 0; register < 16; register++) {
                if (register != 4) {
                    bytes(register < 8 ? 0x48 : 0x49, 0xB8 + (register & 7)); // mov register, value
                    word(register == 6 ? DATA + random.nextInt(1024) : register == 7 ? DATA + 2048 + random.nextInt(1024) : source.value());
                }
            }
            bytes(0x68); // push flags
            half((int) source.flags());
            bytes(0x9D); // popf
            code.writeBytes(program.code());
            bytes(0x9C); // pushf
            for (int register = 15; register >= 0; register--) {
                if (register != 4) {
                    if (register >= 8) {
                        bytes(0x41);
                    }
                    bytes(0x50 + (register & 7));
                }
            }
        }
        bytes(0xB8, 1, 0, 0, 0, 0xBF, 1, 0, 0, 0); // mov eax, 1 (write); mov edi, 1
        bytes(0x48, 0x89, 0xE6, 0x48, 0xBA); // mov rsi, rsp; mov rdx, size
        word((long) count * WORDS * 8);
        bytes(0x0F, 0x05); // syscall: here the engine stops
        bytes(0xB8, 1, 0, 0, 0, 0xBF, 1, 0, 0, 0, 0x48, 0xBE);
        word(DATA);
        bytes(0xBA);
        half(DATA_BYTES);
        bytes(0x0F, 0x05);
        bytes(0xB8, 60, 0, 0, 0, 0x31, 0xFF, 0x0F, 0x05); // exit(0)
    }

    List<UserPrograms.Program> programs() {
        return programs;
    }

    long top() {
        return STACK + SPARE + (long) count * WORDS * 8;
    }

    byte[] code() {
        return code.toByteArray();
    }

    byte[] data() {
        return data;
    }

    private void bytes(int... values) {
        for (int value : values) {
            code.write(value);
        }
    }

    private void half(int value) {
        code.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void word(long value) {
        code.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    /** An executable file: headers, code, data, and the stack as memory without contents. */
    byte[] elf() {
        byte[] text = code();
        int dataAt = HEADERS + (text.length + 4095 & -4096); // pages of the file are pages of memory
        ByteBuffer file = ByteBuffer.allocate(dataAt + DATA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort((short) 62).putInt(1).putLong(CODE).putLong(64).putLong(0);
        file.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        segment(file, 5, HEADERS, CODE, text.length, text.length);
        segment(file, 6, dataAt, DATA, DATA_BYTES, DATA_BYTES);
        segment(file, 6, 0, STACK, 0, SPARE + (long) count * WORDS * 8);
        file.position(HEADERS).put(text).position(dataAt).put(data);
        return file.array();
    }

    private static void segment(ByteBuffer file, int flags, long offset, long address, long inFile, long inMemory) {
        file.putInt(1).putInt(flags).putLong(offset).putLong(address).putLong(address);
        file.putLong(inFile).putLong(inMemory).putLong(4096);
    }
}
