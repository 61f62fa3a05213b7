package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.shell.NumberText;

/** awk's {@code printf} and {@code sprintf}. */
final class AwkFormat {
    private static final Pattern DIRECTIVE =
            Pattern.compile("%([-+ 0#]*)(\\*|\\d{0,4})(?:\\.(\\*|\\d{0,3}))?(?:hh|h|ll|l)?([a-zA-Z%])");

    private AwkFormat() {}

    /** The first value is the form, the others go into it. */
    static String formatted(List<AwkValue> values) throws Mistake {
        if (values.isEmpty()) {
            throw new Mistake("printf: no format");
        }
        String form = values.getFirst().text();
        StringBuilder out = new StringBuilder();
        Matcher directive = DIRECTIVE.matcher(form);
        int next = 1;
        int at = 0;
        while (directive.find(at)) {
            out.append(form, at, directive.start());
            at = directive.end();
            char kind = directive.group(4).charAt(0);
            if (kind == '%') {
                out.append('%');
                continue;
            }
            String flags = directive.group(1);
            String width = directive.group(2);
            String precision = directive.group(3);
            if (width.equals("*")) {
                int given = next < values.size() ? (int) values.get(next++).value() : 0;
                flags += given < 0 ? "-" : "";
                width = String.valueOf(Math.abs(given));
            }
            if ("*".equals(precision)) {
                precision = String.valueOf(
                        next < values.size() ? (int) values.get(next++).value() : 0);
            }
            AwkValue value = next < values.size() ? values.get(next++) : AwkValue.UNSET;
            int digits = precision == null ? -1 : precision.isEmpty() ? 0 : Integer.parseInt(precision);
            String body = body(kind, flags, digits, value);
            String padding = "sc".indexOf(kind) >= 0 || digits >= 0 && "diuxXo".indexOf(kind) >= 0
                    ? flags.replace("0", "")
                    : flags;
            out.append(NumberText.padded(body, padding, width.isEmpty() ? 0 : Integer.parseInt(width)));
        }
        return out.append(form.substring(at)).toString();
    }

    private static String body(char kind, String flags, int digits, AwkValue value) throws Mistake {
        return switch (kind) {
            case 'd', 'i' -> {
                if (Double.isNaN(value.value()) || Double.isInfinite(value.value())) {
                    yield NumberText.of(value.value(), 'f', flags, 0);
                }
                long whole = (long) value.value();
                String size = String.valueOf(Math.abs(whole)).replace("-", "");
                String sign = whole < 0 ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
                yield sign + "0".repeat(Math.max(0, digits - size.length())) + size;
            }
            case 'u' -> Long.toUnsignedString((long) value.value());
            case 'x', 'X' -> {
                String hex = Long.toHexString((long) value.value());
                String all = (flags.contains("#") ? "0x" : "") + "0".repeat(Math.max(0, digits - hex.length())) + hex;
                yield kind == 'X' ? all.toUpperCase(Locale.ROOT) : all;
            }
            case 'o' -> (flags.contains("#") ? "0" : "") + Long.toOctalString((long) value.value());
            case 'c' ->
                value.number() && !value.text().isEmpty()
                        ? Character.toString((int) value.value() & 0xFFFF)
                        : value.text().substring(0, Math.min(1, value.text().length()));
            case 'e', 'E', 'f', 'F', 'g', 'G' -> NumberText.of(value.value(), kind, flags, digits);
            case 's' ->
                digits < 0
                        ? value.text()
                        : value.text().substring(0, Math.min(value.text().length(), digits));
            default -> throw new Mistake("not simulated: %" + kind);
        };
    }
}
