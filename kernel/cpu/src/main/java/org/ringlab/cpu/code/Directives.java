package org.ringlab.cpu.code;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Expression.Num;
import org.ringlab.cpu.code.Statement.Item;

/** The directives of both syntaxes, and what those that make bytes or move on consist of. */
final class Directives {
    private static final Map<String, Integer> DATA = Map.ofEntries(
            Map.entry(".byte", 1),
            Map.entry(".2byte", 2),
            Map.entry(".4byte", 4),
            Map.entry(".8byte", 8),
            Map.entry(".word", 2),
            Map.entry(".short", 2),
            Map.entry(".hword", 2),
            Map.entry(".value", 2),
            Map.entry(".long", 4),
            Map.entry(".int", 4),
            Map.entry(".quad", 8),
            Map.entry("db", 1),
            Map.entry("dw", 2),
            Map.entry("dd", 4),
            Map.entry("dq", 8));

    private static final Set<String> OTHER = Set.of(
            ".code16",
            ".code32",
            ".code64",
            ".org",
            ".ascii",
            ".asciz",
            ".string",
            ".space",
            ".skip",
            ".zero",
            ".fill",
            ".align",
            ".balign",
            ".p2align",
            ".equ",
            ".set",
            ".intel_syntax",
            ".att_syntax",
            ".global",
            ".globl",
            ".text",
            ".data",
            ".section",
            "bits",
            "org",
            "align",
            "times",
            "equ",
            "use16",
            "use32",
            "use64");

    /** Only linkers need them. */
    private static final Set<String> IGNORED = Set.of(
            ".global",
            ".globl",
            ".text",
            ".data",
            ".section",
            ".type",
            ".size",
            ".file",
            ".extern",
            ".ident",
            ".arch",
            ".p2alignl",
            "global",
            "section",
            "extern");

    private Directives() {}

    /** Whether a word, in lower case, is one. */
    static boolean is(String word) {
        return OTHER.contains(word) || DATA.containsKey(word);
    }

    /** Whether it is one that only linkers need. */
    static boolean ignored(String word) {
        return IGNORED.contains(word);
    }

    /** Bytes of each value behind it, 0 if it makes none. */
    static int size(String word) {
        return DATA.getOrDefault(word, 0);
    }

    /** All of them, to suggest one. */
    static Set<String> names() {
        Set<String> all = new TreeSet<>(OTHER);
        all.addAll(DATA.keySet());
        return all;
    }

    /** What stands behind one that makes bytes or moves on; null where nothing comes of it. */
    static @Nullable Statement read(Words words, String name, int from) {
        if (DATA.containsKey(name)) {
            return data(words, size(name), from);
        }
        switch (name) {
            case ".ascii", ".asciz", ".string" -> {
                return strings(words, !name.equals(".ascii"), from);
            }
            case ".space", ".skip", ".zero", ".fill", ".align", ".balign", ".p2align", ".org", "org", "align" -> {
                return place(words, name, from);
            }
            default -> {
                words.skip();
                return null;
            }
        }
    }

    private static @Nullable Statement data(Words words, int size, int from) {
        List<Item> items = new ArrayList<>();
        do {
            int start = words.mark();
            if (words.peek().kind() == Token.Kind.STRING
                    && (words.peek(1).is(",") || words.peek(1).kind() == Token.Kind.END)) {
                Token string = words.next();
                byte[] bytes = string.text().getBytes(StandardCharsets.UTF_8);
                boolean character = bytes.length <= size && size > 1;
                items.add(new Item(character ? null : bytes, new Num(string.number()), string.span()));
                continue;
            }
            Expression value = words.expression();
            if (value == null) {
                words.skip();
                return null;
            }
            items.add(new Item(null, value, words.since(start)));
        } while (words.take(","));
        return new Statement.Data(size, items, words.since(from));
    }

    private static @Nullable Statement strings(Words words, boolean zero, int from) {
        List<Item> items = new ArrayList<>();
        do {
            Token token = words.next();
            if (token.kind() != Token.Kind.STRING) {
                words.error("assembly-syntax", token.span(), "a string in double quotes is expected", "");
                words.skip();
                return null;
            }
            items.add(new Item(
                    (token.text() + (zero ? "\0" : "")).getBytes(StandardCharsets.UTF_8),
                    Expression.ZERO,
                    token.span()));
        } while (words.take(","));
        return new Statement.Data(1, items, words.since(from));
    }

    private static @Nullable Statement place(Words words, String name, int from) {
        List<Expression> values = new ArrayList<>();
        do {
            Expression value = words.expression();
            if (value == null) {
                words.skip();
                return null;
            }
            values.add(value);
        } while (words.take(","));
        Expression first = values.getFirst();
        Expression second = values.size() > 1 ? values.get(1) : null;
        Span span = words.since(from);
        return switch (name) {
            case ".org", "org" -> new Statement.Origin(first, span);
            case ".align", ".balign", "align" -> new Statement.Align(first, second, false, span);
            case ".p2align" -> new Statement.Align(first, second, true, span);
            case ".fill" -> {
                Expression size = second == null ? new Num(1) : second;
                Expression value = values.size() > 2 ? values.get(2) : Expression.ZERO;
                int bytes = size instanceof Num num && num.value() > 0 && num.value() <= 8 ? (int) num.value() : 1;
                yield new Statement.Times(
                        first, new Statement.Data(bytes, List.of(new Item(null, value, span)), span), span);
            }
            default -> new Statement.Space(first, second == null ? Expression.ZERO : second, span);
        };
    }
}
