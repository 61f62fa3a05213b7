package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.SedScript.Address;
import org.ringlab.host.command.SedScript.Edit;
import org.ringlab.host.shell.CountedText;

/** One pass of a sed script over a text. */
final class SedRun {
    private static final int MAX_LINES = 200_000;
    private static final int MOST_STEPS = 1_000_000;

    /** Characters of a line of {@code l} before its backslash. */
    private static final int FOLD = 69;

    private static final Pattern CODE = Pattern.compile("x[0-9a-fA-F]{1,2}|o[0-7]{1,3}|d[0-9]{1,3}");

    private final List<Edit> edits;
    private final List<String> lines;
    private final boolean lastLineOpen;
    private final boolean quiet;
    private final String end;
    private final Function<String, String> files;
    private final Map<String, StringBuilder> written = new TreeMap<>();
    private boolean replaced;
    private boolean endless;
    private int steps;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder appended = new StringBuilder();
    private String pattern = "";
    private String hold = "";
    private int at;
    private int status;
    private boolean quits;
    private boolean lacksNewline;
    private @Nullable Pattern last;

    /** How the cycle of a line goes on. */
    private enum Next {
        COMMAND,
        BRANCH,
        CYCLE,
        RESTART
    }

    /**
     * A run over a text.
     *
     * @param end what lines end with
     * @param files what a file holds that {@code r} names; empty where there is none
     */
    SedRun(List<Edit> edits, String text, boolean quiet, String end, Function<String, String> files) {
        this.edits = edits;
        this.quiet = quiet;
        this.end = end;
        this.files = files;
        lines = end.equals("\n")
                ? Texts.lines(text)
                : text.isEmpty()
                        ? List.of()
                        : List.of((text.endsWith(end) ? text.substring(0, text.length() - 1) : text).split(end, -1));
        lastLineOpen = !text.isEmpty() && !text.endsWith(end);
        for (Edit edit : edits) {
            if (edit.name == 'w') {
                written.put(edit.text, new StringBuilder());
            } else if (edit.name == 's' && edit.flags.endsWith("w")) {
                written.put(edit.label, new StringBuilder());
            }
        }
    }

    void all() {
        edits.forEach(edit -> edit.open = 0);
        boolean keeps = false;
        int cycles = 0;
        while ((at < lines.size() || keeps) && !quits && cycles++ < MAX_LINES) {
            if (!keeps) {
                pattern = lines.get(at++);
                replaced = false;
            }
            Next next = each(edits);
            keeps = next == Next.RESTART;
            if (next == Next.COMMAND && !quiet) {
                print(pattern);
            }
            put(appended);
            appended.setLength(0);
        }
    }

    private void print(String text) {
        put(text);
        lacksNewline = at >= lines.size() && lastLineOpen;
        out.append(lacksNewline ? "" : end);
    }

    /** What comes behind a last line without a newline begins with one. */
    private void put(CharSequence text) {
        out.append(lacksNewline && !text.isEmpty() ? "\n" : "").append(text);
        lacksNewline = lacksNewline && text.isEmpty();
    }

    /** An empty expression is the one used last. */
    private Pattern used(Pattern pattern) {
        last = pattern.pattern().isEmpty() && last != null ? last : pattern;
        return last;
    }

    private Next each(List<Edit> list) {
        int place = 0;
        while (place < list.size()) {
            if (++steps > MOST_STEPS) {
                quits = true;
                endless = true;
                return Next.CYCLE;
            }
            Edit edit = list.get(place++);
            boolean meant = concerns(edit) != edit.negated;
            if (edit.name == '{') {
                place = meant ? place : edit.target;
                continue;
            }
            Next next = meant ? edit(edit) : Next.COMMAND;
            if (next == Next.BRANCH) {
                place = edit.target;
            } else if (next != Next.COMMAND) {
                return next;
            }
            if (quits) {
                return Next.COMMAND;
            }
        }
        return Next.COMMAND;
    }

    /** Whether the script was given up since it went round in circles. */
    boolean isEndless() {
        return endless;
    }

