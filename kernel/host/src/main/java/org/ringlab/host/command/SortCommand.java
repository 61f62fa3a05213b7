package org.ringlab.host.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sort} of coreutils, in the C locale: {@code -n -r -u -f -b -t -k -o}. */
final class SortCommand extends NamedCommand {
    private static final Pattern KEY = Pattern.compile(
            "(\\d{1,6})(?:\\.(\\d{1,6}))?([bdfghnrVi]*)(?:,(\\d{1,6})(?:\\.(\\d{1,6}))?([bdfghnrVi]*))?");
    private static final Pattern NUMBER = Pattern.compile("\\s*(-?\\d{0,40}(?:\\.\\d{0,40})?).*", Pattern.DOTALL);

    SortCommand() {
        super(
                "sort",
                "sort [-nrufb] [-t CHAR] [-k FIELD[,FIELD]]... [-o FILE] [FILE]...: sort lines",
                "-n",
                "-r",
                "-u",
                "-k",
                "-t",
                "-f");
    }

    /** Which part of a line is compared, and how. */
    private record Key(int from, int fromChar, int to, int toChar, String how) {}

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<Key> keys = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i).replaceFirst("^--key=?", "-k");
            if (!arg.startsWith("-k")) {
                rest.add(shortened(arg));
                continue;
            }
            String text = arg.length() > 2 ? arg.substring(2) : i + 1 < args.size() ? args.get(++i) : "";
            Optional<Key> key = key(text);
            if (key.isEmpty()) {
                io.err()
                        .line(
                                text.startsWith("0")
                                        ? "sort: field number is zero: invalid field specification '" + text + "'"
                                        : text.matches("[0-9].*")
                                                ? "sort: stray character in field spec: invalid field specification '"
                                                        + text + "'"
                                                : "sort: invalid number at field start: invalid count at start of '"
                                                        + text + "'");
                return 2;
            }
            keys.add(key.get());
        }
        Options options = Options.parse(rest, "nrufbst:o:cChVMgRzmd");
        if (options.complaint("sort").isPresent()) {
            return Texts.misuse(io, "sort", options.complaint("sort").get(), 2);
        }
        for (String option : List.of("-M", "-R")) {
            if (options.has(option)) {
                io.err().line("sort: not simulated: " + option);
                return 2;
            }
        }
        String separator = options.value("-t", "");
        if (separator.length() > 1 && !separator.equals("\\0")) {
            io.err().line("sort: multi-character tab '" + separator + "'");
            return 2;
        }
        List<String> lines = new ArrayList<>();
        for (String name : options.operands().isEmpty() ? List.of("-") : options.operands()) {
            try {
                lines.addAll(Texts.lines(
                        name.equals("-") ? io.in().rest() : session.files().read(session.resolve(name))));
            } catch (FileException e) {
                io.err()
                        .line(
                                FileException.IS_A_DIRECTORY.equals(e.getMessage())
                                        ? "sort: read failed: " + name + ": " + e.getMessage()
                                        : "sort: cannot read: " + name + ": " + e.getMessage());
                return 2;
            }
        }
        String global = (options.has("-n") ? "n" : "")
                + (options.has("-r") ? "r" : "")
                + (options.has("-f") ? "f" : "")
                + (options.has("-V") ? "V" : "")
                + (options.has("-h") ? "h" : "")
                + (options.has("-g") ? "g" : "")
                + (options.has("-d") ? "d" : "")
                + (options.has("-b") ? "b" : "");
        Comparator<String> order = order(keys, global, separator);
        boolean unique = options.has("-u");
        Comparator<String> last = global.contains("r") ? Comparator.reverseOrder() : Comparator.naturalOrder();
        if (options.has("-c") || options.has("-C")) {
            return checked(lines, unique || options.has("-s") ? order : order.thenComparing(last), unique, options, io);
        }
        lines.sort(unique || options.has("-s") ? order : order.thenComparing(last));
        StringBuilder out = new StringBuilder();
        String before = "";
        boolean first = true;
        for (String line : lines) {
            if (first || !unique || order.compare(before, line) != 0) {
                out.append(line).append('\n');
            }
            first = false;
            before = line;
        }
        if (!options.has("-o")) {
            io.out().print(out.toString());
            return 0;
        }
        try {
            session.files().write(session.resolve(options.value("-o", "")), out.toString());
            return 0;
        } catch (FileException e) {
            io.err().line("sort: open failed: " + options.value("-o", "") + ": " + e.getMessage());
            return 2;
        }
    }

    private static String shortened(String word) {
        return word.startsWith("--field-separator=")
                ? "-t" + word.substring("--field-separator=".length())
                : word.startsWith("--output=")
                        ? "-o" + word.substring("--output=".length())
                        : switch (word) {
                            case "--reverse" -> "-r";
                            case "--unique" -> "-u";
                            case "--numeric-sort" -> "-n";
                            case "--ignore-case" -> "-f";
                            case "--ignore-leading-blanks" -> "-b";
                            case "--dictionary-order" -> "-d";
                            case "--general-numeric-sort" -> "-g";
                            case "--human-numeric-sort" -> "-h";
                            case "--version-sort" -> "-V";
                            case "--stable" -> "-s";
                            case "--merge" -> "-m";
                            case "--check" -> "-c";
                            case "--zero-terminated" -> "-z";
                            default -> word;
                        };
    }

    /** {@code -c}: names the first line that is out of order. */
    private static int checked(
            List<String> lines, Comparator<String> order, boolean unique, Options options, Streams io) {
        for (int i = 1; i < lines.size(); i++) {
            int compared = order.compare(lines.get(i - 1), lines.get(i));
            if (compared > 0 || unique && compared == 0) {
                String file =
                        options.operands().isEmpty() ? "-" : options.operands().getFirst();
                if (options.has("-c")) {
                    io.err().line("sort: " + file + ":" + (i + 1) + ": disorder: " + lines.get(i));
                }
                return 1;
            }
        }
        return 0;
    }

    private static Optional<Key> key(String text) {
        Matcher m = KEY.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(1)) == 0) {
            return Optional.empty();
        }
        return Optional.of(new Key(
                Integer.parseInt(m.group(1)),
                m.group(2) == null ? 1 : Integer.parseInt(m.group(2)),
                m.group(4) == null ? 0 : Integer.parseInt(m.group(4)),
                m.group(5) == null ? 0 : Integer.parseInt(m.group(5)),
                m.group(3) + (m.group(6) == null ? "" : m.group(6))));
    }

    private static Comparator<String> order(List<Key> keys, String global, String separator) {
        if (keys.isEmpty()) {
            return compare(global);
        }
        Comparator<String> order = (a, b) -> 0;
        for (Key key : keys) {
            String how = key.how.isEmpty() ? global : key.how;
            Comparator<String> one = compare(how);
            order = order.thenComparing(
                    (a, b) -> one.compare(part(a, key, separator, how), part(b, key, separator, how)));
        }
        return order;
    }

    private static Comparator<String> compare(String how) {
        Comparator<String> order = how.contains("n")
                ? Comparator.comparing(SortCommand::number)
                : how.contains("V")
                        ? SortOrders::versions
                        : how.contains("h")
                                ? Comparator.comparing(SortOrders::human)
                                : how.contains("g")
                                        ? Comparator.comparing(
                                                (String s) -> AwkValue.of(s).value())
                                        : how.contains("d")
                                                ? Comparator.comparing(
                                                        (String s) -> s.replaceAll("[^A-Za-z0-9 \t]", ""))
                                                : how.contains("f")
                                                        ? Comparator.comparing((String s) -> s.toUpperCase(Locale.ROOT))
                                                        : Comparator.naturalOrder();
        if (how.contains("b") && !how.contains("n")) {
            Comparator<String> inner = order;
            order = (a, b) -> inner.compare(a.stripLeading(), b.stripLeading());
        }
        return how.contains("r") ? order.reversed() : order;
    }

    private static BigDecimal number(String text) {
        Matcher m = NUMBER.matcher(text);
        String digits = m.matches() ? m.group(1) : "";
        return digits.matches(".*\\d.*") ? new BigDecimal(digits.replaceFirst("\\.$", "")) : BigDecimal.ZERO;
    }

    /** Without {@code -t} a field begins with the blanks in front of it. */
    private static String part(String line, Key key, String separator, String how) {
        List<int[]> fields = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            int end = at;
            if (separator.isEmpty()) {
                while (end < line.length() && Character.isWhitespace(line.charAt(end))) {
                    end++;
                }
                while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                    end++;
                }
                fields.add(new int[] {at, end});
                at = end == line.length() ? line.length() + 1 : end;
            } else {
                end = line.indexOf(separator, at);
                end = end < 0 ? line.length() : end;
                fields.add(new int[] {at, end});
                at = end + 1;
            }
        }
        if (key.from > fields.size()) {
            return "";
        }
        int start = fields.get(key.from - 1)[0];
        if (how.contains("b")) {
            while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
                start++;
            }
        }
        start = Math.min(line.length(), start + key.fromChar - 1);
        int end = key.to == 0 || key.to > fields.size()
                ? line.length()
                : key.toChar == 0
                        ? fields.get(key.to - 1)[1]
                        : Math.min(line.length(), fields.get(key.to - 1)[0] + key.toChar);
        return start < end ? line.substring(start, end) : "";
    }
}
