package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.link.Station;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/** A network interface of a {@link NetStack}. Changes that touch routes go through the stack. */
public final class NetInterface {
    private final int index;
    private final String name;
    private final MacAddress mac;
    private final boolean loopback;
    private final @Nullable Segment segment;
    private final List<InterfaceAddress> addresses = new ArrayList<>();
    private @Nullable Station plug;
    private int mtu;
    private boolean up;
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;

    NetInterface(int index, String name, MacAddress mac, int mtu, boolean loopback, @Nullable Segment segment) {
        this.index = index;
        this.name = name;
        this.mac = mac;
        this.mtu = mtu;
        this.loopback = loopback;
        this.segment = segment;
    }

    /** Its number in the stack, from 1; {@code lo} is 1. */
    public int index() {
        return index;
    }

    /** {@code eth0}. */
    public String name() {
        return name;
    }

    /** Its Ethernet address; zero for loopback. */
    public MacAddress mac() {
        return mac;
    }

    /** Largest IPv4 packet it sends, in bytes. */
    public int mtu() {
        return mtu;
    }

    /** Whether it is {@code lo}. */
    public boolean isLoopback() {
        return loopback;
    }

    /** Whether it is administratively up. */
    public boolean isUp() {
        return up;
    }

    /** The segment it is plugged into; empty for loopback. */
    public Optional<Segment> segment() {
        return Optional.ofNullable(segment);
    }

    /** Its addresses, the first is the primary one. */
    public List<InterfaceAddress> addresses() {
        return Collections.unmodifiableList(addresses);
    }

    /** Packets received, as {@code ifconfig} counts them (ARP included). */
    public long receivedPackets() {
        return receivedPackets;
    }

    /** Bytes received, Ethernet header included. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** Packets sent (ARP included). */
    public long sentPackets() {
        return sentPackets;
    }

    /** Bytes sent, Ethernet header included. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Whether {@code address} is one of its own. */
    boolean has(Ipv4Address address) {
        for (InterfaceAddress own : addresses) {
            if (own.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /** What the segment hands frames to. */
    Station plug() {
        if (plug == null) {
            throw new IllegalStateException(name + " is not plugged in");
        }
        return plug;
    }

    void setPlug(Station station) {
        plug = station;
    }

    List<InterfaceAddress> mutableAddresses() {
        return addresses;
    }

    void setUp(boolean up) {
        this.up = up;
    }

    void setMtu(int mtu) {
        this.mtu = mtu;
    }

    void countReceived(int bytes) {
        receivedPackets++;
        receivedBytes += bytes;
    }

    void countSent(int bytes) {
        sentPackets++;
        sentBytes += bytes;
    }
}
