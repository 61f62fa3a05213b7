package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.SedScript.Address;
import org.ringlab.host.command.SedScript.Edit;
import org.ringlab.host.shell.CountedText;

/** One pass of a sed script over a text. */
final class SedRun {
    private static final int MAX_LINES = 200_000;

    private final List<Edit> edits;
    private final List<String> lines;
    private final boolean lastLineOpen;
    private final boolean quiet;
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
        CYCLE,
        RESTART
    }

    SedRun(List<Edit> edits, String text, boolean quiet) {
        this.edits = edits;
        this.quiet = quiet;
        lines = Texts.lines(text);
        lastLineOpen = !text.isEmpty() && !text.endsWith("\n");
    }

    void all() {
        edits.forEach(edit -> edit.open = 0);
        boolean keeps = false;
        int cycles = 0;
        while ((at < lines.size() || keeps) && !quits && cycles++ < MAX_LINES) {
            if (!keeps) {
                pattern = lines.get(at++);
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
        out.append(lacksNewline ? "" : "\n");
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
        for (Edit edit : list) {
            if (concerns(edit) != edit.negated) {
                Next next = edit(edit);
                if (next != Next.COMMAND) {
                    return next;
                }
                if (quits) {
                    return Next.COMMAND;
                }
            }
        }
        return Next.COMMAND;
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
            case '{' -> {
                return each(edit.inner);
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
            if (edit.flags.contains("p")) {
                print(pattern);
            }
        }
    }

    /** {@code &}, {@code \1}, {@code \n}; letters' case ({@code \U \L \E}). */
    private static String replacement(String text, Matcher match) {
        StringBuilder put = new StringBuilder();
        char mode = 'E';
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
                @Nullable
                String group =
                        Character.isDigit(next) && next - '0' <= match.groupCount() ? match.group(next - '0') : null;
                piece = Character.isDigit(next)
                        ? group == null ? "" : group
                        : next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next);
            }
            put.append(
                    mode == 'U'
                            ? piece.toUpperCase(Locale.ROOT)
                            : mode == 'L' ? piece.toLowerCase(Locale.ROOT) : piece);
        }
        return put.toString();
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
