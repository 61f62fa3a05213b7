package org.ringlab.cpu.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a program in ring 3 left when it met its exception: every program ends with HLT, which is one.
 *
 * @param registers RAX RCX RDX RBX RSP RBP RSI RDI R8 … R15
 * @param rip of the instruction that met it, or after it
 * @param address CR2 of a page fault, else 0
 * @param data the page of data
 */
record State(long[] registers, long rip, long flags, int vector, long code, long address, byte[] data) {
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };

    /** What differs, flags that are undefined left out. */
    List<String> differences(State other, long undefinedFlags) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            differ(found, NAMES[i], registers[i], other.registers[i]);
        }
        differ(found, "rip", rip, other.rip);
        differ(found, "flags", flags & ~undefinedFlags, other.flags & ~undefinedFlags);
        differ(found, "vector", vector, other.vector);
        differ(found, "error code", code, other.code);
        differ(found, "cr2", address, other.address);
        int at = Arrays.mismatch(data, other.data);
        if (at >= 0) {
            differ(found, "data at " + Integer.toHexString(at), data[at], other.data[at]);
        }
        return found;
    }

    private static void differ(List<String> found, String name, long a, long b) {
        if (a != b) {
            found.add(String.format(Locale.ROOT, "%s: real %x, engine %x", name, a, b));
        }
    }
}
