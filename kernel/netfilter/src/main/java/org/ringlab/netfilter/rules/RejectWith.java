package org.ringlab.netfilter.rules;

import java.util.Optional;

/** How REJECT answers (libipt_REJECT; net/ipv4/netfilter/ipt_REJECT.c). */
public enum RejectWith {
    /** ICMP 3/0. */
    ICMP_NET_UNREACHABLE("icmp-net-unreachable", 0),
    /** ICMP 3/1. */
    ICMP_HOST_UNREACHABLE("icmp-host-unreachable", 1),
    /** ICMP 3/2. */
    ICMP_PROTO_UNREACHABLE("icmp-proto-unreachable", 2),
    /** ICMP 3/3, the default. */
    ICMP_PORT_UNREACHABLE("icmp-port-unreachable", 3),
    /** ICMP 3/9. */
    ICMP_NET_PROHIBITED("icmp-net-prohibited", 9),
    /** ICMP 3/10. */
    ICMP_HOST_PROHIBITED("icmp-host-prohibited", 10),
    /** ICMP 3/13. */
    ICMP_ADMIN_PROHIBITED("icmp-admin-prohibited", 13),
    /** A TCP reset; only in rules with {@code -p tcp}. */
    TCP_RESET("tcp-reset", -1);

    private final String text;
    private final int icmpCode;

    RejectWith(String text, int icmpCode) {
        this.text = text;
        this.icmpCode = icmpCode;
    }

    /** As {@code iptables-save} prints it. */
    public String text() {
        return text;
    }

    /** The code of the ICMP unreachable message, −1 for a reset. */
    public int icmpCode() {
        return icmpCode;
    }

    /** The variant printed as {@code text}. */
    public static Optional<RejectWith> parse(String text) {
        for (RejectWith with : values()) {
            if (with.text.equals(text)) {
                return Optional.of(with);
            }
        }
        return Optional.empty();
    }
}
