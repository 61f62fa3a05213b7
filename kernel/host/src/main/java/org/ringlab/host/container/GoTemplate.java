package org.ringlab.host.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Go's text/template as far as {@code --format} needs it: <code>{{.A.B}}</code>, <code>{{json .A}}</code> and
 * <code>{{range .A}}…{{end}}</code>.
 */
public final class GoTemplate {
    private GoTemplate() {}

    /** The template filled in from a plain tree; empty where it uses anything else. */
    public static Optional<String> fill(String template, Object tree) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int open = template.indexOf("{{", at);
            if (open < 0) {
                return Optional.of(text.append(template.substring(at)).toString());
            }
            int close = template.indexOf("}}", open);
            if (close < 0) {
                return Optional.empty();
            }
            text.append(template, at, open);
            at = close + 2;
            String action = template.substring(open + 2, close).strip();
            if (action.startsWith("range ")) {
                int end = template.indexOf("{{end}}", at);
                if (end < 0) {
                    return Optional.empty();
                }
                for (Object each : members(value(action.substring(6).strip(), tree))) {
                    Optional<String> inner = fill(template.substring(at, end), each);
                    if (inner.isEmpty()) {
                        return inner;
                    }
                    text.append(inner.get());
                }
                at = end + "{{end}}".length();
            } else if (action.matches("(json )?\\.[\\w.]*")) {
                boolean json = action.startsWith("json ");
                Object found = value(json ? action.substring(5) : action, tree);
                text.append(json ? Json.text(found, 0) : plain(found));
            } else {
                return Optional.empty();
            }
        }
    }

    private static String plain(@Nullable Object found) {
        return switch (found) {
            case null -> "<no value>";
            case Map<?, ?> map ->
                "map" + map.toString().replace("{", "[").replace("}", "]").replace("=", ":");
            default -> String.valueOf(found);
        };
    }

    private static List<?> members(@Nullable Object found) {
        return switch (found) {
            case Map<?, ?> map -> List.copyOf(map.values());
            case List<?> list -> list;
            case null, default -> List.of();
        };
    }

    private static @Nullable Object value(String path, Object tree) {
        Object at = tree;
        for (String name : path.split("\\.")) {
            if (!name.isEmpty()) {
                at = at instanceof Map<?, ?> map ? map.get(name) : null;
            }
        }
        return at;
    }
}
