package org.ringlab.bench;

import java.util.function.IntFunction;

/** The rule sets that are measured, as saved. */
final class Rules {
    private static final String NAT = """
            *nat
            -A POSTROUTING -s 192.168.0.0/16 ! -d 192.168.0.0/16 -j SNAT --to-source 172.18.133.210
            COMMIT
            """;

    private Rules() {}

    /** Twenty rules of all common kinds; packets of open connections are let through by the last, new ones by the two before. */
    static String twenty() {
        return NAT + """
                *filter
                :FORWARD DROP [0:0]
                -A FORWARD -m state --state INVALID -j DROP
                -A FORWARD -i eth0 -s 10.0.0.0/8 -j DROP
                -A FORWARD -i eth0 -s 172.16.0.0/12 -j DROP
                -A FORWARD -i eth0 ! -s 192.168.0.0/16 -j DROP
                -A FORWARD -p icmp -m icmp --icmp-type 5 -j DROP
                -A FORWARD -p icmp -m icmp --icmp-type 8 -j ACCEPT
                -A FORWARD -p tcp -m tcp --dport 23 -j REJECT --reject-with tcp-reset
                -A FORWARD -p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset
                -A FORWARD -p tcp -m multiport --dports 135,137:139,445 -j DROP
                -A FORWARD -p udp -m multiport --dports 135,137:139,445 -j DROP
                -A FORWARD -s 192.168.66.200/32 -j DROP
                -A FORWARD -s 192.168.66.201/32 -j DROP
                -A FORWARD -d 203.0.113.0/24 -j REJECT --reject-with icmp-port-unreachable
                -A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -j DROP
                -A FORWARD -p tcp -m tcp --tcp-flags SYN,FIN SYN,FIN -j DROP
                -A FORWARD -p udp -m udp --dport 123 -j ACCEPT
                -A FORWARD -s 192.168.0.0/16 -p tcp -m multiport --dports 443,22,8080 -m state --state NEW -j ACCEPT
                -A FORWARD -s 192.168.0.0/16 -p udp -m udp --dport 53 -m state --state NEW -j ACCEPT
                -A FORWARD -s 192.168.0.0/16 -p tcp -m tcp --dport 80 -m state --state NEW -j ACCEPT
                -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
                COMMIT
                """;
    }

    /** The rule set of that kind and size. */
    static String of(String kind, int count) {
        return switch (kind) {
            case "banned" -> banned(count);
            case "services" -> services(count);
            case "ranges" -> ranges(count);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** A list of banned networks. */
    private static String banned(int count) {
        return many(count, i -> "-s 10.%d.%d.0/24 -j DROP".formatted(i / 250, i % 250));
    }

    /** Services by address and port, as a hosting gateway has them. */
    private static String services(int count) {
        return many(
                count,
                i -> "-d 10.%d.%d.1/32 -p tcp -m tcp --dport %d -j ACCEPT"
                        .formatted(i / 2500, i / 10 % 250, 8000 + i % 10));
    }

    /** Ranges of addresses: no index helps here, every rule is asked. */
    private static String ranges(int count) {
        return many(
                count,
                i -> "-m iprange --src-range 10.%1$d.%2$d.1-10.%1$d.%2$d.99 -j DROP".formatted(i / 250, i % 250));
    }

    /** Rules that match nothing that passes, in front of two that let through. */
    private static String many(int count, IntFunction<String> rule) {
        StringBuilder s = new StringBuilder(NAT).append("*filter\n:FORWARD DROP [0:0]\n");
        for (int i = 0; i < count - 2; i++) {
            s.append("-A FORWARD ").append(rule.apply(i)).append('\n');
        }
        return s + """
                -A FORWARD -s 192.168.0.0/16 -j ACCEPT
                -A FORWARD -m state --state ESTABLISHED -j ACCEPT
                COMMIT
                """;
    }
}
