package org.ringlab.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.HostSpec;
import org.ringlab.host.LabSpec;

/** Small helpers for plain trees. */
final class Trees {
    private Trees() {}

    /** A mapping with its keys as texts, empty values left out; empty where it is no mapping. */
    static Map<String, Object> copy(@Nullable Object tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    copy.put(String.valueOf(key), value);
                }
            });
        }
        return copy;
    }

    static List<String> hostNames(LabSpec lab) {
        return lab.hosts().stream().map(HostSpec::name).toList();
    }
}
