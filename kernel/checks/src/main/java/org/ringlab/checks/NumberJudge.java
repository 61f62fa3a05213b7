package org.ringlab.checks;

/** Judges numbers. */
final class NumberJudge {
    private NumberJudge() {}

    static Finding judge(Check.NumberValue check, String answer) {
        NumberText read = NumberText.read(answer, check.unit());
        if (!read.problem().isEmpty()) {
            return Finding.of(
                    false, Observation.of("", "unreadable", read.problem().en()));
        }
        double slack = check.relative() ? Math.abs(check.value()) * check.tolerance() : check.tolerance();
        // A hair more than the tolerance: 0.1 + 0.2 is not 0.3 in binary.
        double hair = Math.ulp(Math.max(Math.abs(check.value()), Math.abs(read.value()))) * 4;
        return Finding.of(
                Math.abs(read.value() - check.value()) <= slack + hair,
                Observation.of("", plain(read.value()), answer.strip()));
    }

    /** 42 for 42.0. */
    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
