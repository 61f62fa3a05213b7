package org.ringlab.host.shell;

import java.util.Arrays;
import org.ringlab.common.Span;

/** A place in shell text that moves forward. */
final class Cursor {
    /** Beyond the last character. */
    static final char END = '\0';

    private final String text;
    /** Where each line begins. */
    private final int[] lines;

    private int at;

    Cursor(String text) {
        this.text = text.replace("\r\n", "\n").replace(END, '\uFFFD');
        int count = 1;
        int[] found = new int[16];
        for (int end = this.text.indexOf('\n'); end >= 0; end = this.text.indexOf('\n', end + 1)) {
            found = count < found.length ? found : Arrays.copyOf(found, 2 * count);
            found[count++] = end + 1;
        }
        lines = Arrays.copyOf(found, count);
    }

    int offset() {
        return at;
    }

    void moveTo(int offset) {
        at = Math.min(offset, text.length());
    }

    /** Whether only blanks and newlines are left. */
    boolean restIsBlank() {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next >= text.length();
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    char next() {
        char c = peek();
        at++;
        return c;
    }

    /** Whether nothing but blanks stands between the last newline and here. */
    boolean afterNewline() {
        int before = at - 1;
        while (before >= 0 && before < text.length() && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before >= 0 && before < text.length() && text.charAt(before) == '\n';
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    /** Steps over {@code prefix} where it comes next. */
    boolean take(String prefix) {
        if (startsWith(prefix)) {
            at += prefix.length();
            return true;
        }
        return false;
    }

    String since(int start) {
        return text.substring(start, Math.min(at, text.length()));
    }

    /** The rest of this line without its newline, which is stepped over. */
    String restOfLine() {
        int start = at;
        while (!atEnd() && peek() != '\n') {
            at++;
        }
        String line = since(start);
        at = Math.min(at + 1, text.length());
        return line;
    }

    /** From {@code start} to here. */
    Span spanFrom(int start) {
        int found = Arrays.binarySearch(lines, Math.min(start, text.length()));
        int line = found < 0 ? -found - 1 : found + 1;
        return new Span(line, start - lines[line - 1] + 1, Math.max(0, at - start));
    }

    Span here() {
        return spanFrom(at);
    }
}
