package org.ringlab.checks;

import java.util.List;
import org.ringlab.host.tree.Node;

/**
 * A text for people, in both languages of the course. Neither is markup: whoever shows it escapes it.
 *
 * @param zh Chinese
 * @param en English
 */
public record Text(String zh, String en) {
    /** No text. */
    public static final Text NONE = new Text("", "");

    /** A required text, written {@code {zh: …, en: …}}; empty, and reported, where a language is missing. */
    public static Text read(Node node) {
        if (node.isMissing() || !node.isMap()) {
            node.error("text-both", "a text in both languages is expected", "{zh: …, en: …}");
            return NONE;
        }
        node.onlyKeys(List.of("zh", "en"));
        return new Text(
                node.child("zh").required("the Chinese text"), node.child("en").required("the English text"));
    }

    /** The same, but it may be missing. */
    public static Text readOptional(Node node) {
        return node.isMissing() ? NONE : read(node);
    }

    /** Texts below each other. */
    static Text lines(List<Text> texts) {
        return new Text(
                String.join("\n", texts.stream().map(Text::zh).toList()),
                String.join("\n", texts.stream().map(Text::en).toList()));
    }

    /** The text in {@code language}: English for {@code en}, Chinese for anything else. */
    public String in(String language) {
        return language.equals("en") ? en : zh;
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return zh.isEmpty() && en.isEmpty();
    }
}
