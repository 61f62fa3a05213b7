package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;

/** Fields in the making: the text of each, and beside it the file name pattern where it holds one. */
final class Fields {
    private final List<String> texts = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder pattern = new StringBuilder();
    private final String separators;
    private boolean open;
    private boolean magic;

    /** Values are split at {@code separators}: {@code IFS}. */
    Fields(String separators) {
        this.separators = separators;
    }

    List<String> texts() {
        return texts;
    }

    /** The pattern of field {@code index}; empty where it holds no character with a meaning. */
    String pattern(int index) {
        return patterns.get(index);
    }

    void quoted(String s) {
        open = true;
        text.append(s);
        pattern.append(Glob.quote(s));
    }

    void literal(String s) {
        open |= !s.isEmpty();
        text.append(s);
        pattern.append(s);
        magic |= Glob.isPattern(s);
    }

    /** Blanks among the separators run together and count nothing at the ends; every other one ends a field. */
    void split(String s) {
        int start = 0;
        for (int i = 0; i < s.length(); i++) {
            if (separators.indexOf(s.charAt(i)) < 0) {
                continue;
            }
            literal(s.substring(start, i));
            boolean ends = !blank(s.charAt(i));
            int next = i + 1;
            while (next < s.length() && separators.indexOf(s.charAt(next)) >= 0 && (blank(s.charAt(next)) || !ends)) {
                ends |= !blank(s.charAt(next));
                next++;
            }
            open |= ends;
            end();
            i = next - 1;
            start = next;
        }
        literal(s.substring(Math.min(start, s.length())));
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    /** The field under way is complete; an empty one without quotes is none. */
    void end() {
        if (open) {
            texts.add(text.toString());
            patterns.add(magic ? pattern.toString() : "");
        }
        text.setLength(0);
        pattern.setLength(0);
        open = false;
        magic = false;
    }
}
