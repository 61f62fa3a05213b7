package org.ringlab.host.capture;

import java.util.Arrays;
import java.util.Optional;

/** What stands in front of the network header in a capture, by the numbers of capture files. */
public enum LinkType {
    /** Ethernet. */
    ETHERNET(1, "EN10MB (Ethernet)", 14),
    /** Nothing at all. */
    RAW(101, "RAW (Raw IP)", 0),
    /** All interfaces at once, as older tcpdumps capture them. */
    COOKED(113, "LINUX_SLL (Linux cooked v1)", 16),
    /** All interfaces at once, with the interface's number. */
    COOKED2(276, "LINUX_SLL2 (Linux cooked v2)", 20);

    private final int number;
    private final String text;
    private final int headerLength;

    LinkType(int number, String text, int headerLength) {
        this.number = number;
        this.text = text;
        this.headerLength = headerLength;
    }

    /** Its number in a capture file. */
    public int number() {
        return number;
    }

    /** As tcpdump names it. */
    public String text() {
        return text;
    }

    /** Bytes in front of the network header. */
    public int headerLength() {
        return headerLength;
    }

    /** The type with that number, where it is one of these. */
    public static Optional<LinkType> of(int number) {
        return Arrays.stream(values()).filter(t -> t.number == number).findFirst();
    }
}
