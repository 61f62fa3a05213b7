package org.ringlab.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays a hidden scenario's changes over the public lab. */
final class LabMerge {
    private LabMerge() {}

    /**
     * Mappings are merged key by key, lists appended, anything else replaced; an empty value removes its key.
     *
     * @return a new tree; neither argument is changed
     */
    static Map<String, @Nullable Object> merge(Map<?, ?> base, Map<?, ?> change) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        base.forEach((key, value) -> merged.put(String.valueOf(key), value));
        change.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else {
                merged.put(name, merged(merged.get(name), value));
            }
        });
        return merged;
    }

    private static Object merged(@Nullable Object below, Object change) {
        if (change instanceof Map<?, ?> map) {
            return merge(below instanceof Map<?, ?> base ? base : Map.of(), map);
        }
        if (below instanceof List<?> base && change instanceof List<?> more) {
            List<@Nullable Object> all = new ArrayList<>(base);
            all.addAll(more);
            return all;
        }
        return change;
    }
}
