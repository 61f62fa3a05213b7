package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.AnsiEscapes;
import org.ringlab.host.shell.Declarations;
import org.ringlab.host.shell.NumberText;
import org.ringlab.host.shell.Quoting;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Variables;

/** {@code printf}, bash's builtin; the format is used again while arguments are left. */
final class PrintfCommand extends NamedCommand {
    private static final Pattern DIRECTIVE = Pattern.compile(
            "%([-+ 0#]*)(\\*|\\d{1,4})?(?:\\.(\\*|\\d{0,4}))?(?:\\(([^)]*)\\))?(?:hh|h|ll|l|j|z|t|L)?([a-zA-Z%])");
    private static final Pattern REAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final int MAX_ROUNDS = 10_000;

    PrintfCommand() {
        super("printf", "printf FORMAT [ARGUMENT]...: print in a form (%s %d %x %o %c %b %%)", "-v");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean variable = args.size() > 1 && args.getFirst().equals("-v");
        List<String> rest = variable ? args.subList(2, args.size()) : args;
        rest = !rest.isEmpty() && rest.getFirst().equals("--") ? rest.subList(1, rest.size()) : rest;
        if (rest.isEmpty()) {
            io.err().line("printf: usage: printf [-v var] format [arguments]");
            return 2;
        }
        Run run = new Run(session, io, rest.subList(1, rest.size()));
        run.print(rest.getFirst());
        if (variable) {
            return assigned(session, args.get(1), run.out.toString(), io) ? run.status : 1;
        } else {
            io.out().print(run.out.toString());
        }
        return run.status;
    }