    /** What {@code w} wrote, by file. */
    Map<String, StringBuilder> written() {
        return written;
    }

    private boolean concerns(Edit edit) {
        if (edit.from == null) {
            return true;
        }
        if (edit.to == null) {
            return at(edit.from);
        }
        if (edit.open == 0) {
            if (at == 1 && edit.from instanceof Address.Line line && line.number() == 0) {
                edit.open = at(edit.to) ? 0 : -1;
                return true;
            }
            if (!at(edit.from)) {
                return false;
            }
            edit.open = switch (edit.to) {
                case Address.Line line -> line.number() <= at ? 0 : line.number();
                case Address.More more -> more.lines() == 0 ? 0 : at + more.lines();
                case Address.Last last -> at >= lines.size() ? 0 : lines.size();
                default -> -1;
            };
            return true;
        }
        boolean ends = edit.open > 0 ? at >= edit.open : at(edit.to);
        boolean past = edit.open > 0 && at > edit.open;
        edit.open = ends ? 0 : edit.open;
        return !past;
    }

    private boolean at(Address address) {
        return switch (address) {
            case Address.Line line -> line.number() == at;
            case Address.Last last -> at >= lines.size();
            case Address.Match match ->
                used(match.pattern()).matcher(new CountedText(pattern)).find();
            case Address.Step step ->
                step.step() <= 0 ? at == step.first() : at >= step.first() && (at - step.first()) % step.step() == 0;
            case Address.More more -> false;
        };
    }

    private Next edit(Edit edit) {
        switch (edit.name) {
            case 'b' -> {
                return Next.BRANCH;
            }
            case 't', 'T' -> {
                boolean branches = replaced == (edit.name == 't');
                replaced = false;
                return branches ? Next.BRANCH : Next.COMMAND;
            }
            case 'r' -> appended.append(files.apply(edit.text));
            case 'w' -> write(edit.text);
            case 'l' -> put(unambiguous() + "\n");
            case 'z' -> pattern = "";
            case 'Q' -> {
                quits = true;
                status = edit.text.isEmpty() ? 0 : Texts.number(edit.text).orElse(0) & 255;
                return Next.CYCLE;
            }
            case 's' -> substitute(edit);
            case 'y' -> {
                StringBuilder changed = new StringBuilder();
                pattern.chars()
                        .forEach(c -> changed.append(
                                edit.text.indexOf(c) < 0 ? (char) c : edit.flags.charAt(edit.text.indexOf(c))));
                pattern = changed.toString();
            }
            case 'd' -> {
                return Next.CYCLE;
            }
            case 'D' -> {
                int end = pattern.indexOf('\n');
                if (end >= 0) {
                    pattern = pattern.substring(end + 1);
                    return Next.RESTART;
                }
                return Next.CYCLE;
            }
            case 'p' -> print(pattern);
            case 'P' -> put(pattern.split("\n", 2)[0] + "\n");
            case '=' -> put(at + "\n");
            case 'a' -> appended.append(edit.text);
            case 'i' -> put(edit.text);
            case 'c' -> {
                if (edit.to == null || edit.negated || edit.open == 0) {
                    put(edit.text);
                }
                return Next.CYCLE;
            }
            case 'q' -> {
                quits = true;
                status = edit.text.isEmpty() ? 0 : Texts.number(edit.text).orElse(0) & 255;
            }
            case 'n' -> {
                if (at >= lines.size()) {
                    quits = true;
                    return Next.COMMAND;
                }
                if (!quiet) {
                    print(pattern);
                }
                pattern = lines.get(at++);
            }
            case 'N' -> {
                if (at >= lines.size()) {
                    quits = true;
                    return Next.COMMAND;
                }
                pattern += "\n" + lines.get(at++);
            }
            case 'h' -> hold = pattern;
            case 'H' -> hold += "\n" + pattern;
            case 'g' -> pattern = hold;
            case 'G' -> pattern += "\n" + hold;
            default -> {
                String held = hold;
                hold = pattern;
                pattern = held;
            }
        }
        return Next.COMMAND;
    }

