package org.ringlab.hypervisor.riscv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small assembler for RV32I: one instruction a line, labels, decimal and hexadecimal numbers, comments behind {@code #}. */
public final class RiscVAssembler {
    private static final List<String> NAMES = List.of(
            "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6",
            "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");
    private static final List<String> BRANCHES = List.of("beq", "bne", "", "", "blt", "bge", "bltu", "bgeu");
    private static final List<String> LOADS = List.of("lb", "lh", "lw", "", "lbu", "lhu");
    private static final List<String> STORES = List.of("sb", "sh", "sw");
    private static final List<String> IMMEDIATE =
            List.of("addi", "slli", "slti", "sltiu", "xori", "srli", "ori", "andi");
    private static final List<String> REGISTER = List.of("add", "sll", "slt", "sltu", "xor", "srl", "or", "and");

    /** What came of it: instructions, a line of listing each, and what is wrong ({@code LINE: fact}). */
    public record Assembled(int[] words, List<String> listing, List<String> problems) {}

    private RiscVAssembler() {}

    /** Assembles from address 0 on; never throws for any text. */
    public static Assembled assemble(String text) {
        Map<String, Integer> labels = new HashMap<>();
        List<String> statements = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.contains("#") ? raw.substring(0, raw.indexOf('#')) : raw;
            line = line.strip();
            if (line.endsWith(":")) {
                labels.put(line.substring(0, line.length() - 1), statements.size() * 4);
            } else if (!line.isEmpty()) {
                statements.add(line);
                numbers.add(number);
            }
        }
        int[] words = new int[statements.size()];
        List<String> listing = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            try {
                words[i] = encode(statements.get(i), i * 4, labels);
            } catch (IllegalArgumentException e) {
                problems.add(numbers.get(i) + ": " + e.getMessage());
            }
            listing.add(String.format(Locale.ROOT, "%04x  %08x  %s", i * 4, words[i], statements.get(i)));
        }
        return new Assembled(words, listing, problems);
    }

    private static int encode(String statement, int at, Map<String, Integer> labels) {
        String[] parts = statement.replace('(', ',').replace(")", "").split("\\s+", 2);
        String op = parts[0].toLowerCase(Locale.ROOT);
        String[] in = parts.length > 1 ? parts[1].split("\\s*,\\s*") : new String[0];
        if (op.equals("ebreak") || op.equals("ecall")) {
            return op.equals("ebreak") ? 0x0010_0073 : 0x73;
        }
        if (op.equals("lui") || op.equals("auipc")) {
            need(in, 2);
            return number(in[1], labels) << 12 | register(in[0]) << 7 | (op.equals("lui") ? 0x37 : 0x17);
        }
        if (op.equals("jal")) {
            need(in, 2);
            int o = number(in[1], labels) - at;
            return (o >> 20 & 1) << 31
                    | (o >> 1 & 0x3FF) << 21
                    | (o >> 11 & 1) << 20
                    | (o >> 12 & 0xFF) << 12
                    | register(in[0]) << 7
                    | 0x6F;
        }
        need(in, 3);
        if (BRANCHES.contains(op)) {
            int o = number(in[2], labels) - at;
            return (o >> 12 & 1) << 31
                    | (o >> 5 & 0x3F) << 25
                    | register(in[1]) << 20
                    | register(in[0]) << 15
                    | BRANCHES.indexOf(op) << 12
                    | (o >> 1 & 0xF) << 8
                    | (o >> 11 & 1) << 7
                    | 0x63;
        }
        if (LOADS.contains(op) || op.equals("jalr")) {
            boolean load = !op.equals("jalr");
            return small(number(in[1], labels)) << 20
                    | register(in[2]) << 15
                    | (load ? LOADS.indexOf(op) : 0) << 12
                    | register(in[0]) << 7
                    | (load ? 0x03 : 0x67);
        }
        if (STORES.contains(op)) {
            int o = small(number(in[1], labels));
            return (o >> 5 & 0x7F) << 25
                    | register(in[0]) << 20
                    | register(in[2]) << 15
                    | STORES.indexOf(op) << 12
                    | (o & 31) << 7
                    | 0x23;
        }
        if (IMMEDIATE.contains(op) || op.equals("srai")) {
            int f3 = op.equals("srai") ? 5 : IMMEDIATE.indexOf(op);
            int value = small(number(in[2], labels)) & 0xFFF | (op.equals("srai") ? 1 << 10 : 0);
            return value << 20 | register(in[1]) << 15 | f3 << 12 | register(in[0]) << 7 | 0x13;
        }
        if (REGISTER.contains(op) || op.equals("sub") || op.equals("sra")) {
            boolean other = op.equals("sub") || op.equals("sra");
            int f3 = op.equals("sub") ? 0 : op.equals("sra") ? 5 : REGISTER.indexOf(op);
            return (other ? 1 << 30 : 0)
                    | register(in[2]) << 20
                    | register(in[1]) << 15
                    | f3 << 12
                    | register(in[0]) << 7
                    | 0x33;
        }
        throw new IllegalArgumentException("there is no instruction '" + op + "' here");
    }

    private static void need(String[] operands, int count) {
        if (operands.length != count) {
            throw new IllegalArgumentException(count + " operands are needed");
        }
    }

    private static int register(String name) {
        int known = NAMES.indexOf(name);
        if (known >= 0) {
            return known;
        }
        for (int n = 0; n < 32; n++) {
            if (name.equals("x" + n)) {
                return n;
            }
        }
        throw new IllegalArgumentException("there is no register '" + name + "'");
    }

    private static int small(int value) {
        if (value < -2048 || value > 2047) {
            throw new IllegalArgumentException(value + " doesn't fit (allowed: -2048 to 2047)");
        }
        return value;
    }

    private static int number(String text, Map<String, Integer> labels) {
        Integer label = labels.get(text);
        if (label != null) {
            return label;
        }
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number and no label");
        }
    }
}
