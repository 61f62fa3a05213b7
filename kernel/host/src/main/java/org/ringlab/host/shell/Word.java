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
     * {@code $name}, <code>${name}</code>, <code>${name:-fallback}</code>.
     *
     * @param name a name, a digit, {@code ?}, {@code #}, {@code $}, {@code @} or {@code *}
     * @param fallback used where the variable is unset or empty
     * @param length whether its length is meant: <code>${#name}</code>
     */
    public record Variable(String name, Optional<Word> fallback, boolean length, boolean quoted) implements Part {}

    /** {@code $(script)}. */
    public record Substitution(Syntax script, boolean quoted) implements Part {}

    /** {@code $((expression))}. */
    public record Arithmetic(Word expression, boolean quoted) implements Part {}

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