    private static boolean assigned(Session session, String name, String value, Streams io) {
        int bracket = name.indexOf('[');
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*(\\[.+\\])?")) {
            io.err().line(session.where() + "printf: `" + name + "': not a valid identifier");
            return false;
        }
        if (bracket < 0) {
            return Variables.assign(session, name, value, io.err());
        }
        return Declarations.run(session, "declare", List.of("-g", name + "=" + value), io) == 0;
    }

    /** One call. */
    private static final class Run {
        private final Session session;
        private final Streams io;
        private final List<String> arguments;
        private final StringBuilder out = new StringBuilder();
        private int next;
        private int status;
        private boolean ended;

        Run(Session session, Streams io, List<String> arguments) {
            this.session = session;
            this.io = io;
            this.arguments = arguments;
        }

        void print(String format) {
            for (int round = 0; round < MAX_ROUNDS && !ended; round++) {
                int before = next;
                round(format);
                if (next >= arguments.size() || next == before) {
                    return;
                }
            }
        }

        private void round(String format) {
            Matcher directive = DIRECTIVE.matcher(format);
            int at = 0;
            while (at < format.length() && !ended) {
                int percent = format.indexOf('%', at);
                out.append(AnsiEscapes.decode(format.substring(at, percent < 0 ? format.length() : percent), false));
                if (percent < 0) {
                    return;
                }
                if (!directive.find(percent) || directive.start() != percent) {
                    String rest = format.substring(percent + 1);
                    complain(
                            rest.replaceFirst("^[-+ 0#]*[0-9]*(\\.[0-9]*)?(hh|h|ll|l|j|z|t|L)?", "")
                                            .isEmpty()
                                    ? "`%" + rest + "': missing format character"
                                    : "`" + rest.charAt(0) + "': invalid format character");
                    ended = true;
                    return;
                }
                one(directive);
                at = directive.end();
            }
        }

        private void one(Matcher m) {
            char kind = m.group(5).charAt(0);
            if (kind == '%') {
                out.append('%');
                return;
            }
            String flags = m.group(1);
            String width = "*".equals(m.group(2)) ? argument() : m.group(2) == null ? "" : m.group(2);
            if (width.startsWith("-")) {
                flags += "-";
                width = width.substring(1);
            }
            int precision = m.group(3) == null
                    ? -1
                    : m.group(3).equals("*")
                            ? (int) number(argument())
                            : m.group(3).isEmpty() ? 0 : Integer.parseInt(m.group(3));
            String text;
            switch (kind) {
                case 's', 'b', 'c', 'q' -> {
                    String argument = argument();
                    String value = kind == 'b'
                            ? unescaped(argument)
                            : kind == 'c'
                                    ? argument.substring(0, Math.min(1, argument.length()))
                                    : kind == 'q' ? Quoting.escaped(argument) : argument;
                    text = precision >= 0 && kind != 'c'
                            ? value.substring(0, Math.min(precision, value.length()))
                            : value;
                    flags = flags.replace("0", "");
                }
                case 'd', 'i', 'u', 'x', 'X', 'o' -> {
                    long value = number(argument());
                    String digits = switch (kind) {
                        case 'x' -> Long.toHexString(value);
                        case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
                        case 'o' -> Long.toOctalString(value);
                        case 'u' -> Long.toUnsignedString(value);
                        default -> String.valueOf(Math.abs(value)).replace("-", "");
                    };
                    digits = "0".repeat(Math.max(0, precision - digits.length())) + digits;
                    String prefix = flags.contains("#") && value != 0
                            ? kind == 'x' ? "0x" : kind == 'X' ? "0X" : kind == 'o' ? "0" : ""
                            : "";
                    boolean signed = kind == 'd' || kind == 'i';
                    String sign = signed && value < 0
                            ? "-"
                            : signed && flags.contains("+") ? "+" : signed && flags.contains(" ") ? " " : "";
                    boolean zeros = flags.contains("0") && !flags.contains("-") && precision < 0 && !width.isEmpty();
                    int missing = zeros
                            ? Math.max(0, Integer.parseInt(width) - digits.length() - sign.length() - prefix.length())
                            : 0;
                    text = sign + prefix + "0".repeat(missing) + digits;
                }
                case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                    String number = NumberText.of(real(argument()), kind, flags, precision);
                    out.append(NumberText.padded(number, flags, width.isEmpty() ? 0 : (int) number(width)));
                    return;
                }
                case 'T' -> {
                    String given = argument();
                    long now = SimClock.BOOT_EPOCH_SECONDS
                            + session.machine().stack().network().clock().nanos() / SimClock.SECOND;
                    long seconds = given.isEmpty() || given.equals("-1")
                            ? now
                            : given.equals("-2") ? SimClock.BOOT_EPOCH_SECONDS : number(given);
                    String form = m.group(4) == null || m.group(4).isEmpty() ? "%H:%M:%S" : m.group(4);
                    text = TimeFormat.write(form, LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
                }
                case 'a', 'A', 'n' -> {
                    io.err().line("printf: not simulated: %" + kind);
                    status = 1;
                    ended = true;
                    return;
                }
                default -> {
                    complain("`" + kind + "': invalid format character");
                    ended = true;
                    return;
                }
            }
            int size = width.isEmpty() ? 0 : (int) number(width);
            String pad = " ".repeat(Math.max(0, size - text.length()));
            out.append(flags.contains("-") ? text + pad : pad + text);
        }

        private String argument() {
            return next < arguments.size() ? arguments.get(next++) : "";
        }

        /** {@code %b}: {@code \c} ends all output. */
        private String unescaped(String text) {
            int end = text.indexOf("\\c");
            ended |= end >= 0;
            return AnsiEscapes.escaped(end < 0 ? text : text.substring(0, end));
        }

        private double real(String text) {
            String word = text.strip();
            if (word.length() > 1 && (word.charAt(0) == '\'' || word.charAt(0) == '"')) {
                return word.codePointAt(1);
            }
            Matcher number = REAL.matcher(word);
            if (number.lookingAt() && number.end() > 0) {
                if (number.end() < word.length()) {
                    complain(text + ": invalid number");
                }
                return Double.parseDouble(number.group());
            }
            if (word.matches("[-+]?(?i:inf|infinity|nan)")) {
                double size = word.toLowerCase(Locale.ROOT).contains("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
                return word.startsWith("-") ? -size : size;
            }
            if (!text.isEmpty()) {
                number(text);
            }
            return word.matches("[-+]?0[xX][0-9a-fA-F]+") ? number(text) : 0;
        }

        private long number(String text) {
            String word = text.strip();
            if (word.length() > 1 && (word.charAt(0) == '\'' || word.charAt(0) == '"')) {
                return word.codePointAt(1);
            }
            boolean negative = word.startsWith("-");
            String digits = negative || word.startsWith("+") ? word.substring(1) : word;
            int radix = digits.matches("0[xX].*") ? 16 : digits.matches("0[0-7].*") ? 8 : 10;
            String plain = radix == 16 ? digits.substring(2) : digits;
            int end = 0;
            while (end < plain.length() && Character.digit(plain.charAt(end), radix) >= 0) {
                end++;
            }
            if (end < plain.length() || plain.isEmpty() && !text.isEmpty()) {
                complain(text + ": invalid "
                        + (radix == 8 && plain.length() > end && Character.isDigit(plain.charAt(end))
                                ? "octal number"
                                : radix == 16 ? "hex number" : "number"));
            }
            Optional<Long> value = Optional.empty();
            try {
                value = Optional.of(end == 0 ? 0L : Long.parseUnsignedLong(plain.substring(0, end), radix));
            } catch (NumberFormatException tooLong) {
                complain(text + ": Numerical result out of range");
            }
            return (negative ? -1 : 1) * value.orElse(Long.MAX_VALUE);
        }

        private void complain(String what) {
            io.err().line(session.where() + "printf: " + what);
            status = 1;
        }
    }
}
