package org.ringlab.host;

import java.util.List;
import java.util.Map;

/** The course's three machines: client – gateway – server. */
final class Labs {
    private Labs() {}

    static Lab threeHosts(boolean forwarding) {
        return Lab.boot(LabSpec.read(tree(forwarding)).orThrow());
    }

    static Map<String, Object> tree(boolean forwarding) {
        return Map.of(
                "name",
                "three-hosts",
                "segments",
                List.of("inside", "outside"),
                "hosts",
                ordered(
                        "client",
                        Map.of(
                                "interfaces",
                                Map.of("eth0", card("inside", "192.168.66.132/24")),
                                "setup",
                                List.of("route add default gw 192.168.66.135")),
                        "gw",
                        Map.of(
                                "forwarding",
                                forwarding,
                                "interfaces",
                                ordered(
                                        "eth0",
                                        card("inside", "192.168.66.135/24"),
                                        "eth1",
                                        card("outside", "172.18.133.210/16"))),
                        "server",
                        Map.of(
                                "interfaces",
                                Map.of("eth0", card("outside", "172.18.133.212/16")),
                                "setup",
                                List.of("route add default gw 172.18.133.210"))),
                "services",
                List.of(Map.of("host", "server", "kind", "http", "body", "welcome\n")));
    }

    private static Map<String, Object> card(String segment, String address) {
        return Map.of("segment", segment, "address", address);
    }

    /** A map that keeps the order written. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
