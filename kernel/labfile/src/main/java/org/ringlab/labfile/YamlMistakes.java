package org.ringlab.labfile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** What is wrong with a text that isn't YAML, in words for who wrote it; the library speaks of tokens and simple keys. */
final class YamlMistakes {
    /** Spaces and list dashes at the beginning of a line, then a tab. */
    private static final Pattern TAB_INDENT = Pattern.compile("^[ -]*\t");

    private static final Pattern RESERVED = Pattern.compile("found character '?(.)'? that cannot start any token.*");

    private final String text;

    private YamlMistakes(String text) {
        this.text = text;
    }

    /** The mistake behind an exception of the YAML library, or of Jackson around one; null where it is another's. */
    static @Nullable Diagnostic of(String text, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof MarkedYAMLException marked) {
                return new YamlMistakes(text).marked(marked);
            }
            if (at instanceof ReaderException unreadable) {
                return new YamlMistakes(text).unreadable(unreadable.getCodePoint());
            }
        }
        return null;
    }

    /** A mistake that nothing better is known about than what a library says of it. */
    static Diagnostic other(@Nullable Span at, String message) {
        return message.startsWith("Expected a field name")
                ? Diagnostic.error(
                        "text-key",
                        at,
                        "a key is a plain word; expected `key: value`",
                        "a bracket before the `:` is no key: close it, or put the text in quotation marks")
                : Diagnostic.error(
                        "text-syntax",
                        at,
                        "this is no YAML: " + message + "; expected `key: value` or `- element`",
                        "check brackets, quotation marks and indentation near here");
    }

    private Diagnostic marked(MarkedYAMLException failure) {
        Span found = place(failure.getProblemMark());
        Span tab = tab(found.line());
        if (tab == null && found.line() > 1) {
            // a line that goes on where it should have been indented is noticed at the next one
            tab = tab(found.line() - 1);
        }
        if (tab != null) {
            return Diagnostic.error(
                    "text-tab",
                    tab,
                    "a tab stands in the indentation; spaces were expected",
                    "YAML allows no tabs there: put two spaces in place of each tab");
        }
        return explain(String.valueOf(failure.getProblem()), found, failure);
    }

    private Diagnostic explain(String problem, Span found, MarkedYAMLException failure) {
        Mark begin = failure.getContextMark();
        Span begun = begin == null ? found : place(begin);
        String context = String.valueOf(failure.getContext());
        Matcher reserved = RESERVED.matcher(problem);
        if (reserved.matches()) {
            return Diagnostic.error(
                    "text-reserved",
                    found,
                    "a value can't begin with `" + reserved.group(1) + "`",
                    "put the value in quotation marks");
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return Diagnostic.error(
                    "text-colon",
                    found,
                    "a `:` stands where no key can be; expected one `key: value` a line, indented like its neighbours",
                    "check this line's and the last one's indentation; a text that contains `: ` needs quotation marks");
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return Diagnostic.error(
                    "text-dash",
                    found,
                    "a list can't begin here; expected a value",
                    "begin the list on a line of its own, under its key");
        }
        if (problem.startsWith("could not find expected ':'")) {
            return Diagnostic.error(
                    "text-no-colon",
                    begun,
                    "the `:` after the key is missing; expected `key: value`",
                    "a `:` is followed by a space; a text of several lines begins with `|` after its key");
        }
        if (context.contains("quoted scalar")) {
            return problem.contains("escape")
                    ? Diagnostic.error(
                            "text-escape",
                            new Span(found.line(), Math.max(1, found.column() - 2), 2),
                            "a backslash before a character that it doesn't go with; expected \\n, \\\" or \\\\",
                            "in single quotation marks a backslash is only a backslash")
                    : Diagnostic.error(
                            "text-unclosed-quote",
                            begun,
                            "a quotation mark is opened here and never closed; expected another one",
                            "close it on the same line");
        }
        if (context.contains("flow sequence") || context.contains("flow mapping")) {
            String closing = context.contains("sequence") ? "]" : "}";
            return Diagnostic.error(
                    "text-unclosed-bracket",
                    found,
                    "expected `,` or `" + closing + "` for the bracket opened at " + begun.line() + ":"
                            + begun.column(),
                    "close the bracket, or put a `,` between its elements");
        }
        if (context.contains("block scalar")) {
            return Diagnostic.error(
                    "text-block",
                    found,
                    "nothing may follow a `|` or `>` that begins a text of several lines",
                    "write the text on the next line, indented; or put a value with such a sign in quotation marks");
        }
        if (context.contains("alias") || context.contains("anchor") || context.contains("tag")) {
            return Diagnostic.error(
                    "text-reserved",
                    begun,
                    "a value can't begin with `" + character(begun) + "`",
                    "put the value in quotation marks");
        }
        if (problem.startsWith("expected <block end>") || problem.startsWith("expected '<document start>'")) {
            return startsLine(found)
                    ? Diagnostic.error(
                            "text-indentation",
                            found,
                            "this line is indented differently from those it stands among; expected column "
                                    + begun.column(),
                            "keys and `-` of one level begin in the same column")
                    : Diagnostic.error(
                            "text-after-value",
                            found,
                            "something follows a value that has ended; expected the end of the line",
                            "put the whole value in quotation marks, or double the `'` inside single ones");
        }
        return other(found, problem);
    }

    private Diagnostic unreadable(int codePoint) {
        int at = Math.max(0, text.indexOf(codePoint));
        String before = text.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return Diagnostic.error(
                "text-control-character",
                new Span(line, at - before.lastIndexOf('\n'), 1),
                "an invisible character U+" + String.format(Locale.ROOT, "%04X", codePoint)
                        + " stands here; expected a letter, sign or space",
                "delete it and type the line again");
    }

    private @Nullable Span tab(int number) {
        Matcher indent = TAB_INDENT.matcher(line(number));
        return indent.find() ? new Span(number, indent.end(), 1) : null;
    }

    private boolean startsLine(Span at) {
        String line = line(at.line());
        return line.substring(0, Math.min(line.length(), at.column() - 1)).isBlank();
    }

    private String character(Span at) {
        String line = line(at.line());
        return at.column() <= line.length() ? line.substring(at.column() - 1, at.column()) : "";
    }

    private String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }

    private static Span place(@Nullable Mark mark) {
        return mark == null ? new Span(1, 1, 0) : new Span(mark.getLine() + 1, mark.getColumn() + 1, 0);
    }
}
