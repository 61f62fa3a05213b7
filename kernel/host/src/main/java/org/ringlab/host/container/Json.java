package org.ringlab.host.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain trees (maps, lists, texts, numbers, truth values) as JSON. */
public final class Json {
    private Json() {}

    /**
     * A tree as text.
     *
     * @param indent blanks a level; 0 for one line
     */
    public static String text(@Nullable Object tree, int indent) {
        StringBuilder text = new StringBuilder();
        write(text, tree, indent, 0);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object tree, int indent, int depth) {
        switch (tree) {
            case null -> text.append("null");
            case Map<?, ?> map -> {
                text.append('{');
                boolean first = true;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    begin(text, first, indent, depth + 1);
                    first = false;
                    quote(text, String.valueOf(entry.getKey()));
                    text.append(indent == 0 ? ":" : ": ");
                    write(text, entry.getValue(), indent, depth + 1);
                }
                end(text, first, indent, depth, '}');
            }
            case List<?> list -> {
                text.append('[');
                boolean first = true;
                for (Object each : list) {
                    begin(text, first, indent, depth + 1);
                    first = false;
                    write(text, each, indent, depth + 1);
                }
                end(text, first, indent, depth, ']');
            }
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> quote(text, String.valueOf(tree));
        }
    }

    private static void begin(StringBuilder text, boolean first, int indent, int depth) {
        text.append(first ? "" : ",");
        if (indent > 0) {
            text.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private static void end(StringBuilder text, boolean empty, int indent, int depth, char bracket) {
        if (indent > 0 && !empty) {
            text.append('\n').append(" ".repeat(indent * depth));
        }
        text.append(bracket);
    }

    private static void quote(StringBuilder text, String plain) {
        text.append('"');
        for (char c : plain.toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        text.append('"');
    }
}
