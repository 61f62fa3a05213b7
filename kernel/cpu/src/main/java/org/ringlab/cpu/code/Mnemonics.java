package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What mnemonics of both syntaxes stand for. */
final class Mnemonics {
    /**
     * What a mnemonic says.
     *
     * @param ops one of these, whichever takes the operands
     * @param operandSize bytes; 0 where it doesn't say
     * @param memorySize of a source narrower than the operation, as in {@code movzbl}; 0 where it doesn't say
     * @param addressSize bytes; 0 where it doesn't say
     */
    record Meaning(List<Op> ops, Condition condition, int operandSize, int memorySize, int addressSize) {
        Meaning sized(int size) {
            return new Meaning(ops, condition, size, memorySize, addressSize);
        }

        Op op() {
            return ops.getFirst();
        }
    }

    /** AT&amp;T's names for conversions, and other second names. */
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("cbtw", "cbw"),
            Map.entry("cwtl", "cwde"),
            Map.entry("cltq", "cdqe"),
            Map.entry("cwtd", "cwd"),
            Map.entry("cltd", "cdq"),
            Map.entry("cqto", "cqo"),
            Map.entry("sal", "shl"),
            Map.entry("loopz", "loope"),
            Map.entry("loopnz", "loopne"),
            Map.entry("xlatb", "xlat"),
            Map.entry("movabs", "mov"),
            Map.entry("icebp", "int1"),
            Map.entry("ud2a", "ud2"),
            Map.entry("ud2b", "ud1"));

    /** In Intel syntax a letter for the size follows only where no operand can tell it. */
    private static final Set<Op> INTEL_SIZED = Set.of(
            Op.PUSH,
            Op.POP,
            Op.PUSHA,
            Op.POPA,
            Op.PUSHF,
            Op.POPF,
            Op.IRET,
            Op.RET,
            Op.RET_FAR,
            Op.CALL,
            Op.JMP,
            Op.ENTER,
            Op.LEAVE,
            Op.LGDT,
            Op.LIDT,
            Op.SGDT,
            Op.SIDT,
            Op.SYSRET,
            Op.SYSEXIT);

    private static final Set<Op> NEVER_SIZED = Set.of(
            Op.SET,
            Op.INVLPG,
            Op.CMPXCHG8B,
            Op.CMPXCHG16B,
            Op.CLFLUSH,
            Op.VMPTRLD,
            Op.VMPTRST,
            Op.VMCLEAR,
            Op.VMXON,
            Op.XLAT,
            Op.INT,
            Op.LES,
            Op.LDS,
            Op.LSS,
            Op.LFS,
            Op.LGS,
            Op.INVPCID,
            Op.INVEPT,
            Op.INVVPID,
            Op.J,
            Op.LOOP,
            Op.LOOPE,
            Op.LOOPNE,
            Op.JCXZ,
            Op.CBW,
            Op.CWDE,
            Op.CDQE,
            Op.CWD,
            Op.CDQ,
            Op.CQO,
            Op.MOVSXD,
            Op.BOUND);

    private static final Map<String, Meaning> EXACT = exact();

    private Mnemonics() {}

    /** What a mnemonic in any case stands for, or null. */
    static @Nullable Meaning of(String text, Syntax syntax) {
        String name = text.toLowerCase(Locale.ROOT);
        Meaning exact = EXACT.get(name);
        if (exact != null || name.length() < 2) {
            return exact;
        }
        Meaning base = EXACT.get(name.substring(0, name.length() - 1));
        if (base == null || base.operandSize() != 0) {
            return null;
        }
        int size = switch (name.charAt(name.length() - 1)) {
            case 'b' -> 1;
            case 'w' -> 2;
            case 'l' -> syntax == Syntax.ATT ? 4 : 0;
            case 'd' -> syntax == Syntax.INTEL ? 4 : 0;
            case 'q' -> 8;
            default -> 0;
        };
        boolean allowed = syntax == Syntax.ATT ? takesSuffix(base.op()) : INTEL_SIZED.contains(base.op());
        return size == 0 || !allowed ? null : base.sized(size);
    }

    /** Whether AT&amp;T's letter for the size may follow. */
    static boolean takesSuffix(Op op) {
        return !NEVER_SIZED.contains(op) && !Table.of(op).stream().allMatch(row -> row.size() == Encoding.Size.NONE);
    }

    /** Whether Intel's letter for the size may follow. */
    static boolean intelSized(Op op) {
        return INTEL_SIZED.contains(op);
    }

    private static final Map<String, String> LATER = Map.of(
            "rdrand|rdseed|rdpid", "RDRAND and the like",
            "f?x(save|rstor).*", "FXSAVE, XSAVE and the like",
            "x(begin|end|abort|test)", "TSX",
            "endbr(32|64)|(inc|rd|rstor|save|wr)u?ss.*|setssbsy|clrssbsy", "CET",
            "aes.*|sha(1|256).*|crc32|pclmul.*|movbe|adcx|adox|andn|bextr|bls.*|bzhi|mulx|pdep|pext|rorx|s[ah][lr]x",
                    "SSE and later extensions",
            "clwb|clflushopt|wbnoinvd|movnt.*|prefetch.*|ldmxcsr|stmxcsr|emms|umwait|umonitor|tpause",
                    "SSE and later extensions");

    /** The extension that a mnemonic belongs to, where real processors have it and this one hasn't; else empty. */
    static String notSimulated(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        boolean vector = name.matches(
                        "(mov|add|sub|mul|div|sqrt|xor|and|andn|or|cmp|ucomi|comi|min|max|shuf|unpck|cvt).*(ps|pd|ss|sd|si|dq)")
                || name.matches("p(add|sub|xor|and|or|cmp|shuf|mul|s[lr]l|unpck|max|min|movmsk|extr|insr|pack).*")
                || name.matches("mov(dq[au]|[adhlnu].*|q)");
        for (Map.Entry<String, String> later : LATER.entrySet()) {
            if (name.matches(later.getKey())) {
                return later.getValue();
            }
        }
        return name.matches(
                        "f(n?(init|stsw|stcw|clex)|i?(ld|st|stp|add|sub|mul|div|com).*|sin|cos|sqrt|abs|chs|xch|wait)")
                ? "x87"
                : name.matches("v[a-z]+(ps|pd|ss|sd|dq|d|q|w|b)") ? "AVX" : vector ? "SSE" : "";
    }

    /** Every mnemonic without a letter for the size, for suggestions. */
    static Set<String> names() {
        return new TreeSet<>(EXACT.keySet());
    }

    /** The mnemonic of an instruction without what only sizes add. */
    static String base(Instruction instruction, Syntax syntax) {
        Op op = instruction.op();
        if (instruction.condition() != Condition.ALWAYS) {
            return op.mnemonic() + instruction.condition().suffixes().getFirst();
        }
        if (syntax == Syntax.INTEL) {
            return op.mnemonic();
        }
        return switch (op) {
            case CBW -> "cbtw";
            case CWDE -> "cwtl";
            case CDQE -> "cltq";
            case CWD -> "cwtd";
            case CDQ -> "cltd";
            case CQO -> "cqto";
            case JMP_FAR -> "ljmp";
            case CALL_FAR -> "lcall";
            case RET_FAR -> "lret";
            default -> op.mnemonic();
        };
    }

    /** The letter for a size. */
    static String letter(int size, Syntax syntax) {
        return switch (size) {
            case 1 -> "b";
            case 2 -> "w";
            case 4 -> syntax == Syntax.INTEL ? "d" : "l";
            default -> "q";
        };
    }

    private static Map<String, Meaning> exact() {
        Map<String, Meaning> names = new HashMap<>();
        for (Op op : Op.values()) {
            switch (op) {
                case J, SET, CMOV -> {
                    for (Condition condition : Condition.values()) {
                        for (String suffix : condition.suffixes()) {
                            names.put(op.mnemonic() + suffix, new Meaning(List.of(op), condition, 0, 0, 0));
                        }
                    }
                }
                case JCXZ -> {
                    names.put("jcxz", new Meaning(List.of(op), Condition.ALWAYS, 0, 0, 2));
                    names.put("jecxz", new Meaning(List.of(op), Condition.ALWAYS, 0, 0, 4));
                    names.put("jrcxz", new Meaning(List.of(op), Condition.ALWAYS, 0, 0, 8));
                }
                case MOVS, CMPS, SCAS, STOS, LODS, INS, OUTS -> {
                    names.put(op.mnemonic(), plain(op));
                    for (String letter : List.of("b", "w", "l", "d", "q")) {
                        int size = "bw l   q".indexOf(letter) + 1;
                        names.put(op.mnemonic() + letter, plain(op).sized(letter.equals("d") ? 4 : size));
                    }
                }
                default ->
                    names.merge(op.mnemonic(), plain(op), (a, b) -> {
                        List<Op> both = new ArrayList<>(a.ops());
                        both.addAll(b.ops());
                        return new Meaning(List.copyOf(both), Condition.ALWAYS, 0, 0, 0);
                    });
            }
        }
        names.put("ljmp", plain(Op.JMP_FAR));
        names.put("lcall", plain(Op.CALL_FAR));
        names.put("lret", plain(Op.RET_FAR));
        names.put("movsx", new Meaning(List.of(Op.MOVSX, Op.MOVSXD), Condition.ALWAYS, 0, 0, 0));
        for (int from = 1; from <= 2; from++) {
            for (int to = 2; to <= 8; to *= 2) {
                String letters = letter(from, Syntax.ATT) + letter(to, Syntax.ATT);
                names.put("movz" + letters, new Meaning(List.of(Op.MOVZX), Condition.ALWAYS, to, from, 0));
                names.put("movs" + letters, new Meaning(List.of(Op.MOVSX), Condition.ALWAYS, to, from, 0));
            }
        }
        names.put("movslq", new Meaning(List.of(Op.MOVSXD), Condition.ALWAYS, 8, 4, 0));
        OTHER_NAMES.forEach((other, name) -> names.put(other, names.getOrDefault(name, plain(Op.NOP))));
        return Map.copyOf(names);
    }

    private static Meaning plain(Op op) {
        return new Meaning(List.of(op), Condition.ALWAYS, 0, 0, 0);
    }
}
