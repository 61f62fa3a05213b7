package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ringlab.netfilter.rules.U32Match.Operator;
import org.ringlab.netfilter.rules.U32Match.Range;
import org.ringlab.netfilter.rules.U32Match.Step;
import org.ringlab.netfilter.rules.U32Match.Test;

/** Reads the little language of {@code --u32}: {@code 0>>22&0x3C@4=0x1:0x5,7 && 4&0x3FFF=0}. */
final class U32Tests {
    private static final int MOST = 11;

    private final String text;
    private int at;

    U32Tests(String text) {
        this.text = text;
    }

    List<Test> read() throws IptablesError {
        List<Test> tests = new ArrayList<>();
        while (true) {
            tests.add(test());
            if (isAtEnd()) {
                return tests;
            }
            // Behind a value there is a comma, which was taken, or this.
            if (text.charAt(at) != '&') {
                throw complaint(at, "expected \",\" or \"&&\"");
            }
            at++;
            if (at == text.length() || text.charAt(at) != '&') {
                throw complaint(at, "a second '&' was expected");
            }
            if (tests.size() == MOST) {
                throw complaint(at, "too many \"&&\"s");
            }
            at++;
        }
    }

    private Test test() throws IptablesError {
        if (isAtEnd()) {
            throw IptablesError.parameter("u32: abrupt end of input after location specifier");
        }
        if (text.charAt(at) == '=') {
            throw complaint(at, "location spec missing");
        }
        long start = number();
        List<Step> steps = new ArrayList<>();
        while (!isAtEnd() && text.charAt(at) != '=') {
            if (steps.size() + 1 == MOST) {
                throw complaint(at, "too many operators");
            }
            Operator operator = operator();
            isAtEnd();
            steps.add(new Step(operator, number()));
        }
        if (isAtEnd()) {
            throw IptablesError.parameter("u32: abrupt end of input after location specifier");
        }
        at++;
        return new Test(start, steps, ranges());
    }

    private Operator operator() throws IptablesError {
        char sign = text.charAt(at);
        switch (sign) {
            case '&' -> {
                at++;
                return Operator.AND;
            }
            case '@' -> {
                at++;
                return Operator.AT;
            }
            case '<', '>' -> {
                at++;
                if (at == text.length() || text.charAt(at) != sign) {
                    throw complaint(at, "a second '" + sign + "' was expected");
                }
                at++;
                return sign == '<' ? Operator.LEFT : Operator.RIGHT;
            }
            default -> throw complaint(at, "operator expected");
        }
    }

    private List<Range> ranges() throws IptablesError {
        List<Range> ranges = new ArrayList<>();
        if (isAtEnd()) {
            throw IptablesError.parameter("u32: test ended with no value specified");
        }
        if (text.charAt(at) == '&' || text.charAt(at) == ',') {
            throw complaint(at, "value spec missing");
        }
        while (true) {
            long first = number();
            long last = first;
            if (!isAtEnd() && text.charAt(at) == ':') {
                at++;
                isAtEnd();
                last = number();
            }
            ranges.add(new Range(first, last));
            if (isAtEnd() || text.charAt(at) != ',') {
                return ranges;
            }
            if (ranges.size() == MOST) {
                throw complaint(at, "too many \",\"s");
            }
            at++;
            isAtEnd();
        }
    }

    private long number() throws IptablesError {
        int end = at;
        while (end < text.length() && Character.digit(text.charAt(end), 36) >= 0) {
            end++;
        }
        OptionalLong number = Numbers.parse(text.substring(at, end), 0xFFFF_FFFFL);
        if (number.isEmpty()) {
            throw complaint(at, "not a number or out of range");
        }
        at = end;
        return number.getAsLong();
    }

    /** Skips blanks. */
    private boolean isAtEnd() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at == text.length();
    }

    private static IptablesError complaint(int at, String what) {
        return IptablesError.parameter("u32: at char " + at + ": " + what);
    }
}
