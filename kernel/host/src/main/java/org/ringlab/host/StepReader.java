package org.ringlab.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.tree.Node;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;

/** Reads the entries of a lab's {@code probes}. */
final class StepReader {
    private static final List<String> COMMON = List.of("id", "kind", "from", "to", "note", "timeout_ms", "bind");

    /** The kinds, each with the keys it has beside the common ones. */
    private static final Map<String, List<String>> KINDS = kinds();

    private StepReader() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("ping", List.of("count", "interval_ms", "size", "ttl"));
        kinds.put("tcp", List.of("port", "sport", "close"));
        kinds.put("http", List.of("port", "sport", "close"));
        kinds.put("udp", List.of("port", "sport", "size"));
        kinds.put("dns", List.of("port", "sport", "query"));
        kinds.put("ftp-passive", List.of("port", "sport"));
        kinds.put("ftp-active", List.of("port", "sport"));
        kinds.put("tcp-raw", List.of("port", "sport", "flags"));
        kinds.put("icmp", List.of("type", "code"));
        kinds.put("run", List.of("host", "command", "output"));
        kinds.put("wait", List.of("ms"));
        return Collections.unmodifiableMap(kinds);
    }

    /** The step, or null where it can't even be made of what is there; errors are reported at the node. */
    static @Nullable Step read(Node node, int id) {
        if (!node.isMap()) {
            node.error(
                    "lab-not-a-mapping",
                    "a probe is a mapping",
                    "for example {from: client, kind: ping, to: 10.0.0.1}");
            return null;
        }
        if (node.child("kind").isMissing()) {
            node.error("lab-missing-key", "missing: kind", "valid: " + String.join(", ", KINDS.keySet()));
            return null;
        }
        String kind = node.child("kind").word(KINDS.keySet(), "kind of probe");
        if (kind == null) {
            return null;
        }
        node.onlyKeys(keysOf(kind));
        String note = node.child("note").text("");
        return switch (kind) {
            case "run" ->
                new Step.Run(
                        id,
                        node.child("host").required("the host to run on"),
                        commands(node.child("command")),
                        node.child("output").bool(false),
                        note);
            case "wait" -> {
                if (node.child("ms").isMissing()) {
                    node.error("lab-missing-key", "missing: ms", "milliseconds, 1 to 5000");
                }
                yield new Step.Wait(id, node.child("ms").number(1, 5000, 1), note);
            }
            default -> probe(node, id, kind, note);
        };
    }

    private static List<String> keysOf(String kind) {
        List<String> keys = new ArrayList<>();
        if (kind.equals("run") || kind.equals("wait")) {
            keys.addAll(List.of("id", "kind", "note"));
        } else {
            keys.addAll(COMMON);
        }
        keys.addAll(KINDS.getOrDefault(kind, List.of()));
        return keys;
    }

    private static List<String> commands(Node node) {
        if (node.isMissing()) {
            node.error("lab-missing-key", "missing: the command to run", "a text or a list of texts");
        }
        List<String> commands = new ArrayList<>();
        for (Node element : node.oneOrMore()) {
            commands.add(element.text(""));
        }
        return List.copyOf(commands);
    }

    private static @Nullable Step probe(Node node, int id, String kind, String note) {
        String from = node.child("from").required("the host that sends");
        Node toNode = node.child("to");
        if (toNode.isMissing()) {
            toNode.error("lab-missing-key", "missing: the address to send to", "an IPv4 address like 10.0.0.1");
        }
        Ipv4Address to = toNode.parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1");
        Ipv4Address bind = node.child("bind").parsed(Ipv4Address::parse, "an IPv4 address like 10.0.0.1");
        int timeout = node.child("timeout_ms").number(1, 600_000, ProbeSpec.DEFAULT_TIMEOUT_MILLIS);
        ProbeSpec.Exchange exchange = exchange(node, id, kind);
        return to == null ? null : new ProbeSpec(id, from, to, bind, timeout, note, exchange);
    }

    private static ProbeSpec.Exchange exchange(Node node, int id, String kind) {
        return switch (kind) {
            case "ping" ->
                new ProbeSpec.Ping(
                        node.child("count").number(1, 1000, 1),
                        node.child("interval_ms").number(0, 60_000, 1),
                        node.child("size").number(0, 65_507, 56),
                        node.child("ttl").number(1, 255, 64));
            case "icmp" -> {
                if (node.child("type").isMissing()) {
                    node.error("lab-missing-key", "missing: type", "an ICMP type, 0 to 255");
                }
                yield new ProbeSpec.Icmp(
                        node.child("type").number(0, 255, 8), node.child("code").number(0, 255, 0));
            }
            case "tcp" -> new ProbeSpec.Tcp(port(node, 0), sport(node, id), reset(node));
            case "http" -> new ProbeSpec.Http(port(node, 80), sport(node, id), reset(node));
            case "udp" ->
                new ProbeSpec.Udp(
                        port(node, 0), sport(node, id), node.child("size").number(0, 65_507, 32));
            case "dns" ->
                new ProbeSpec.Dns(
                        port(node, 53), sport(node, id), node.child("query").text("www.lab"));
            case "tcp-raw" -> new ProbeSpec.TcpRaw(port(node, 0), sport(node, id), flags(node.child("flags")));
            default -> new ProbeSpec.Ftp(port(node, 21), sport(node, id), kind.equals("ftp-active"));
        };
    }

    private static int port(Node node, int fallback) {
        if (fallback == 0 && node.child("port").isMissing()) {
            node.error("lab-missing-key", "missing: port", "the destination port, 1 to 65535");
        }
        return node.child("port").number(1, 65_535, fallback);
    }

    private static int sport(Node node, int id) {
        return node.child("sport").number(1, 65_535, ProbeSpec.SOURCE_PORT_BASE + id);
    }

    private static boolean reset(Node node) {
        return "rst".equals(node.child("close").word(List.of("fin", "rst"), "way to close"));
    }

    private static int flags(Node node) {
        return Optional.ofNullable(node.parsed(StepReader::parseFlags, "TCP flags like SYN,ACK, or NONE, or ALL"))
                .orElse(TcpSegment.SYN);
    }

    /** {@code SYN,ACK} as bits; {@code ALL} is the six classic flags. */
    static Optional<Integer> parseFlags(String text) {
        int bits = 0;
        for (String name : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            int index = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR")
                    .indexOf(name);
            if (index >= 0) {
                bits |= 1 << index;
            } else if (name.equals("ALL")) {
                bits |= 63;
            } else if (!name.equals("NONE")) {
                return Optional.empty();
            }
        }
        return Optional.of(bits);
    }
}
