package org.ringlab.netfilter.ipset;

import java.util.Optional;

/** The kinds of sets (kernel/net/netfilter/ipset). */
public enum SetType {
    /** Addresses. */
    HASH_IP("hash:ip", 6, 1),
    /** Networks; the longest one that holds an address decides. */
    HASH_NET("hash:net", 7, 1),
    /** Addresses with a port each. */
    HASH_IP_PORT("hash:ip,port", 7, 2),
    /** Networks with a port each. */
    HASH_NET_PORT("hash:net,port", 8, 2),
    /** Addresses of a range. */
    BITMAP_IP("bitmap:ip", 3, 1),
    /** Ports of a range, of any protocol. */
    BITMAP_PORT("bitmap:port", 3, 1),
    /** Other sets, asked one after the other. */
    LIST_SET("list:set", 3, 1);

    private final String text;
    private final int revision;
    private final int dimensions;

    SetType(String text, int revision, int dimensions) {
        this.text = text;
        this.revision = revision;
        this.dimensions = dimensions;
    }

    /** As typed. */
    public String text() {
        return text;
    }

    /** The kind typed as {@code text}. */
    static Optional<SetType> parse(String text) {
        for (SetType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int revision() {
        return revision;
    }

    /** How many things of a packet are looked at: of so many it must be said whether source or destination. */
    int dimensions() {
        return dimensions;
    }

    boolean isHash() {
        return text.startsWith("hash:");
    }

    boolean holdsNetworks() {
        return this == HASH_NET || this == HASH_NET_PORT;
    }
}
