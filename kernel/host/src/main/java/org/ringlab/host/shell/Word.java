package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.Span;

/**
 * A word of shell text before expansion.
 *
 * @param parts what it is made of, in order; none for an empty here-document
 * @param span where it stands
 */
public record Word(List<Part> parts, Span span) {
    /** A piece of a word; quoted pieces are neither split nor matched against file names. */
    public sealed interface Part {}

    /** Characters that stand for themselves. */
    public record Text(String text, boolean quoted) implements Part {}

    /**
     * {@code $name} or <code>${name…}</code>.
     *
     * @param name a name, a number, {@code ?}, {@code #}, {@code $}, {@code !}, {@code @} or {@code *}
     * @param index which element of an array: <code>${name[index]}</code>, {@code @} and {@code *} for all
     * @param operation what is done with its value
     * @param quoted whether it stands in double quotes
     */
    public record Variable(String name, Optional<Word> index, Operation operation, boolean quoted) implements Part {
        /** Not of an array. */
        public Variable(String name, Operation operation, boolean quoted) {
            this(name, Optional.empty(), operation, quoted);
        }

        /** {@code @} or {@code *} where all parameters or all elements are meant; else empty. */
        public String all() {
            String which = name.equals("@") || name.equals("*")
                    ? name
                    : index.flatMap(Word::literal).orElse("");
            return which.equals("@") || which.equals("*") ? which : "";
        }
    }

    /** What is done with a variable's value. */
    public sealed interface Operation {
        /** Nothing. */
        record Plain() implements Operation {}

        /** <code>${#x}</code>: its length. */
        record Length() implements Operation {}

        /** <code>${!x[@]}</code>: the indices of an array. */
        record Keys() implements Operation {}

        /** <code>${!x…}</code>: what the value names, with that done. */
        record Indirect(Operation then) implements Operation {}

        /** <code>${!x*}</code>, <code>${!x@}</code>: the names of variables that begin so. */
        record Names(boolean apart) implements Operation {}

        /** <code>${x@Q}</code> and its kin: {@code Q E P A K a U u L}. */
        record Transform(char how) implements Operation {}

        /**
         * <code>${x:-word}</code> and its kin.
         *
         * @param kind {@code -}, {@code =}, {@code ?} or {@code +}
         * @param orEmpty whether an empty value counts as none: there is a colon
         */
        record Default(char kind, boolean orEmpty, Word word) implements Operation {}

        /** <code>${x%pattern}</code>, <code>${x##pattern}</code>: without its beginning or end. */
        record Trim(boolean end, boolean longest, Word pattern) implements Operation {}

        /**
         * <code>${x/pattern/with}</code>.
         *
         * @param where {@code 1} the first match, {@code /} all, {@code #} at the beginning, {@code %} at the end
         */
        record Replace(char where, Word pattern, Word with) implements Operation {}

        /** <code>${x:offset:length}</code>, both arithmetic. */
        record Slice(Word offset, Optional<Word> length) implements Operation {}

        /** <code>${x^}</code>, <code>${x,,}</code>: letters that match in upper or lower case, the first or all. */
        record Case(boolean upper, boolean all, Word pattern) implements Operation {}

        /** What bash calls a bad substitution. */
        record Bad(String text) implements Operation {}
    }

    /** {@code $(script)}. */
    public record Substitution(Syntax script, boolean quoted) implements Part {}

    /** {@code $((expression))}. */
    public record Arithmetic(Word expression, boolean quoted) implements Part {}

    /** {@code <(script)} or {@code >(script)}: the name of a file that it writes or reads. */
    public record ProcessSubstitution(Syntax script, boolean reads) implements Part {}

    /** {@code NAME=value} behind {@code declare} and its kin; nothing of it is split. */
    public record Declared(Syntax.Assignment assignment) implements Part {}

    /** The word where nothing in it has to be expanded: its text without quotes. */
    public Optional<String> literal() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (!(part instanceof Text piece)) {
                return Optional.empty();
            }
            text.append(piece.text());
        }
        return Optional.of(text.toString());
    }

    /** The word where it is one unquoted text (as reserved words are), else empty. */
    public String plain() {
        return parts.size() == 1 && parts.get(0) instanceof Text text && !text.quoted() ? text.text() : "";
    }
}
