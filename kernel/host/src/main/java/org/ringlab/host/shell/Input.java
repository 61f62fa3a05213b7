package org.ringlab.host.shell;

import org.jspecify.annotations.Nullable;

/** Standard input: a text that is read forward. Nobody sits at a lab's terminal, so by default it is at its end. */
public final class Input {
    private final String text;
    private int at;
    private boolean endedWithoutNewline;
    private boolean file;

    /** Input with that text. */
    public Input(String text) {
        this.text = text;
    }

    /** Input out of a file. */
    public static Input ofFile(String text) {
        Input input = new Input(text);
        input.file = true;
        return input;
    }

    /** Whether it is a file, whose size is known, and no pipe. */
    public boolean isFile() {
        return file;
    }

    /** Input at its end. */
    public static Input empty() {
        return new Input("");
    }

    /** Everything not read yet. */
    public String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** The next line without its newline; null at the end. */
    public @Nullable String line() {
        if (at >= text.length()) {
            return null;
        }
        int end = text.indexOf('\n', at);
        endedWithoutNewline = end < 0;
        String line = end < 0 ? text.substring(at) : text.substring(at, end);
        at = end < 0 ? text.length() : end + 1;
        return line;
    }

    /** The next character; a negative number at the end. */
    public int character() {
        return at < text.length() ? text.charAt(at++) : -1;
    }

    /** Whether nothing is left. */
    public boolean atEnd() {
        return at >= text.length();
    }

    /** Whether the last line read had no newline behind it. */
    public boolean endedWithoutNewline() {
        return endedWithoutNewline;
    }
}
