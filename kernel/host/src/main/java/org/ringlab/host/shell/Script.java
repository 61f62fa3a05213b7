package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shell text and what it means. It is read line by line, as far as somebody runs it, and each line once, in however many
 * labs it runs; not for several threads at a time until it was read to its end. Scripts of the same text are equal.
 */
public final class Script {
    private final String text;
    private final ShellParser parser;
    private final List<Line> lines = new ArrayList<>();

    /** What comes next in the text. */
    sealed interface Line {
        /**
         * A line's commands, or a compound command of several lines.
         *
         * @param isLast whether nothing but blanks follows
         */
        record Commands(Syntax syntax, boolean isLast) implements Line {}

        /** A line that can't be parsed. */
        record Mistake(ShellSyntaxException what) implements Line {}

        /** Nothing. */
        record End() implements Line {}
    }

    /** A text nobody has read yet. */
    public Script(String text) {
        this.text = text;
        parser = new ShellParser(text);
    }

    /** A text that is read to its end at once; several threads may run it. */
    public static Script read(String text) {
        Script script = new Script(text);
        int next = 0;
        while (script.line(next) instanceof Line.Commands) {
            next++;
        }
        return script;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Script script && script.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** What is the so-manieth, from 0; {@link Line.End} behind the last. */
    Line line(int number) {
        while (lines.size() <= number) {
            lines.add(next());
        }
        return lines.get(number);
    }

    private Line next() {
        try {
            @Nullable Syntax commands = parser.nextLine();
            return commands == null ? new Line.End() : new Line.Commands(commands, parser.isAtEnd());
        } catch (ShellSyntaxException mistake) {
            return new Line.Mistake(mistake);
        }
    }
}
