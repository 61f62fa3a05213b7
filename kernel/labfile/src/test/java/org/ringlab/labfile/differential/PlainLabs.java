package org.ringlab.labfile.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Random labs as far as the project's own player knows them, and of their outcomes what it tells. */
final class PlainLabs {
    private static final Set<String> SERVICES = Set.of("tcp", "http", "udp");
    private static final Set<String> PROBES = Set.of("ping", "tcp", "http", "udp", "run", "wait");
    private static final List<String> BEYOND =
            List.of("netns", "tunnel", "vxlan", "modprobe", "--helper", "ip link add");
    private static final List<String> TOLD = List.of(
            "id", "kind", "verdict", "stage", "replies", "icmp_from", "reply_from", "status", "body", "seen_by", "rc");

    private PlainLabs() {}

    /** The lab of a seed without services and probes of other kinds; empty where its hosts are built of more. */
    static Optional<Map<String, Object>> of(long seed) {
        Map<String, Object> lab = new LinkedHashMap<>(RandomLab.of(seed));
        String text = lab.toString();
        if (BEYOND.stream().anyMatch(text::contains)) {
            return Optional.empty();
        }
        lab.put("services", only(lab.get("services"), SERVICES));
        lab.put("probes", only(lab.get("probes"), PROBES));
        return Optional.of(lab);
    }

    private static List<Object> only(Object list, Set<String> kinds) {
        List<Object> kept = new ArrayList<>();
        if (list instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map && kinds.contains(String.valueOf(map.get("kind")))) {
                    kept.add(entry);
                }
            }
        }
        return kept;
    }

    /** A simulated outcome without what the player doesn't tell. */
    static JsonNode told(JsonNode outcome) {
        for (JsonNode probe : (ArrayNode) outcome.path("probes")) {
            ((ObjectNode) probe).retain(TOLD);
        }
        for (JsonNode host : outcome.path("hosts")) {
            ((ObjectNode) host).putNull("conntrack");
        }
        return outcome;
    }
}
