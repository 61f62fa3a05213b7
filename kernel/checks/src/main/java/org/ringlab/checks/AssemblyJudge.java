package org.ringlab.checks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Registers;
import org.ringlab.cpu.trial.Setup;
import org.ringlab.cpu.trial.Trial;

/** Judges what a student's assembly does when it is run by itself. */
final class AssemblyJudge {
    private AssemblyJudge() {}

    /** What is wrong with a text in every mode; which one it is for, the checks alone know. */
    static List<Diagnostic> complaints(String source) {
        for (Mode mode : List.of(Mode.BITS32, Mode.BITS64, Mode.BITS16)) {
            Assembly program = Trial.assemble(source, mode);
            if (program.ok()) {
                return program.diagnostics();
            }
        }
        return Trial.assemble(source, Mode.BITS32).diagnostics();
    }

    static Finding judge(Check.AssemblyRun check, Answers answers) {
        String text = answers.text(check.cell());
        if (text.isBlank()) {
            return Finding.of(false, Observation.of("", "none", ""));
        }
        Assembly program = Trial.assemble(text, check.setup().mode());
        if (!Trial.fits(program)) {
            String why = program.diagnostics().stream().map(Diagnostic::text).collect(Collectors.joining("\n"));
            return Finding.of(
                    false,
                    Observation.of("", "assembly-error", why.isEmpty() ? "it doesn't lie in the first 636 KiB" : why));
        }
        Trial trial = Trial.run(program, check.setup());
        String ending = trial.ending().text();
        if (!check.ending().equals("*") && !check.ending().equals(ending)) {
            return failed(ending, "it ended with " + ending + " " + where(trial, program));
        }
        for (Map.Entry<String, Long> expected : check.registers().entrySet()) {
            Long found = found(trial, expected.getKey());
            long mask = mask(expected.getKey());
            if (found == null || (found & mask) != (expected.getValue() & mask)) {
                return failed(
                        "other-registers", expected.getKey() + " = 0x" + Long.toHexString(found == null ? 0 : found));
            }
        }
        for (Setup.Patch expected : check.memory()) {
            long found = trial.read(expected.address(), expected.size());
            if (found != (expected.value() & -1L >>> 64 - 8 * expected.size())) {
                return failed(
                        "other-memory",
                        "at 0x" + Long.toHexString(expected.address()) + " lies 0x" + Long.toHexString(found));
            }
        }
        String output = check.output();
        if (output != null && !output.equals(trial.output())) {
            return failed("other-output", "it wrote `" + trial.output() + "`");
        }
        if (trial.executed() > check.most()) {
            return failed("too-many", trial.executed() + " instructions");
        }
        return Finding.of(true, Observation.of("", ending, trial.executed() + " instructions"));
    }

    private static @Nullable Long found(Trial trial, String name) {
        Long flag = AssemblyReader.FLAGS.get(name);
        Long flags = trial.register("flags");
        return flag == null || flags == null ? trial.register(name) : Long.valueOf((flags & flag) == 0 ? 0 : 1);
    }

    private static long mask(String register) {
        return Registers.of(register) instanceof Operand.Reg reg ? -1L >>> 64 - 8 * reg.size() : -1;
    }

    private static String where(Trial trial, Assembly program) {
        return trial.steps().isEmpty()
                ? ""
                : program.lineAt(trial.steps().getLast().address())
                        .map(line -> "in line " + line.number() + ": "
                                + line.source().strip())
                        .orElse("");
    }

    private static Finding failed(String found, String detail) {
        return Finding.of(false, Observation.of("", found, detail.strip()));
    }
}
