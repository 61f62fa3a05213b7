package org.ringlab.netfilter.stack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Frame;

/** A port of an {@link OvsBridge}. */
public final class OvsPort {
    /** The OpenFlow number of the port that has the bridge's own name. */
    public static final int LOCAL = 65_534;

    private final OvsBridge bridge;
    private final String name;
    private final int number;
    private final Kind kind;
    private final String peer;
    private @Nullable NetInterface iface;
    private OvsVlan vlan = OvsVlan.TRUNK;
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;

    /** What a port is made of. */
    public enum Kind {
        /** An interface that exists anyway. */
        SYSTEM,
        /** An interface that the switch makes. */
        INTERNAL,
        /** A cable to another switch of the same host. */
        PATCH,
        /** A tunnel, which no command but {@code ovs-vsctl} shows. */
        TUNNEL
    }

    OvsPort(OvsBridge bridge, String name, int number, Kind kind, String peer) {
        this.bridge = bridge;
        this.name = name;
        this.number = number;
        this.kind = kind;
        this.peer = peer;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its OpenFlow number, from 1. */
    public int number() {
        return number;
    }

    /** What it is made of. */
    public Kind kind() {
        return kind;
    }

    /** Its bridge. */
    public OvsBridge bridge() {
        return bridge;
    }

    /** The interface behind it; empty for patches, and where the interface isn't there. */
    public Optional<NetInterface> iface() {
        return Optional.ofNullable(iface);
    }

    /** Which VLANs it carries. */
    public OvsVlan vlan() {
        return vlan;
    }

    /** Sets which VLANs it carries. */
    public void setVlan(OvsVlan newVlan) {
        vlan = newVlan;
    }

    void attach(NetInterface newIface) {
        iface = newIface;
        newIface.setOvsPort(this);
    }

    /** The interface was deleted, or went to another namespace: the port waits for one of the same name. */
    void deviceWent() {
        NetInterface gone = iface;
        iface = null;
        if (gone != null) {
            gone.setOvsPort(null);
            bridge.forget(this);
        }
    }

    /** Whether frames can pass. */
    boolean isUp() {
        return switch (kind) {
            case PATCH -> bridge.other(peer).isPresent();
            case SYSTEM, TUNNEL -> iface != null && iface.isRunning();
            case INTERNAL -> iface != null && iface.isUp();
        };
    }

    void receive(Frame frame) {
        receivedPackets++;
        receivedBytes += frame.length();
        bridge.receive(this, frame);
    }

    void send(Frame frame) {
        sentPackets++;
        sentBytes += frame.length();
        NetInterface out = iface;
        switch (kind) {
            case PATCH ->
                bridge.other(peer).ifPresent(far -> bridge.network().queue().soon(() -> far.receive(frame)));
            case SYSTEM, TUNNEL -> {
                if (out != null) {
                    out.transmit(frame);
                }
            }
            case INTERNAL -> {
                if (out != null) {
                    bridge.network().queue().soon(() -> out.receive(frame));
                }
            }
        }
    }

    /** Packets that came in by it. */
    public long receivedPackets() {
        return receivedPackets;
    }

    /** Their bytes. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** Packets that left by it. */
    public long sentPackets() {
        return sentPackets;
    }

    /** Their bytes. */
    public long sentBytes() {
        return sentBytes;
    }
}
