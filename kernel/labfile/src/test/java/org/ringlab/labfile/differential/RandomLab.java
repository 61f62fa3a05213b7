package org.ringlab.labfile.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A random lab: the same for the same seed. */
final class RandomLab {
    private static final int STEPS = 12;

    private final Draw draw;
    private final Draft lab = new Draft();
    private final List<String> addresses = new ArrayList<>();

    private RandomLab(long seed) {
        draw = new Draw(seed);
    }

    /** The lab of a seed as a tree of maps, lists, texts and numbers. */
    static Map<String, Object> of(long seed) {
        RandomLab random = new RandomLab(seed);
        random.write();
        return random.lab.tree("random-" + seed);
    }

    private void write() {
        draw.of(RandomTopology.values()).build(lab, draw);
        for (Draft.Host host : lab.hosts()) {
            addresses.addAll(host.addresses());
        }
        // Somebody who isn't there, in the two networks most labs have.
        addresses.add("10.0.1.77");
        addresses.add("10.0.2.77");
        for (Draft.Host host : lab.hosts()) {
            services(host);
            int rules =
                    host.forwards() || host.name().equals("br") ? draw.number(2, 9) : draw.of(0, 0, draw.number(1, 5));
            if (rules > 0 && !host.interfaces().isEmpty()) {
                rules(host).lines(rules).forEach(host::setup);
            }
        }
        for (int i = draw.number(4, STEPS); i > 0; i--) {
            lab.step(draw.once(8) ? run() : probe());
        }
    }

    private RandomRules rules(Draft.Host host) {
        return new RandomRules(draw, host, addresses);
    }

    private void services(Draft.Host host) {
        boolean serves = host.name().equals("server") || host.name().contains("/") || draw.once(2);
        if (!serves) {
            return;
        }
        service(host, "http", draw.once(6) ? 8080 : 80);
        if (!draw.once(3)) {
            service(host, "tcp", 22);
        }
        if (!draw.once(3)) {
            service(host, "udp", 514);
        }
        if (draw.once(2)) {
            service(host, "ftp", draw.once(5) ? 2121 : 21);
        }
        if (draw.once(4)) {
            service(host, "dns", 53);
        }
    }

    private void service(Draft.Host host, String kind, int port) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("host", host.name());
        service.put("kind", kind);
        service.put("port", port);
        if (kind.equals("http")) {
            service.put("body", "from " + host.name());
        }
        if (kind.equals("dns")) {
            service.put("zone", Map.of("www.lab", "10.0.2.2"));
        }
        lab.service(service);
    }

    private Map<String, Object> run() {
        Draft.Host host = draw.of(
                lab.hosts().stream().filter(h -> !h.interfaces().isEmpty()).toList());
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("kind", "run");
        step.put("host", host.name());
        step.put(
                "command",
                switch (draw.number(0, 11)) {
                    case 0 -> "conntrack -F";
                    case 1 -> "conntrack -D -p " + draw.of("tcp", "udp", "icmp");
                    case 2 -> "sysctl -w net.ipv4.ip_forward=" + draw.number(0, 1);
                    case 3 -> "ip addr add 10.0.1.90/24 dev " + draw.of(host.interfaces());
                    case 4 -> "ip route del default";
                    case 5 ->
                        "ip route add " + draw.of("blackhole", "unreachable", "prohibit") + " 10.0." + draw.number(1, 3)
                                + "." + draw.of("2", "4") + "/32";
                    default -> rules(host).change();
                });
        return step;
    }

    private Map<String, Object> probe() {
        Map<String, Object> step = new LinkedHashMap<>();
        Draft.Host from = draw.of(lab.hosts());
        step.put("from", from.name());
        String kind = draw.of(
                "ping",
                "ping",
                "tcp",
                "tcp",
                "http",
                "http",
                "http",
                "udp",
                "udp",
                "dns",
                "ftp-passive",
                "ftp-active",
                "tcp-raw",
                "icmp");
        step.put("kind", kind);
        step.put("to", draw.once(15) ? draw.of("127.0.0.1", "198.51.100.9", "10.0.3.20") : draw.of(addresses));
        if (from.addresses().size() > 1 && draw.once(4)) {
            step.put("bind", draw.of(from.addresses()));
        }
        switch (kind) {
            case "ping" -> {
                if (draw.once(3)) {
                    step.put("count", draw.number(2, 4));
                }
                if (draw.once(4)) {
                    step.put("size", draw.of(0, 1400, 1473, 3000));
                }
                if (draw.once(5)) {
                    step.put("ttl", draw.number(1, 3));
                }
            }
            case "tcp" -> {
                step.put("port", draw.of(22, 22, 80, 23, 8080, 443));
                if (draw.once(4)) {
                    step.put("close", "rst");
                }
            }
            case "http" -> {
                if (draw.once(4)) {
                    step.put("port", draw.of(8080, 81));
                }
            }
            case "udp" -> {
                step.put("port", draw.of(514, 514, 515, 53));
                if (draw.once(5)) {
                    step.put("size", draw.of(1, 1473, 2000));
                }
                if (draw.once(5)) {
                    step.put("sport", 40500);
                }
            }
            case "ftp-passive", "ftp-active" -> {
                if (draw.once(5)) {
                    step.put("port", 2121);
                }
            }
            case "tcp-raw" -> {
                step.put("port", draw.of(22, 80, 23));
                step.put(
                        "flags",
                        draw.of(
                                "SYN",
                                "ACK",
                                "SYN,ACK",
                                "FIN",
                                "FIN,ACK",
                                "RST",
                                "RST,ACK",
                                "NONE",
                                "ALL",
                                "SYN,FIN",
                                "PSH,ACK",
                                "URG,PSH,FIN"));
                if (draw.once(4)) {
                    step.put("sport", 40501);
                }
            }
            case "icmp" -> {
                step.put("type", draw.of(0, 3, 8, 11, 13, 15, 17, 5));
                step.put("code", draw.of(0, 0, 0, 1, 3));
            }
            default -> {}
        }
        return step;
    }
}
