package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Encoding.Size;
import org.ringlab.cpu.code.Encoding.Use;

/**
 * The table of encodings, after the SDM's volume 2 and, for SVM, the APM's volume 3.
 */
final class Table {
    private static final int MAPS = 4;

    private static final List<Encoding> ALL = Collections.unmodifiableList(read());
    private static final List<List<Encoding>> BY_OPCODE = byOpcode();
    private static final Map<Op, List<Encoding>> BY_OP = byOp();

    private Table() {}

    /** Every row. */
    static List<Encoding> all() {
        return ALL;
    }

    /** The rows of an opcode that decoders use, those with a prefix of their own first. */
    static List<Encoding> at(int map, int opcode) {
        return BY_OPCODE.get(map << 8 | opcode);
    }

    /** The rows of an operation that assemblers use. */
    static List<Encoding> of(Op op) {
        return BY_OP.getOrDefault(op, List.of());
    }

    /** What an opcode belongs to that exists and isn't simulated, or null. */
    static @Nullable String notSimulated(int map, int opcode) {
        if (map > 1) {
            return "SSE and later extensions";
        }
        int sought = map == 1 ? 0x0F00 | opcode : opcode;
        for (String line : Rows.NOT_SIMULATED.lines().toList()) {
            String[] parts = line.split(" \\| ", 2);
            String[] range = parts[0].split(" ", 2);
            if (sought >= Integer.parseInt(range[0], 16) && sought <= Integer.parseInt(range[1], 16)) {
                return parts[1];
            }
        }
        return null;
    }

    private static List<Encoding> read() {
        List<Encoding> rows = new ArrayList<>();
        List<Op> arithmetic = List.of(Op.ADD, Op.OR, Op.ADC, Op.SBB, Op.AND, Op.SUB, Op.XOR, Op.CMP);
        for (int i = 0; i < 8; i++) {
            String text =
                    Rows.ARITHMETIC.replace("OP", arithmetic.get(i).name()).replace("/N", "/" + i);
            for (int form = 0; form < 6; form++) {
                text = text.replace("B+" + form, String.format(Locale.ROOT, "%02X", i << 3 | form));
            }
            if (arithmetic.get(i) == Op.CMP) {
                text = text.replace(" lock", "");
            }
            readInto(rows, text);
        }
        List<Op> shifts = List.of(Op.ROL, Op.ROR, Op.RCL, Op.RCR, Op.SHL, Op.SHR, Op.SHL, Op.SAR);
        for (int i = 0; i < 8; i++) {
            String text = Rows.SHIFT.replace("OP", shifts.get(i).name()).replace("/N", "/" + i);
            readInto(rows, i == 6 ? text.replace("\n", " alias\n") : text);
        }
        readInto(rows, Rows.ROWS);
        return rows;
    }

    private static void readInto(List<Encoding> rows, String text) {
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            if (line.contains("+cc")) {
                for (Condition condition : Condition.values()) {
                    if (condition != Condition.ALWAYS) {
                        rows.add(row(line.replace("+cc", ""), condition));
                    }
                }
            } else {
                rows.add(row(line, Condition.ALWAYS));
            }
        }
    }

    private static Encoding row(String line, Condition condition) {
        String[] columns = line.split("\\|", 4);
        Op op = Op.valueOf(columns[0].strip().toUpperCase(Locale.ROOT));
        int map = 0;
        int opcode = 0;
        int modRm = Encoding.NO_MODRM;
        boolean low3 = false;
        for (String word : words(columns[1])) {
            if (word.startsWith("/")) {
                modRm = word.equals("/r") ? Encoding.ANY : Integer.parseInt(word.substring(1));
            } else if (word.startsWith("=")) {
                modRm = Encoding.FIXED | Integer.parseInt(word.substring(1), 16);
            } else if (word.equals("0F") && map == 0) {
                map = 1;
            } else if (word.equals("38") && map == 1) {
                map = 2;
            } else {
                low3 = word.endsWith("+");
                opcode = Integer.parseInt(word.replace("+", ""), 16);
            }
        }
        if (condition != Condition.ALWAYS) {
            opcode += condition.ordinal();
        }
        List<Form> forms = words(columns[2]).stream().map(Form::named).toList();
        List<String> attributes = words(columns[3]);
        return new Encoding(
                op,
                condition,
                map,
                opcode,
                low3,
                modRm,
                forms,
                size(attributes, forms),
                attributes.contains("s16") ? 2 : attributes.contains("s32") ? 4 : attributes.contains("s64") ? 8 : 0,
                prefix(attributes),
                !attributes.contains("no64"),
                !attributes.contains("only64"),
                attributes.contains("lock"),
                attributes.contains("addr"),
                attributes.contains("alias") ? Use.DECODE : attributes.contains("swap") ? Use.ENCODE : Use.BOTH);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    private static Size size(List<String> attributes, List<Form> forms) {
        if (attributes.contains("b")) {
            return Size.BYTE;
        }
        if (attributes.contains("w")) {
            return Size.WORD;
        }
        for (Size size : Size.values()) {
            if (attributes.contains(size.name().toLowerCase(Locale.ROOT))) {
                return size;
            }
        }
        boolean only = attributes.contains("s16") || attributes.contains("s32") || attributes.contains("s64");
        return forms.isEmpty() && !only ? Size.NONE : Size.ANY;
    }

    private static int prefix(List<String> attributes) {
        return attributes.contains("66")
                ? 0x66
                : attributes.contains("F2")
                        ? 0xF2
                        : attributes.contains("F3") ? 0xF3 : attributes.contains("np") ? Encoding.NO_PREFIX : 0;
    }

    private static List<List<Encoding>> byOpcode() {
        List<List<Encoding>> index = new ArrayList<>();
        for (int i = 0; i < MAPS << 8; i++) {
            index.add(new ArrayList<>());
        }
        for (boolean prefixed : new boolean[] {true, false}) {
            for (Encoding row : ALL) {
                for (int i = 0;
                        row.use() != Use.ENCODE && prefixed == row.prefix() > 0 && i < (row.low3() ? 8 : 1);
                        i++) {
                    index.get(row.map() << 8 | row.opcode() + i).add(row);
                }
            }
        }
        return index.stream().map(List::copyOf).toList();
    }

    private static Map<Op, List<Encoding>> byOp() {
        Map<Op, List<Encoding>> index = new EnumMap<>(Op.class);
        for (Encoding row : ALL) {
            if (row.use() != Use.DECODE) {
                index.computeIfAbsent(row.op(), op -> new ArrayList<>()).add(row);
            }
        }
        return Collections.unmodifiableMap(index);
    }
}
