package org.ringlab.cpu.code;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Operand.SegReg;

/** The names of registers. */
public final class Registers {
    private static final List<String> LEGACY = List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di");
    private static final List<String> HIGH = List.of("ah", "ch", "dh", "bh");

    private static final Map<String, Operand> BY_NAME = byName();

    private Registers() {}

    /**
     * The name of a general register.
     *
     * @param number 0..15
     * @param size 1, 2, 4 or 8
     */
    public static String name(int number, int size) {
        if (number >= 8) {
            return "r" + number + (size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "d" : "");
        }
        String legacy = LEGACY.get(number);
        return switch (size) {
            case 1 -> number < 4 ? legacy.charAt(0) + "l" : legacy + "l";
            case 2 -> legacy;
            case 4 -> "e" + legacy;
            default -> "r" + legacy;
        };
    }

    /** The name of a register operand, without percent sign; empty where it is none. */
    public static String name(Operand operand) {
        return switch (operand) {
            case Reg reg -> reg.high() ? HIGH.get(reg.number()) : name(reg.number(), reg.size());
            case SegReg reg -> reg.segment().text();
            case ControlReg reg -> "cr" + reg.number();
            case DebugReg reg -> "dr" + reg.number();
            case Operand.Mem mem -> "";
            case Operand.Imm imm -> "";
            case Operand.Rel rel -> "";
            case Operand.FarPtr far -> "";
        };
    }

    /** The register of a name in any case, or null. Control and debug registers have size 0: the mode gives it. */
    public static @Nullable Operand of(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Every name, for suggestions. */
    static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    private static Map<String, Operand> byName() {
        Map<String, Operand> names = new HashMap<>();
        for (int size = 1; size <= 8; size *= 2) {
            for (int number = 0; number < 16; number++) {
                names.put(name(number, size), new Reg(number, size));
            }
        }
        for (int i = 0; i < 4; i++) {
            names.put(HIGH.get(i), new Reg(i, 1, true));
        }
        for (Segment segment : Segment.values()) {
            names.put(segment.text(), new SegReg(segment));
        }
        for (int i = 0; i < 16; i++) {
            names.put("cr" + i, new ControlReg(i, 0));
            names.put("dr" + i, new DebugReg(i, 0));
            names.put("db" + i, new DebugReg(i, 0));
        }
        return Map.copyOf(names);
    }
}
