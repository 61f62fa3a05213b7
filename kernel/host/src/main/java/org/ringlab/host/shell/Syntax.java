package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.Span;

/** A parsed piece of shell text. */
public sealed interface Syntax {
    /**
     * A command with its words.
     *
     * @param assignments {@code NAME=word} in front
     * @param words the command and its arguments; none where there are only assignments or redirections
     * @param redirects in the order written
     * @param span all of it
     */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects, Span span)
            implements Syntax {}

    /** {@code a | b | c}, {@code !} in front turns the status round. */
    record Pipeline(List<Syntax> parts, boolean negated) implements Syntax {}

    /** {@code a && b} or {@code a || b}. */
    record AndOr(Syntax left, boolean and, Syntax right) implements Syntax {}

    /**
     * {@code a &}.
     *
     * @param body what runs in the background
     * @param text as written, without the sign
     */
    record Background(Syntax body, String text) implements Syntax {}

    /** {@code a; b}, or lines. */
    record Sequence(List<Syntax> parts) implements Syntax {}

    /** <code>{ list; }</code> or {@code ( list )} with redirections; a subshell's changes stay inside. */
    record Group(Syntax body, boolean subshell, List<Redirect> redirects) implements Syntax {}

    /** {@code if … then … else … fi}. */
    record If(Syntax condition, Syntax then, Optional<Syntax> otherwise) implements Syntax {}

    /** {@code for name in words; do … done}; without {@code in} the words are {@code "$@"}. */
    record For(String name, List<Word> words, Syntax body, Span span) implements Syntax {}

    /** {@code select name in words; do … done}: the words are listed, numbers are read. */
    record Select(String name, List<Word> words, Syntax body, Span span) implements Syntax {}

    /** {@code time [-p] pipeline}; {@code posix} is how the times are written. */
    record Timed(Syntax body, boolean posix) implements Syntax {}

    /** {@code while} (or {@code until}) {@code … do … done}. */
    record While(Syntax condition, boolean until, Syntax body, List<Redirect> redirects) implements Syntax {}

    /** {@code case word in patterns) … ;; esac}. */
    record Case(Word subject, List<Clause> clauses, Span span) implements Syntax {}

    /**
     * One of a case's clauses.
     *
     * @param end {@code ;;}, {@code ;&} (the next one's body runs too) or {@code ;;&} (the next one that matches does)
     */
    record Clause(List<Word> patterns, Syntax body, String end) {}

    /** {@code for ((start; condition; step))}; an empty expression is left out. */
    record CountingFor(Word start, Word condition, Word step, Syntax body, Span span) implements Syntax {}

    /** {@code name() body}: defines a function. */
    record Function(String name, Syntax body) implements Syntax {}

    /** {@code ((expression))}. */
    record ArithmeticCommand(Word expression, Span span) implements Syntax {}

    /** {@code [[ … ]]}. */
    record Conditional(Condition condition, Span span) implements Syntax {}

    /** What stands in {@code [[ … ]]}. */
    sealed interface Condition {
        /** Turned round. */
        record Not(Condition of) implements Condition {}

        /** Both. */
        record And(Condition left, Condition right) implements Condition {}

        /** One of both. */
        record Or(Condition left, Condition right) implements Condition {}

        /** {@code -f word}; {@code -n} where no operator is written. */
        record Unary(String operator, Word word) implements Condition {}

        /** {@code word == pattern}, {@code word -lt word}, … */
        record Binary(Word left, String operator, Word right) implements Condition {}
    }

    /**
     * {@code NAME=word}, {@code NAME[index]=word} or {@code NAME=(words)}.
     *
     * @param append for {@code NAME+=…}
     */
    record Assignment(String name, Optional<Word> index, Value value, boolean append) {}

    /** What is assigned. */
    sealed interface Value {
        /** A text. */
        record One(Word word) implements Value {}

        /** The elements of an array. */
        record Many(List<Element> elements) implements Value {}
    }

    /** One of an array's words, with {@code [index]=} in front or without. */
    record Element(Optional<Word> index, Word word) {}

    /**
     * A redirection.
     *
     * @param descriptor which one
     * @param kind what is done with it
     * @param target a file's name, a descriptor, or the text of a here-document
     * @param text the target as written
     */
    record Redirect(int descriptor, Kind kind, Target target, String text) {
        /** What a redirection does. */
        public enum Kind {
            /** {@code <}. */
            READ,
            /** {@code >}. */
            WRITE,
            /** {@code >>}. */
            APPEND,
            /** {@code <>}. */
            READ_WRITE,
            /** {@code 2>&1}, {@code 0<&3}; {@code -} closes. */
            DUPLICATE,
            /** {@code &>}: both outputs into a file. */
            WRITE_BOTH,
            /** {@code <<}: the target is the text. */
            HERE_DOCUMENT,
            /** {@code <<<}: the target is the text. */
            HERE_STRING
        }
    }

    /** Holds a redirection's word; a here-document's is only known at the end of its line. */
    final class Target {
        private Word word;

        Target(Word word) {
            this.word = word;
        }

        /** The word. */
        public Word word() {
            return word;
        }

        void set(Word body) {
            word = body;
        }
    }
}