    private void substitute(Edit edit) {
        if (edit.search == null) {
            return;
        }
        String digits = edit.flags.replaceAll("[^0-9]", "");
        int wanted = digits.isEmpty() ? 1 : Math.max(1, Texts.number(digits).orElse(1));
        boolean all = edit.flags.contains("g");
        Matcher match = used(edit.search).matcher(new CountedText(pattern));
        StringBuilder changed = new StringBuilder();
        int number = 0;
        int from = 0;
        boolean any = false;
        while (match.find()) {
            // an empty match right behind the one before is none
            if (match.start() == match.end() && match.start() == from && number > 0 && from > 0) {
                continue;
            }
            number++;
            if (number < wanted) {
                continue;
            }
            changed.append(pattern, from, match.start()).append(replacement(edit.text, match));
            from = match.end();
            any = true;
            if (!all) {
                break;
            }
        }
        if (any) {
            pattern = changed.append(pattern.substring(from)).toString();
            replaced = true;
            if (edit.flags.contains("p")) {
                print(pattern);
            }
            if (edit.flags.endsWith("w")) {
                write(edit.label);
            }
        }
    }

    private void write(String file) {
        if (file.equals("/dev/stdout")) {
            print(pattern);
        } else {
            written.computeIfAbsent(file, name -> new StringBuilder())
                    .append(pattern)
                    .append('\n');
        }
    }

    /** {@code l}: what doesn't show is escaped, and long lines are folded. */
    private String unambiguous() {
        StringBuilder shown = new StringBuilder();
        int width = 0;
        for (char c : pattern.toCharArray()) {
            int letter = "\u0007\b\f\n\r\t\u000b\\".indexOf(c);
            String piece = letter >= 0
                    ? "\\" + "abfnrtv\\".charAt(letter)
                    : c < ' ' || c >= 127 ? String.format(Locale.ROOT, "\\%03o", (int) c) : String.valueOf(c);
            if (width + piece.length() > FOLD) {
                shown.append("\\\n");
                width = 0;
            }
            shown.append(piece);
            width += piece.length();
        }
        return shown.append('$').toString();
    }

    /** {@code &}, {@code \1}, {@code \n}; letters' case ({@code \U \L \E}). */
    private static String replacement(String text, Matcher match) {
        StringBuilder put = new StringBuilder();
        char mode = 'E';
        char once = 'E';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String piece = String.valueOf(c);
            if (c == '&') {
                piece = match.group();
            } else if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                if ("ULE".indexOf(next) >= 0) {
                    mode = next;
                    continue;
                }
                if (next == 'u' || next == 'l') {
                    once = Character.toUpperCase(next);
                    continue;
                }
                Matcher code = CODE.matcher(text).region(i, text.length());
                @Nullable
                String group =
                        Character.isDigit(next) && next - '0' <= match.groupCount() ? match.group(next - '0') : null;
                int special = "ntrfva".indexOf(next);
                if (code.lookingAt()) {
                    int radix = next == 'x' ? 16 : next == 'o' ? 8 : 10;
                    piece = String.valueOf((char) Integer.parseInt(code.group().substring(1), radix));
                    i = code.end() - 1;
                } else if (Character.isDigit(next)) {
                    piece = group == null ? "" : group;
                } else {
                    piece = special >= 0
                            ? "\n\t\r\f\u000b\u0007".substring(special, special + 1)
                            : String.valueOf(next);
                }
            }
            String cased = inCase(piece, mode);
            boolean first = once != 'E' && !cased.isEmpty();
            put.append(first ? inCase(cased.substring(0, 1), once) + cased.substring(1) : cased);
            once = cased.isEmpty() ? once : 'E';
        }
        return put.toString();
    }

    private static String inCase(String text, char mode) {
        return mode == 'U' ? text.toUpperCase(Locale.ROOT) : mode == 'L' ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** What was printed. */
    String printed() {
        return out.toString();
    }

    /** The status that {@code q} gave; 0 without one. */
    int status() {
        return status;
    }
}
