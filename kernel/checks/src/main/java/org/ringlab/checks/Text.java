package org.ringlab.checks;

/**
 * A text for people, in both languages of the course. Neither is markup: whoever shows it escapes it.
 *
 * @param zh Chinese
 * @param en English
 */
public record Text(String zh, String en) {
    /** No text. */
    public static final Text NONE = new Text("", "");

    /** The text in {@code language}: English for {@code en}, Chinese for anything else. */
    public String in(String language) {
        return language.equals("en") ? en : zh;
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return zh.isEmpty() && en.isEmpty();
    }

    /** This text, a separator, and another one, in each language. */
    public Text then(String separator, Text other) {
        return new Text(zh + separator + other.zh, en + separator + other.en);
    }
}
