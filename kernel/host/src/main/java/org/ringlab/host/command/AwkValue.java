package org.ringlab.host.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.shell.NumberText;

/**
 * A value of awk: a text that may be a number.
 *
 * @param text the text
 * @param value its number, 0 where it has none
 * @param number whether it counts as one in comparisons
 */
record AwkValue(String text, double value, boolean number) {
    /** What has no value yet: an empty text and zero. */
    static final AwkValue UNSET = new AwkValue("", 0, true);

    static AwkValue of(double number) {
        return of(number, "%.6g");
    }

    /** A number, whose text is written by {@code form} where it isn't whole. */
    static AwkValue of(double number, String form) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e16;
        return new AwkValue(whole ? String.valueOf((long) number) : written(number, form), number, true);
    }

    private static String written(double number, String form) {
        Matcher simple = Pattern.compile("%\\.?(\\d*)([efgEFG])").matcher(form);
        int digits = simple.matches() && !simple.group(1).isEmpty() ? Integer.parseInt(simple.group(1)) : 6;
        return NumberText.of(number, simple.matches() ? simple.group(2).charAt(0) : 'g', "", digits);
    }

    static AwkValue of(String text) {
        return new AwkValue(text, parsed(text), false);
    }

    /** What was read looks like a number or doesn't. */
    static AwkValue read(String text) {
        boolean number = text.strip().matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
        return new AwkValue(text, parsed(text), number);
    }

    private static double parsed(String text) {
        Matcher m = Pattern.compile("\\s*([-+]?(?:\\d{1,300}(?:\\.\\d{0,300})?|\\.\\d{1,300})(?:[eE][-+]?\\d{1,3})?)")
                .matcher(text);
        return m.lookingAt() ? Double.parseDouble(m.group(1)) : 0;
    }

    boolean holds() {
        return number ? value != 0 : !text.isEmpty();
    }

    /** 1 or 0. */
    static AwkValue truth(boolean holds) {
        return AwkValue.of(holds ? 1 : 0);
    }

    /** What an operator makes of two numbers. */
    static double calculated(double left, String operator, double right) throws Mistake {
        if (right == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw new Mistake("division by zero" + (operator.equals("%") ? " in %" : ""));
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            default -> Math.pow(left, right);
        };
    }
}
