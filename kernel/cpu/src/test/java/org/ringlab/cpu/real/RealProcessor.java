package org.ringlab.cpu.real;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;

/**
 * The processor of this machine, in a child process: a static ELF without libc, made by the assembler under test. It reads
 * registers, flags, code and data, runs the code, and its handler of signals writes what the kernel saved.
 */
final class RealProcessor implements AutoCloseable {
    static final int CODE = 0x41_0000;
    static final int DATA = 0x50_0000;
    static final int CODE_BYTES = 256;
    static final int PAGE = 4096;

    /** Order of the kernel's struct sigcontext. */
    private static final int[] SAVED = {8, 9, 10, 11, 12, 13, 14, 15, 7, 6, 5, 3, 2, 0, 1, 4};

    private static final int SAVED_WORDS = 23;

    private static final String PROGRAM = """
            .intel_syntax noprefix
            .code64
            .org 0x4e3d9000
            IN = 0x7bd50000
            OUT = 0x7bd60000
            CODE = 0x410000
            DATA = 0x500000
            STACK = 0x7bd70000
            ALTERNATE = 0x7bd80000
                    mov eax, 131                    # sigaltstack
                    mov edi, offset alternate
                    xor esi, esi
                    syscall
                    mov ebx, offset signals
            1:      movzx edi, byte ptr [rbx]
                    test edi, edi
                    jz next
                    mov eax, 13                     # rt_sigaction
                    mov esi, offset action
                    xor edx, edx
                    mov r10d, 8
                    syscall
                    inc rbx
                    jmp 1b

            next:   mov esp, STACK
                    mov r12d, IN
                    mov r13d, 17*8 + 256 + 4096
            2:      xor eax, eax                    # read
                    xor edi, edi
                    mov rsi, r12
                    mov rdx, r13
                    syscall
                    test rax, rax
                    jle done
                    add r12, rax
                    sub r13, rax
                    jnz 2b
                    mov esi, IN + 17*8
                    mov edi, CODE
                    mov ecx, 256
                    rep movsb
                    mov edi, DATA
                    mov ecx, 4096
                    rep movsb
                    mov esp, IN + 16*8
                    popfq
                    mov rax, [IN]
                    mov rcx, [IN + 1*8]
                    mov rdx, [IN + 2*8]
                    mov rbx, [IN + 3*8]
                    mov rsp, [IN + 4*8]
                    mov rbp, [IN + 5*8]
                    mov rsi, [IN + 6*8]
                    mov rdi, [IN + 7*8]
                    mov r8, [IN + 8*8]
                    mov r9, [IN + 9*8]
                    mov r10, [IN + 10*8]
                    mov r11, [IN + 11*8]
                    mov r12, [IN + 12*8]
                    mov r13, [IN + 13*8]
                    mov r14, [IN + 14*8]
                    mov r15, [IN + 15*8]
                    jmp qword ptr [target]

            handler:
                    xor eax, eax                    # a base that WRFSBASE or WRGSBASE left
                    wrfsbase rax
                    wrgsbase rax
                    lea rsi, [rdx + 40]             # ucontext: the registers
                    mov edi, OUT
                    mov ecx, 23
                    rep movsq
                    mov esi, DATA
                    mov ecx, 4096
                    rep movsb
                    mov r12d, OUT
                    mov r13d, 23*8 + 4096
            3:      mov eax, 1                      # write
                    mov edi, 1
                    mov rsi, r12
                    mov rdx, r13
                    syscall
                    test rax, rax
                    jle done
                    add r12, rax
                    sub r13, rax
                    jnz 3b
                    jmp next

            done:   mov eax, 60                     # exit
                    xor edi, edi
                    syscall

            restorer:
                    mov eax, 15
                    syscall

                    .align 8
            target: .quad CODE
            action: .quad handler, 0x4C000004, restorer, 0   # SA_SIGINFO, RESTORER, ONSTACK, NODEFER
            alternate:
                    .quad ALTERNATE
                    .long 0, 0
                    .quad 0x8000
            signals:
                    .byte 4, 5, 7, 8, 11, 0         # ILL TRAP BUS FPE SEGV
            """;

    private final Path file;
    private final Process process;

    private RealProcessor(Path file, Process process) {
        this.file = file;
        this.process = process;
    }

    /** Why it can't be had on this machine; empty where it can. */
    static String missing() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        if (!os.equals("linux") || !arch.equals("amd64")) {
            return "this machine isn't Linux on x86-64";
        }
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            return flags.contains(" fsgsbase") && flags.contains(" lahf_lm") && flags.contains(" abm")
                    ? ""
                    : "this processor has no FSGSBASE or LZCNT";
        } catch (IOException e) {
            return "there is no /proc/cpuinfo";
        }
    }

    /** Whether the child has something of its own there, which the engine hasn't. */
    static boolean ownMemory(long address) {
        return address >>> 16 == 0x4E3D || address >= 0x7BD5_0000L && address < 0x7BD9_0000L;
    }

    static RealProcessor start() throws IOException {
        Assembly program = Assembler.assemble(PROGRAM, Assembler.Options.of(Mode.BITS64));
        if (!program.ok()) {
            throw new IllegalStateException(program.diagnostics().toString());
        }
        Path file = Files.createTempFile("ring3", ".elf");
        Files.write(file, elf(program.bytes()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new RealProcessor(file, new ProcessBuilder(file.toString()).start());
    }

    /** A header, and four segments: the program, the page of code, the page of data, buffers and stacks. */
    private static byte[] elf(byte[] program) {
        long[][] segments = {
            {5, 0x1000, 0x4E3D_9000, program.length, program.length},
            {7, 0, CODE, 0, PAGE},
            {6, 0, DATA, 0, PAGE},
            {6, 0, 0x7BD5_0000, 0, 0x4_0000}
        };
        ByteBuffer out = ByteBuffer.allocate(0x1000 + program.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x464C_457F).putInt(0x0001_0102).putLong(0);
        out.putShort((short) 2)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0x4E3D_9000)
                .putLong(64)
                .putLong(0);
        out.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) segments.length);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        for (long[] s : segments) {
            out.putInt(1)
                    .putInt((int) s[0])
                    .putLong(s[1])
                    .putLong(s[2])
                    .putLong(s[2])
                    .putLong(s[3])
                    .putLong(s[4]);
            out.putLong(0x1000);
        }
        out.position(0x1000).put(program);
        return out.array();
    }

    /** Runs code from given registers; flags that can't be set from outside are the kernel's. */
    State run(long[] registers, long flags, byte[] code, byte[] data) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(17 * 8 + CODE_BYTES + PAGE).order(ByteOrder.LITTLE_ENDIAN);
        for (long register : registers) {
            in.putLong(register);
        }
        in.putLong(flags).put(code).position(17 * 8 + CODE_BYTES).put(data);
        OutputStream to = process.getOutputStream();
        to.write(in.array());
        to.flush();
        byte[] answer = new byte[SAVED_WORDS * 8 + PAGE];
        new DataInputStream(process.getInputStream()).readFully(answer);
        ByteBuffer out = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        long[] saved = new long[16];
        for (int i = 0; i < 16; i++) {
            saved[SAVED[i]] = out.getLong(8 * i);
        }
        byte[] after = new byte[PAGE];
        out.position(SAVED_WORDS * 8).get(after);
        int vector = (int) out.getLong(8 * 20);
        long address = vector == 14 ? out.getLong(8 * 22) : 0;
        return new State(saved, out.getLong(8 * 16), out.getLong(8 * 17), vector, out.getLong(8 * 19), address, after);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(file);
    }
}
