package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.Optional;

/** The names iptables knows for ICMP types and codes ({@code iptables -p icmp -h}). */
public final class IcmpTypeNames {
    /**
     * A name.
     *
     * @param type the message type
     * @param firstCode first code meant
     * @param lastCode last code meant
     */
    public record Entry(String name, int type, int firstCode, int lastCode) {}

    /** All names; where two mean the same the first is printed. */
    public static final List<Entry> ALL = List.of(
            new Entry("any", 255, 0, 255),
            new Entry("echo-reply", 0, 0, 255),
            new Entry("pong", 0, 0, 255),
            new Entry("destination-unreachable", 3, 0, 255),
            new Entry("network-unreachable", 3, 0, 0),
            new Entry("host-unreachable", 3, 1, 1),
            new Entry("protocol-unreachable", 3, 2, 2),
            new Entry("port-unreachable", 3, 3, 3),
            new Entry("fragmentation-needed", 3, 4, 4),
            new Entry("source-route-failed", 3, 5, 5),
            new Entry("network-unknown", 3, 6, 6),
            new Entry("host-unknown", 3, 7, 7),
            new Entry("network-prohibited", 3, 9, 9),
            new Entry("host-prohibited", 3, 10, 10),
            new Entry("TOS-network-unreachable", 3, 11, 11),
            new Entry("TOS-host-unreachable", 3, 12, 12),
            new Entry("communication-prohibited", 3, 13, 13),
            new Entry("host-precedence-violation", 3, 14, 14),
            new Entry("precedence-cutoff", 3, 15, 15),
            new Entry("source-quench", 4, 0, 255),
            new Entry("redirect", 5, 0, 255),
            new Entry("network-redirect", 5, 0, 0),
            new Entry("host-redirect", 5, 1, 1),
            new Entry("TOS-network-redirect", 5, 2, 2),
            new Entry("TOS-host-redirect", 5, 3, 3),
            new Entry("echo-request", 8, 0, 255),
            new Entry("ping", 8, 0, 255),
            new Entry("router-advertisement", 9, 0, 255),
            new Entry("router-solicitation", 10, 0, 255),
            new Entry("time-exceeded", 11, 0, 255),
            new Entry("ttl-exceeded", 11, 0, 255),
            new Entry("ttl-zero-during-transit", 11, 0, 0),
            new Entry("ttl-zero-during-reassembly", 11, 1, 1),
            new Entry("parameter-problem", 12, 0, 255),
            new Entry("ip-header-bad", 12, 0, 0),
            new Entry("required-option-missing", 12, 1, 1),
            new Entry("timestamp-request", 13, 0, 255),
            new Entry("timestamp-reply", 14, 0, 255),
            new Entry("address-mask-request", 17, 0, 255),
            new Entry("address-mask-reply", 18, 0, 255));

    private IcmpTypeNames() {}

    /** The name for a type with this range of codes. */
    static Optional<String> name(int type, int firstCode, int lastCode) {
        return ALL.stream()
                .filter(e -> e.type == type && e.firstCode == firstCode && e.lastCode == lastCode)
                .map(Entry::name)
                .findFirst();
    }
}
