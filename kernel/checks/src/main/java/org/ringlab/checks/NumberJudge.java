package org.ringlab.checks;

import java.util.Map;

/** Judges numbers. */
final class NumberJudge {
    private NumberJudge() {}

    static Finding judge(Check.NumberValue check, String answer, Map<String, Double> given) {
        NumberText read = NumberText.read(answer, check.unit());
        if (!read.problem().isEmpty()) {
            return Finding.unreadable(read.problem());
        }
        double right = check.formula().isEmpty()
                ? check.value()
                : Formula.value(check.formula(), given).value();
        double slack = check.relative() ? Math.abs(right) * check.tolerance() : check.tolerance();
        // A hair more than the tolerance: 0.1 + 0.2 is not 0.3 in binary.
        double hair = Math.ulp(Math.max(Math.abs(right), Math.abs(read.value()))) * 4;
        return Finding.of(
                Math.abs(read.value() - right) <= slack + hair,
                Observation.of("", plain(read.value()), answer.strip()));
    }

    /** 42 for 42.0. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
