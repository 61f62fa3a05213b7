package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits one line into words by blanks, quotes and backslashes alone: nothing is expanded. */
public final class Words {
    private Words() {}

    /** The words; empty where a quote isn't closed. */
    public static Optional<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                boolean escapes =
                        quote == '"' && c == '\\' && i + 1 < line.length() && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(escapes ? line.charAt(++i) : c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                open = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                open = true;
            } else if (c == ' ' || c == '\t') {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }
}
