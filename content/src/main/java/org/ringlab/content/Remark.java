package org.ringlab.content;

/**
 * Something that preflight found.
 *
 * @param where which file or exercise
 * @param text what is wrong and what was expected
 */
public record Remark(String where, String text) {
    @Override
    public String toString() {
        return where + ": " + text;
    }
}
