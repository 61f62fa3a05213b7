package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Judges tables, cell by cell. */
final class TableJudge {
    private TableJudge() {}

    static Finding judge(Check.Table check, Answers answers) {
        Answer answer = answers.in(check.cell()).orElse(null);
        if (answer == null || !(answer.spec() instanceof AnswerSpec.Table spec)) {
            return Finding.of(false, Observation.of("", "none", ""));
        }
        TableText read = TableText.read(answer.source(), spec);
        if (!read.complaints().isEmpty()) {
            return Finding.unreadable(read.complaints().getFirst());
        }
        int asked = 0;
        boolean blank = true;
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> row : check.values().entrySet()) {
            Map<String, String> typed = read.values().getOrDefault(row.getKey(), Map.of());
            for (AnswerSpec.Column column : spec.columns()) {
                Object right = row.getValue().get(column.name());
                if (right != null) {
                    asked++;
                    String value = typed.getOrDefault(column.name(), "");
                    blank &= value.isEmpty();
                    if (!same(column, text(column, right, answers.given()), value)) {
                        wrong.add(row.getKey() + "." + column.name());
                    }
                }
            }
        }
        int good = asked - wrong.size();
        Observation seen = Observation.of(
                "", blank ? "none" : wrong.isEmpty() ? "right" : String.join(",", wrong), good + " of " + asked);
        if (wrong.isEmpty()) {
            return Finding.of(true, seen);
        }
        Text count = new Text(asked + " 个值中有 " + good + " 个正确。", good + " of " + asked + " values are right.");
        return Finding.partly(check.partial() ? good / (double) asked : 0, seen, count);
    }

    /** A right value as this student might type it. Files hold 0x1f as the number 31: in hexadecimal that is 1f again. */
    static String text(AnswerSpec.Column column, Object right, Map<String, Double> given) {
        if (column.type() == AnswerSpec.ColumnType.HEX && Formula.is(right)) {
            return "0x"
                    + Long.toHexString(
                            (long) Formula.value((String) right, given).value());
        }
        boolean hex = column.type() == AnswerSpec.ColumnType.HEX && (right instanceof Integer || right instanceof Long);
        return hex
                ? "0x" + Long.toHexString(((Number) right).longValue())
                : Formula.text(String.valueOf(right).strip(), given);
    }

    /** Whether what was typed into a cell is the right value; nothing typed never is. */
    static boolean same(AnswerSpec.Column column, String right, String typed) {
        if (typed.isEmpty()) {
            return false;
        }
        return switch (column.type()) {
            case NUMBER -> sameNumber(right, typed, column.unit());
            case HEX -> sameNumber(hex(right), hex(typed), column.unit());
            case WORD -> right.strip().equalsIgnoreCase(typed);
            case ADDRESS ->
                Ipv4Address.parse(typed).isPresent() && Ipv4Address.parse(typed).equals(Ipv4Address.parse(right));
        };
    }

    /** Words such as {@code -} for "no such value" are compared as words. */
    private static boolean sameNumber(String right, String typed, String unit) {
        NumberText wanted = NumberText.read(right, unit);
        NumberText found = NumberText.read(typed, unit);
        if (!wanted.problem().isEmpty()) {
            return right.strip().equalsIgnoreCase(typed);
        }
        return found.problem().isEmpty() && found.value() == wanted.value();
    }

    private static String hex(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replaceFirst("(?<=[0-9a-f])h$", "");
        return digits.matches("[0-9a-f_]+") ? "0x" + digits : digits;
    }
}
