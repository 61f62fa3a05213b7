package org.ringlab.labfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says where a simulated outcome differs from a recorded one, bytes included: probes, rules and their order, counters,
 * policies, connections, failed commands. Ports written {@code *k} in a recording stand for any port, the same each time.
 */
public final class OutcomeComparison {
    private static final List<String> PROBE_FIELDS = List.of(
            "verdict",
            "stage",
            "replies",
            "icmp_from",
            "reply_from",
            "reply_flags",
            "pasv",
            "status",
            "body",
            "answer",
            "seen_by",
            "output");

    private final Map<String, String> ports = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    private OutcomeComparison() {}

    /** Every difference in words; none where the outcomes agree. */
    public static List<String> differences(JsonNode simulated, JsonNode recorded) {
        OutcomeComparison comparison = new OutcomeComparison();
        comparison.probes(simulated.path("probes"), recorded.path("probes"));
        comparison.hosts(simulated.path("hosts"), recorded.path("hosts"));
        comparison.failures(simulated.path("setup_errors"), recorded.path("setup_errors"));
        return comparison.differences;
    }

    private void probes(JsonNode simulated, JsonNode recorded) {
        Map<Integer, JsonNode> byId = new HashMap<>();
        simulated.forEach(p -> byId.put(p.path("id").asInt(), p));
        for (JsonNode expected : recorded) {
            int id = expected.path("id").asInt();
            JsonNode actual = byId.getOrDefault(id, expected.path("no such probe"));
            for (String field : PROBE_FIELDS) {
                if (!same(actual.path(field), expected.path(field))) {
                    differ("probe " + id + " " + field, actual.path(field), expected.path(field));
                }
            }
            for (int i = 0; i < expected.path("rc").size(); i++) {
                boolean failed = actual.path("rc").path(i).asInt() != 0;
                if (failed != (expected.path("rc").path(i).asInt() != 0)) {
                    differ("probe " + id + " rc", actual.path("rc"), expected.path("rc"));
                }
            }
        }
    }

    private void hosts(JsonNode simulated, JsonNode recorded) {
        for (Map.Entry<String, JsonNode> host : recorded.properties()) {
            JsonNode actual = simulated.path(host.getKey());
            for (Map.Entry<String, JsonNode> table :
                    host.getValue().path("tables").properties()) {
                for (Map.Entry<String, JsonNode> chain : table.getValue().properties()) {
                    JsonNode actualChain =
                            actual.path("tables").path(table.getKey()).path(chain.getKey());
                    if (!same(actualChain, chain.getValue())) {
                        differ(
                                host.getKey() + " " + table.getKey() + "/" + chain.getKey(),
                                actualChain,
                                chain.getValue());
                    }
                }
            }
            connections(host.getKey(), actual.path("conntrack"), host.getValue().path("conntrack"));
        }
    }

    private void connections(String host, JsonNode simulated, JsonNode recorded) {
        if (recorded.isNull()) {
            return;
        }
        List<JsonNode> left = new ArrayList<>();
        simulated.forEach(left::add);
        for (JsonNode expected : recorded) {
            if (!left.removeIf(actual -> same(actual, expected))) {
                differ(host + " conntrack", simulated, expected);
            }
        }
        left.forEach(extra -> differences.add(host + " conntrack: more than recorded: " + extra));
    }

    /** Which commands failed, where, with which status and words. */
    private void failures(JsonNode simulated, JsonNode recorded) {
        Set<JsonNode> actual = new LinkedHashSet<>();
        simulated.forEach(actual::add);
        Set<JsonNode> expected = new LinkedHashSet<>();
        recorded.forEach(expected::add);
        if (!actual.equals(expected)) {
            differences.add("setup_errors: " + simulated + ", recorded " + recorded);
        }
    }

    private boolean same(JsonNode simulated, JsonNode recorded) {
        if (recorded.isTextual() && recorded.textValue().contains("*")) {
            return samePorts(simulated.asText(), recorded.textValue());
        }
        if (recorded.isNumber() && simulated.isNumber()) {
            return simulated.asLong() == recorded.asLong();
        }
        if (!recorded.isContainerNode() || recorded.size() != simulated.size()) {
            return simulated.equals(recorded);
        }
        if (recorded.isArray()) {
            for (int i = 0; i < recorded.size(); i++) {
                if (!same(simulated.path(i), recorded.path(i))) {
                    return false;
                }
            }
            return simulated.isArray();
        }
        return recorded.properties().stream().allMatch(e -> same(simulated.path(e.getKey()), e.getValue()));
    }

    private boolean samePorts(String simulated, String recorded) {
        String[] actual = simulated.split("(?<=[>:\\s=])|(?=[>:\\s=])");
        String[] expected = recorded.split("(?<=[>:\\s=])|(?=[>:\\s=])");
        if (actual.length != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            String wanted = expected[i].matches("\\*\\d+") ? ports.computeIfAbsent(expected[i], k -> "") : expected[i];
            if (wanted.isEmpty() && actual[i].matches("\\*?\\d+")) {
                ports.put(expected[i], actual[i]);
            } else if (!wanted.equals("*") && !wanted.equals(actual[i])) {
                return false;
            }
        }
        return true;
    }

    private void differ(String what, JsonNode simulated, JsonNode recorded) {
        differences.add(what + ": " + simulated + ", recorded " + recorded);
    }
}
