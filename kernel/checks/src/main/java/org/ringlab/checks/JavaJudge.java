package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.JavaProgram.Reply;

/** Judges the values that a student's Java code answers with. */
final class JavaJudge {
    private JavaJudge() {}

    static Finding judge(Check.JavaCalls check, Answers answers) {
        if (answers.text(check.cell()).isBlank()) {
            return Finding.of(false, Observation.of("", "none", ""));
        }
        JavaProgram program = answers.programs().get(check.cell());
        if (program == null) {
            return Finding.of(false, Observation.of("", "compile-error", ""));
        }
        List<JavaProgram.Call> calls = new ArrayList<>();
        check.calls().forEach(call -> calls.add(call.call()));
        List<Reply> replies = program.run(calls);
        for (int i = 0; i < check.calls().size(); i++) {
            Check.ExpectedCall expected = check.calls().get(i);
            Reply reply = i < replies.size() ? replies.get(i) : new Reply.Stopped("ended");
            String found = found(reply);
            boolean good = switch (reply) {
                case Reply.Value value ->
                    expected.exception().isEmpty() && same(expected.gives(), value.value(), check.tolerance());
                case Reply.Thrown thrown -> thrown.type().equals(expected.exception());
                case Reply.Stopped stopped -> false;
            };
            if (!good) {
                String detail = expected.call().method() + expected.call().with() + " gave " + detail(reply);
                return Finding.explained(
                        false,
                        Observation.of("", found, detail),
                        List.of(),
                        List.of(JavaWords.wrong(calls.subList(0, i), expected, reply)),
                        Text.NONE);
            }
        }
        return Finding.of(true, Observation.of("", "as-asked", ""));
    }

    private static String found(Reply reply) {
        return switch (reply) {
            case Reply.Value value -> "other-value";
            case Reply.Thrown thrown -> thrown.type();
            case Reply.Stopped stopped -> stopped.why();
        };
    }

    private static String detail(Reply reply) {
        return switch (reply) {
            case Reply.Value value -> String.valueOf(value.value());
            case Reply.Thrown thrown ->
                thrown.type() + (thrown.line() > 0 ? " in line " + thrown.line() : "") + ": " + thrown.message();
            case Reply.Stopped stopped -> stopped.why();
        };
    }

    /** Whether two trees are the same; numbers by their value, 1 and 1.0 alike. */
    static boolean same(@Nullable Object right, @Nullable Object found, double tolerance) {
        return switch (right) {
            case null -> found == null;
            case Number number ->
                found instanceof Number other
                        && (whole(number) && whole(other)
                                ? distance(number.longValue(), other.longValue()) <= tolerance
                                : Math.abs(number.doubleValue() - other.doubleValue()) <= tolerance);
            case List<?> list -> found instanceof List<?> others && sameItems(list, others, tolerance);
            case Map<?, ?> map -> found instanceof Map<?, ?> others && sameEntries(map, others, tolerance);
            default -> right.equals(found);
        };
    }

    private static boolean sameItems(List<?> right, List<?> found, double tolerance) {
        boolean same = right.size() == found.size();
        for (int i = 0; same && i < right.size(); i++) {
            same = same(right.get(i), found.get(i), tolerance);
        }
        return same;
    }

    private static boolean sameEntries(Map<?, ?> right, Map<?, ?> found, double tolerance) {
        return right.size() == found.size()
                && right.entrySet().stream().allMatch(entry -> {
                    String key = String.valueOf(entry.getKey());
                    return found.containsKey(key) && same(entry.getValue(), found.get(key), tolerance);
                });
    }

    private static boolean whole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }

    /** How far apart two numbers are; the difference of the farthest fits no {@code long}. */
    private static double distance(long one, long other) {
        return one == other ? 0 : Math.max(1, Math.abs((double) one - (double) other));
    }
}
