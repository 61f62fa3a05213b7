package org.ringlab.labfile.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes away from a lab what it can do without and still differ: steps, commands, services, hosts. */
final class Minimiser {
    private static final int MOST_ROUNDS = 8;

    private final Differ differ;

    Minimiser(Differ differ) {
        this.differ = differ;
    }

    /** Which of several labs still differ the way that is looked for; they are played in one go. */
    interface Differ {
        List<Boolean> differ(List<Map<String, Object>> labs);
    }

    /** Something that can be left out: a host's name, or the place of an entry in a list. */
    private record Part(String kind, String host, int index) {}

    Map<String, Object> minimise(Map<String, Object> lab) {
        Map<String, Object> smallest = lab;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Map<String, Object> smaller = smaller(smallest);
            if (smaller == smallest) {
                break;
            }
            smallest = smaller;
        }
        return smallest;
    }

    /** The lab without all parts that can each be left out; without fewer where it needs some of them. */
    private Map<String, Object> smaller(Map<String, Object> lab) {
        List<Part> parts = parts(lab);
        List<Map<String, Object>> candidates =
                parts.stream().map(part -> without(lab, Set.of(part))).toList();
        List<Boolean> differs = differ.differ(candidates);
        List<Part> idle = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (differs.get(i)) {
                idle.add(parts.get(i));
            }
        }
        for (int count = idle.size(); count > 0; count /= 2) {
            List<Map<String, Object>> tries = new ArrayList<>();
            for (int from = 0; from < idle.size(); from += count) {
                tries.add(without(lab, new LinkedHashSet<>(idle.subList(from, Math.min(idle.size(), from + count)))));
            }
            List<Boolean> still = differ.differ(tries);
            int first = still.indexOf(true);
            if (first >= 0) {
                return tries.get(first);
            }
        }
        return lab;
    }

    private static List<Part> parts(Map<String, Object> lab) {
        List<Part> parts = new ArrayList<>();
        map(lab, "hosts").forEach((name, host) -> {
            parts.add(new Part("host", name, 0));
            for (int i = 0; i < list(map(host), "setup").size(); i++) {
                parts.add(new Part("setup", name, i));
            }
        });
        for (String kind : List.of("services", "probes")) {
            for (int i = 0; i < list(lab, kind).size(); i++) {
                parts.add(new Part(kind, "", i));
            }
        }
        return parts;
    }

    private static Map<String, Object> without(Map<String, Object> lab, Set<Part> gone) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        map(lab, "hosts").forEach((name, host) -> {
            if (!gone.contains(new Part("host", name, 0))) {
                Map<String, Object> spec = new LinkedHashMap<>(map(host));
                spec.put("setup", kept(list(spec, "setup"), "setup", name, gone));
                hosts.put(name, spec);
            }
        });
        Map<String, Object> smaller = new LinkedHashMap<>(lab);
        smaller.put("hosts", hosts);
        for (String kind : List.of("services", "probes")) {
            List<Object> kept = kept(list(lab, kind), kind, "", gone);
            kept.removeIf(entry -> !present(map(entry), hosts));
            smaller.put(kind, kept);
        }
        return smaller;
    }

    private static List<Object> kept(List<?> entries, String kind, String host, Set<Part> gone) {
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!gone.contains(new Part(kind, host, i))) {
                kept.add(entries.get(i));
            }
        }
        return kept;
    }

    private static boolean present(Map<String, Object> entry, Map<String, Object> hosts) {
        Object end = entry.getOrDefault("from", entry.get("host"));
        return hosts.containsKey(String.valueOf(end).split("/")[0]);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> map(Map<String, Object> tree, String key) {
        return map(tree.get(key));
    }

    private static List<?> list(Map<String, Object> tree, String key) {
        return (List<?>) tree.get(key);
    }
}
