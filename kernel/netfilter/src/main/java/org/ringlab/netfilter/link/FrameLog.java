package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringlab.netfilter.packet.Frame;

/**
 * Every frame that crossed an interface of the lab, in order: what packet sockets see (net/packet/af_packet.c), before
 * the rules look at what comes in and after they did at what goes out.
 */
public final class FrameLog {
    private final List<Entry> entries = new ArrayList<>();

    /** How a frame crossed an interface ({@code sll_pkttype}). */
    public enum Way {
        /** It came for this station. */
        IN,
        /** It came for everybody. */
        BROADCAST,
        /** It came for a group. */
        MULTICAST,
        /** It came for somebody else. */
        OTHER,
        /** It went out. */
        OUT
    }

    /** What stands in front of the packets of an interface. */
    public enum Header {
        /** An Ethernet header. */
        ETHERNET,
        /** Nothing: a tunnel. */
        NONE
    }

    /**
     * A frame at an interface.
     *
     * @param nanos the lab's time
     * @param host the stack's name, {@code host} or {@code host/namespace}
     * @param iface the interface's name at that time
     * @param index the interface's number
     * @param header what the interface puts in front of packets
     * @param way how it crossed
     * @param taken whether the interface takes it without being promiscuous
     * @param frame the frame
     */
    public record Entry(
            long nanos, String host, String iface, int index, Header header, Way way, boolean taken, Frame frame) {}

    /** Notes a frame. */
    public void add(Entry entry) {
        entries.add(entry);
    }

    /** All so far; the list grows as the lab goes on. */
    public List<Entry> all() {
        return Collections.unmodifiableList(entries);
    }
}
