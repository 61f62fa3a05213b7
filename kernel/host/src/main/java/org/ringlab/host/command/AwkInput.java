package org.ringlab.host.command;

import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.AwkLexer.Mistake;

/** A text that awk reads record by record, as {@code RS} parts them. */
final class AwkInput {
    private final String text;
    private int at;

    AwkInput(String text) {
        this.text = text;
    }

    /** The next record; null at the end. */
    @Nullable
    String next(String separator) throws Mistake {
        if (separator.isEmpty()) {
            return paragraph();
        }
        if (at >= text.length()) {
            return null;
        }
        int start = at;
        if (separator.length() == 1) {
            int end = text.indexOf(separator, at);
            at = end < 0 ? text.length() : end + 1;
            return end < 0 ? last(start, separator) : text.substring(start, end);
        }
        Matcher end = AwkProgram.regex(separator).matcher(text);
        if (!end.find(at)) {
            at = text.length();
            return last(start, separator);
        }
        at = end.end();
        return text.substring(start, end.start());
    }

    /** The newline at the end of a file is no part of the last record. */
    private String last(int start, String separator) {
        String rest = text.substring(start);
        return rest.endsWith("\n") && separator.length() > 1 ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** {@code RS=""}: empty lines part the records. */
    private @Nullable String paragraph() {
        while (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        if (at >= text.length()) {
            return null;
        }
        int end = text.indexOf("\n\n", at);
        String record = end < 0 ? text.substring(at) : text.substring(at, end);
        at = end < 0 ? text.length() : end + 2;
        return record.endsWith("\n") ? record.substring(0, record.length() - 1) : record;
    }
}
