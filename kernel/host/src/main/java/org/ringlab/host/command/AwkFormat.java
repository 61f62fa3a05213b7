package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.command.AwkLexer.Mistake;

/** awk's {@code printf}. */
final class AwkFormat {
    private AwkFormat() {}

    /** {@code %s %d %i %c %x %o %f} with width and precision. */
    static String formatted(List<String> texts) throws Mistake {
        if (texts.isEmpty()) {
            throw new Mistake("printf: no format");
        }
        StringBuilder out = new StringBuilder();
        Matcher directive = Pattern.compile("%([-+ 0#]*)(\\d{0,4})(?:\\.(\\d{0,3}))?([a-zA-Z%])")
                .matcher(texts.getFirst());
        int next = 1;
        int at = 0;
        while (directive.find(at)) {
            out.append(texts.getFirst(), at, directive.start());
            at = directive.end();
            char kind = directive.group(4).charAt(0);
            if (kind == '%') {
                out.append('%');
                continue;
            }
            String text = next < texts.size() ? texts.get(next++) : "";
            String flags = directive.group(1);
            String precision = directive.group(3) == null ? "" : directive.group(3);
            double number = AwkValue.of(text).value();
            String body = switch (kind) {
                case 'd', 'i' -> (flags.contains("+") && number >= 0 ? "+" : "") + (long) number;
                case 'x' -> Long.toHexString((long) number);
                case 'X' -> Long.toHexString((long) number).toUpperCase(Locale.ROOT);
                case 'o' -> Long.toOctalString((long) number);
                case 'c' -> text.substring(0, Math.min(1, text.length()));
                case 'f' -> String.format(Locale.ROOT, "%." + (precision.isEmpty() ? "6" : precision) + "f", number);
                case 's' ->
                    precision.isEmpty()
                            ? text
                            : text.substring(0, Math.min(text.length(), Integer.parseInt(precision)));
                default -> throw new Mistake("not simulated: %" + kind);
            };
            int width = directive.group(2).isEmpty() ? 0 : Integer.parseInt(directive.group(2));
            boolean zeros = flags.contains("0") && !flags.contains("-") && "dixXof".indexOf(kind) >= 0;
            int missing = Math.max(0, width - body.length());
            boolean negative = body.startsWith("-");
            out.append(
                    flags.contains("-")
                            ? body + " ".repeat(missing)
                            : zeros
                                    ? (negative ? "-" : "") + "0".repeat(missing) + body.substring(negative ? 1 : 0)
                                    : " ".repeat(missing) + body);
        }
        return out.append(texts.getFirst().substring(at)).toString();
    }
}
