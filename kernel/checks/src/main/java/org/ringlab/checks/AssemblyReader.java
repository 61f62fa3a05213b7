package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Registers;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.trial.Setup;
import org.ringlab.host.tree.Node;

/** Reads checks of kind {@code assembly}. */
final class AssemblyReader {
    static final List<String> KEYS = List.of("cell", "mode", "ring", "iopl", "registers", "memory", "budget", "expect");

    /** Flags that may be expected by themselves, as 0 or 1. */
    static final Map<String, Long> FLAGS = Map.of(
            "cf", Flag.CF, "pf", Flag.PF, "zf", Flag.ZF, "sf", Flag.SF, "if", Flag.IF, "df", Flag.DF, "of", Flag.OF);

    private AssemblyReader() {}

    static Check read(Node in, CheckTerms terms) {
        Node expect = in.child("expect");
        expect.onlyKeys(List.of("ends", "registers", "memory", "output", "at-most"));
        if (expect.isMissing()) {
            expect.error("check-assembly", "missing: what is expected", "{ends: finished, registers: {eax: 5}}");
        }
        int budget = in.child("budget").number(1, (int) Setup.MOST_BUDGET, (int) Setup.USUAL_BUDGET);
        Setup setup = new Setup(
                mode(in.child("mode")),
                in.child("ring").number(0, 3, 3),
                in.child("iopl").number(0, 3, 0),
                registers(in.child("registers"), false),
                memory(in.child("memory")),
                budget);
        return new Check.AssemblyRun(
                terms,
                CellCheckReader.cell(in),
                setup,
                expect.child("ends").text("finished"),
                registers(expect.child("registers"), true),
                memory(expect.child("memory")),
                expect.child("output").isMissing()
                        ? null
                        : expect.child("output").text(""),
                expect.child("at-most").number(1, budget, budget));
    }

    private static Mode mode(Node node) {
        String word = node.isMissing() ? "32" : node.text("32");
        return switch (word) {
            case "16" -> Mode.BITS16;
            case "32" -> Mode.BITS32;
            case "64" -> Mode.BITS64;
            default -> {
                node.error("check-assembly", "`" + word + "` is no mode", "16, 32 or 64");
                yield Mode.BITS32;
            }
        };
    }

    private static Map<String, Long> registers(Node node, boolean any) {
        Map<String, Long> registers = new LinkedHashMap<>();
        node.children().forEach((name, value) -> {
            Operand register = Registers.of(name);
            boolean known = register instanceof Operand.Reg
                    || name.equals("flags")
                    || any
                            && (FLAGS.containsKey(name)
                                    || register instanceof Operand.SegReg
                                    || register instanceof Operand.ControlReg);
            if (!known) {
                value.error(
                        "check-assembly",
                        "`" + name + "` is no register that this can be about",
                        "eax, rbx, cl, flags");
            }
            Long number = number(value);
            registers.put(name, number == null ? 0 : number);
        });
        return registers;
    }

    /** {@code [{at: 0x20000, size: 4, value: 7}]}; the size is 4 if it isn't said. */
    private static List<Setup.Patch> memory(Node node) {
        List<Setup.Patch> patches = new ArrayList<>();
        for (Node item : node.elements()) {
            item.onlyKeys(List.of("at", "size", "value"));
            Long at = number(item.child("at"));
            Long value = number(item.child("value"));
            if (at == null || at < 0 || at >= 0x10_0000) {
                item.child("at").error("check-assembly", "missing: an address in the first MiB", "0x20000");
            }
            patches.add(new Setup.Patch(
                    at == null ? 0 : at, item.child("size").number(1, 8, 4), value == null ? 0 : value));
        }
        return patches;
    }

    private static @Nullable Long number(Node node) {
        if (node.isMissing()) {
            return null;
        }
        String text = node.text("").toLowerCase(Locale.ROOT).replace("_", "");
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            node.error("check-assembly", "`" + text + "` is no number", "5, -1 or 0x20000");
            return null;
        }
    }
}
