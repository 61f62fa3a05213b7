package org.ringlab.checks;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as a student types it: {@code 64}, {@code 0x40}, {@code 0b1000000}, {@code 2^6}, {@code 1_000}, {@code 6.4e1},
 * with or without a unit ({@code 4 KiB}), a name in front ({@code hops = 2}), a semicolon behind; lines that are
 * comments ({@code #}, {@code //}) don't count. Or as a Java expression that comes to one: {@code 1L << 23}, {@code 3 * 4096 + 12}.
 *
 * @param value in the unit asked for; 0 where there is a problem
 * @param problem why it can't be read; empty where it can
 */
public record NumberText(double value, Text problem) {
    private static final Pattern SHAPE =
            Pattern.compile("(?:[A-Za-z][A-Za-z_ ]*=)?\\s*(?<number>[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+"
                    + "|[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
                    + "|[0-9]{1,9}\\s*(?:\\^|\\*\\*)\\s*[0-9]{1,4}))\\s*(?<unit>[A-Za-z%][A-Za-z/]*)?\\s*;?");

    private static final Pattern SUM =
            Pattern.compile("(?:[A-Za-z][A-Za-z_ ]*=)?(?<sum>[0-9a-fA-FxXlL_+\\-*/%<>&|()\\s]*[0-9a-fA-FlL)])\\s*;?");
    /** Where a rest that Java drops could be made good again. */
    private static final Pattern DIVIDED_FURTHER = Pattern.compile("/[^/]*[*/%]");

    private static final int MOST_CHARACTERS = 200;

    /**
     * Reads an answer.
     *
     * @param text what the cell holds; untrusted
     * @param unit the unit asked for, empty for none; an answer without a unit is taken to be in it
     */
    public static NumberText read(String text, String unit) {
        StringBuilder lines = new StringBuilder();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
                .limit(2)
                .forEach(line -> lines.append(lines.isEmpty() ? "" : "\n").append(line));
        String answer = lines.toString();
        if (answer.isEmpty()) {
            return problem("还没有填写数值。", "There is no number yet.");
        }
        for (int i = 0; i < answer.length(); i++) {
            if (answer.charAt(i) > 126) {
                return problem(
                        "第 " + (i + 1) + " 个字符“" + answer.charAt(i) + "”不是半角字符，请用英文输入法重写。",
                        "Character " + (i + 1) + ", \"" + answer.charAt(i) + "\", is no plain ASCII; type it again.");
            }
        }
        Matcher shape = SHAPE.matcher(answer);
        boolean isShort = answer.length() <= MOST_CHARACTERS;
        if (!isShort || !shape.matches()) {
            OptionalDouble worth = isShort ? expression(answer) : OptionalDouble.empty();
            return worth.isPresent()
                    ? new NumberText(worth.getAsDouble(), Text.NONE)
                    : problem("这里应当只有一个数，例如 64 或 4 KiB。", "Expected one number, for example 64 or 4 KiB.");
        }
        double value = number(shape.group("number").replace("_", "").replace(" ", ""));
        if (!Double.isFinite(value)) {
            return problem("这个数太大。", "The number is too big.");
        }
        return inUnit(value, Optional.ofNullable(shape.group("unit")).orElse(""), unit);
    }

    /**
     * What whole numbers, added, multiplied or shifted, come to. {@code ^} isn't among the operators: some mean a power. A
     * division that leaves a rest isn't either: Java drops it.
     */
    private static OptionalDouble expression(String answer) {
        Matcher sum = SUM.matcher(answer);
        if (!sum.matches() || DIVIDED_FURTHER.matcher(answer).find()) {
            return OptionalDouble.empty();
        }
        String plain = sum.group("sum").replace("_", "").replaceAll("(?<=[0-9a-fA-F])[lL]", "");
        Formula.Result result = Formula.value("=" + plain, Map.of());
        boolean whole = result.problem().isEmpty() && result.value() == Math.rint(result.value());
        return whole ? OptionalDouble.of(result.value()) : OptionalDouble.empty();
    }

    private static NumberText inUnit(double value, String written, String wanted) {
        if (written.isEmpty() || written.equals(wanted)) {
            return new NumberText(value, Text.NONE);
        }
        Optional<Units.Unit> from = Units.find(written);
        Optional<Units.Unit> to = Units.find(wanted);
        if (from.isEmpty()
                || to.isEmpty()
                || !from.get().dimension().equals(to.get().dimension())) {
            String asked = wanted.isEmpty() ? "none" : wanted;
            return problem(
                    "单位 " + written + " 不对，这里的单位是：" + (wanted.isEmpty() ? "无" : wanted) + "。",
                    "The unit " + written + " doesn't fit; the unit here: " + asked + ".");
        }
        return new NumberText(value * from.get().factor() / to.get().factor(), Text.NONE);
    }

    private static double number(String text) {
        String digits = text.toLowerCase(Locale.ROOT).replace("**", "^");
        double sign = digits.startsWith("-") ? -1 : 1;
        digits = digits.replaceFirst("^[+-]", "");
        if (digits.startsWith("0x")) {
            return sign * whole(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return sign * whole(digits.substring(2), 2);
        }
        int power = digits.indexOf('^');
        return sign
                * (power < 0
                        ? Double.parseDouble(digits)
                        : Math.pow(
                                Double.parseDouble(digits.substring(0, power)),
                                Double.parseDouble(digits.substring(power + 1))));
    }

    private static double whole(String digits, int radix) {
        return digits.isEmpty() ? Double.NaN : new BigInteger(digits, radix).doubleValue();
    }

    private static NumberText problem(String zh, String en) {
        return new NumberText(0, new Text(zh, en));
    }
}
