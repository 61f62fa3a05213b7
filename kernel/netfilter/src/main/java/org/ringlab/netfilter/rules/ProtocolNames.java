package org.ringlab.netfilter.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Names of IP protocols as {@code /etc/protocols} of a Debian 12 gives them (numbers are IANA's). */
public final class ProtocolNames {
    private static final String LIST = """
            1 icmp, 2 igmp, 3 ggp, 4 ipencap, 5 st, 6 tcp, 8 egp,
            9 igp, 12 pup, 17 udp, 20 hmp, 22 xns-idp, 27 rdp, 29 iso-tp4,
            33 dccp, 36 xtp, 37 ddp, 38 idpr-cmtp, 41 ipv6, 43 ipv6-route, 44 ipv6-frag,
            45 idrp, 46 rsvp, 47 gre, 50 esp, 51 ah, 57 skip, 58 ipv6-icmp,
            59 ipv6-nonxt, 60 ipv6-opts, 73 rspf, 81 vmtp, 88 eigrp, 89 ospf, 93 ax.25,
            94 ipip, 97 etherip, 98 encap, 103 pim, 108 ipcomp, 112 vrrp, 115 l2tp,
            124 isis, 132 sctp, 133 fc, 135 mobility-header, 136 udplite, 137 mpls-in-ip, 138 manet,
            139 hip, 140 shim6, 141 wesp, 142 rohc, 143 ethernet,
            """;

    private static final Map<Integer, String> BY_NUMBER = byNumber();
    private static final Map<String, Integer> BY_NAME =
            BY_NUMBER.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private ProtocolNames() {}

    private static Map<Integer, String> byNumber() {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (String entry : LIST.strip().split(",\\s*")) {
            String[] words = entry.split(" ");
            names.put(Integer.parseInt(words[0]), words[1]);
        }
        return Map.copyOf(names);
    }

    /** The name of protocol {@code number}, or the number itself where it has none. */
    public static String name(int number) {
        return BY_NUMBER.getOrDefault(number, Integer.toString(number));
    }

    /** The number of a protocol by its exact lower-case name; {@code all}, {@code ip} and {@code hopopt} are 0. */
    public static OptionalInt number(String name) {
        switch (name) {
            case "all", "ip", "hopopt":
                return OptionalInt.of(0);
            case "icmpv6":
                return OptionalInt.of(58);
            case "ipv6-mh", "mh":
                return OptionalInt.of(135);
            default:
                Integer number = BY_NAME.get(name);
                return number == null ? OptionalInt.empty() : OptionalInt.of(number);
        }
    }
}
