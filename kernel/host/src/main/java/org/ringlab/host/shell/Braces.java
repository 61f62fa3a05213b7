package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Brace expansion: <code>a{b,c}</code>, <code>{1..10..2}</code>, <code>{a..e}</code>, any number of them and nested.
 * Quoted parts and expansions are carried along untouched.
 */
final class Braces {
    private static final int MAX_WORDS = 10_000;
    /** Stand for parts that are no plain text; in Unicode's private use area. */
    private static final char FIRST_PART = '\uE000';

    private final List<Word.Part> parts = new ArrayList<>();

    private Braces() {}

    static List<Word> expand(Word word) {
        boolean braces = word.parts().stream()
                .anyMatch(part -> part instanceof Word.Text text
                        && !text.quoted()
                        && text.text().indexOf('{') >= 0);
        return braces ? new Braces().words(word) : List.of(word);
    }

    private List<Word> words(Word word) {
        StringBuilder flat = new StringBuilder();
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Text text && !text.quoted()) {
                flat.append(text.text());
            } else {
                flat.append((char) (FIRST_PART + parts.size()));
                parts.add(part);
            }
        }
        return expand(flat.toString()).stream()
                .limit(MAX_WORDS)
                .map(text -> new Word(parts(text), word.span()))
                .toList();
    }

    private List<Word.Part> parts(String text) {
        List<Word.Part> made = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        for (char c : text.toCharArray()) {
            int index = c - FIRST_PART;
            if (index >= 0 && index < parts.size()) {
                if (!plain.isEmpty()) {
                    made.add(new Word.Text(plain.toString(), false));
                    plain.setLength(0);
                }
                made.add(parts.get(index));
            } else {
                plain.append(c);
            }
        }
        if (!plain.isEmpty()) {
            made.add(new Word.Text(plain.toString(), false));
        }
        return made;
    }

    private List<String> expand(String text) {
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int close = close(text, open);
            List<String> alternatives = close < 0 ? List.of() : alternatives(text.substring(open + 1, close));
            if (!alternatives.isEmpty()) {
                List<String> expanded = new ArrayList<>();
                List<String> rests = expand(text.substring(close + 1));
                for (String middle : alternatives) {
                    for (String rest : rests) {
                        if (expanded.size() < MAX_WORDS) {
                            expanded.add(text.substring(0, open) + middle + rest);
                        }
                    }
                }
                return expanded;
            }
        }
        return List.of(text);
    }

    private static int close(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** What a pair of braces stands for; none where it is no expansion. */
    private List<String> alternatives(String inside) {
        List<String> pieces = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                pieces.add(inside.substring(start, i));
                start = i + 1;
            }
        }
        if (pieces.isEmpty()) {
            return range(inside);
        }
        pieces.add(inside.substring(start));
        return pieces.stream().flatMap(piece -> expand(piece).stream()).toList();
    }

    private static List<String> range(String inside) {
        String[] ends = inside.split("\\.\\.", -1);
        boolean stepped = ends.length == 3 && ends[2].matches("-?\\d{1,6}");
        if (ends.length != 2 && !stepped) {
            return List.of();
        }
        long step = Math.max(1, stepped ? Math.abs(Long.parseLong(ends[2])) : 1);
        if (ends[0].matches("-?\\d{1,9}") && ends[1].matches("-?\\d{1,9}")) {
            boolean padded = ends[0].matches("-?0\\d.*") || ends[1].matches("-?0\\d.*");
            int width = padded ? Math.max(ends[0].length(), ends[1].length()) : 0;
            return count(Long.parseLong(ends[0]), Long.parseLong(ends[1]), step).stream()
                    .map(n -> width == 0 ? String.valueOf(n) : String.format(Locale.ROOT, "%0" + width + "d", n))
                    .toList();
        }
        if (ends[0].matches("[A-Za-z]") && ends[1].matches("[A-Za-z]")) {
            return count(ends[0].charAt(0), ends[1].charAt(0), step).stream()
                    .map(n -> String.valueOf((char) n.intValue()))
                    .toList();
        }
        return List.of();
    }

    private static List<Long> count(long from, long to, long step) {
        List<Long> numbers = new ArrayList<>();
        for (long n = from;
                (from <= to ? n <= to : n >= to) && numbers.size() < MAX_WORDS;
                n += from <= to ? step : -step) {
            numbers.add(n);
        }
        return numbers;
    }
}
