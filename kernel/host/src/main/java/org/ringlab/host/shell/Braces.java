package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;

/** Brace expansion of words without quotes: <code>a{b,c}</code> and <code>{1..5}</code>, one pair of braces a word. */
final class Braces {
    private static final int MAX_RANGE = 10_000;

    private Braces() {}

    static List<Word> expand(Word word) {
        String text = word.plain();
        int open = text.indexOf('{');
        int close = text.indexOf('}', open + 1);
        if (open < 0 || close < 0) {
            return List.of(word);
        }
        String before = text.substring(0, open);
        String after = text.substring(close + 1);
        List<Word> expanded = new ArrayList<>();
        for (String middle : alternatives(text.substring(open + 1, close))) {
            expanded.add(new Word(List.of(new Word.Text(before + middle + after, false)), word.span()));
        }
        return expanded.isEmpty() ? List.of(word) : expanded;
    }

    private static List<String> alternatives(String inside) {
        if (inside.matches("-?\\d{1,6}\\.\\.-?\\d{1,6}")) {
            int dots = inside.indexOf("..");
            int from = Integer.parseInt(inside.substring(0, dots));
            int to = Integer.parseInt(inside.substring(dots + 2));
            List<String> range = new ArrayList<>();
            int step = from <= to ? 1 : -1;
            for (int i = from; range.size() < MAX_RANGE && (step > 0 ? i <= to : i >= to); i += step) {
                range.add(String.valueOf(i));
            }
            return range;
        }
        return inside.contains(",") ? List.of(inside.split(",", -1)) : List.of();
    }
}
