package org.ringlab.netfilter.stack;

import java.util.Comparator;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.packet.BridgeId;

/** A port of a bridge, and what it knows of the spanning tree (struct net_bridge_port, net/bridge/br_private.h). */
public final class BridgePort {
    /** The part of a port's identifier that is its number, in bits. */
    private static final int NUMBER_BITS = 10;

    private final Bridge bridge;
    private final NetInterface iface;
    private final int number;
    private final KernelTimer messageAge;
    private final KernelTimer forwardDelay;
    private final KernelTimer hold;
    private PortState state = PortState.DISABLED;
    private int priority = 0x8000 >> NUMBER_BITS;
    private int pathCost;
    private Word heard;
    private long rootSpoke;
    private boolean acknowledges;
    private boolean configPending;

    /**
     * What is said on a port's segment by the port that speaks there, the designated one: the best that was heard, or
     * what the bridge says itself.
     *
     * @param root who the root is
     * @param cost of the way from the speaker to it
     * @param bridge the speaker
     * @param port the speaker's port
     */
    record Word(BridgeId root, int cost, BridgeId bridge, int port) implements Comparable<Word> {
        /** The lesser root is better, then the cheaper way, the lesser speaker, its lesser port. */
        @Override
        public int compareTo(Word other) {
            return Comparator.comparing(Word::root)
                    .thenComparingInt(Word::cost)
                    .thenComparing(Word::bridge)
                    .thenComparingInt(Word::port)
                    .compare(this, other);
        }

        /** The same, by way of a port that costs so much. */
        Word over(int pathCost) {
            return new Word(root, cost + pathCost, bridge, port);
        }
    }

    BridgePort(Bridge bridge, NetInterface iface, int number) {
        this.bridge = bridge;
        this.iface = iface;
        this.number = number;
        SpanningTree tree = bridge.tree();
        messageAge =
                new KernelTimer(iface.stack().network(), () -> tree.election().neighbourLost(this));
        forwardDelay =
                new KernelTimer(iface.stack().network(), () -> tree.election().delayPassed(this));
        hold = new KernelTimer(iface.stack().network(), () -> tree.talk().mayTalkAgain(this));
        pathCost = usualCost(iface);
        heard = tree.election().word(this);
    }

    /** By the speed that a card's driver tells: 2 is 10 Gbit/s, 4 is 1 Gbit/s, 100 where none is known ({@code port_cost}). */
    private static int usualCost(NetInterface iface) {
        return switch (iface.device()) {
            case EthernetCard card -> iface.stack().profile().cardPathCost();
            case Tap tap -> iface.stack().profile().tapPathCost();
            case GuestCard guest -> 100;
            case Veth veth -> 2;
            case Vlan vlan -> usualCost(vlan.lower());
            case Macvlan macvlan -> usualCost(macvlan.lower());
            case Tun tun -> 100;
            case Bridge other -> 100;
            case Dummy dummy -> 100;
            case Vxlan vxlan -> 100;
            case IpTunnel tunnel -> 100;
            case OvsInternal internal -> 100;
            case Loopback lo -> 100;
        };
    }

    /** Whose. */
    public Bridge bridge() {
        return bridge;
    }

    /** The interface that is the port. */
    public NetInterface iface() {
        return iface;
    }

    /** Its number, from 1. */
    public int number() {
        return number;
    }

    /** What it does. */
    public PortState state() {
        return state;
    }

    /** Whether it passes frames on. */
    public boolean forwards() {
        return state == PortState.FORWARDING;
    }

    /** Whether it learns where stations are. */
    boolean learns() {
        return state == PortState.LEARNING || state == PortState.FORWARDING;
    }

    /** 0 to 63, 32 as ports begin. */
    public int priority() {
        return priority;
    }

    /** What it adds to the cost of a way, 1 to 65535. */
    public int pathCost() {
        return pathCost;
    }

    /** Its number with its priority in front. */
    public int identifier() {
        return priority << NUMBER_BITS | number;
    }

    /** The root that is spoken of on its segment. */
    public BridgeId designatedRoot() {
        return heard.root();
    }

    /** What the way from the segment's speaker to the root costs. */
    public int designatedCost() {
        return heard.cost();
    }

    /** The bridge that speaks on its segment. */
    public BridgeId designatedBridge() {
        return heard.bridge();
    }

    /** The port that speaks on its segment. */
    public int designatedPort() {
        return heard.port();
    }

    /** Whether it is the port that speaks on its segment ({@code br_is_designated_port}). */
    public boolean isDesignated() {
        return heard.bridge().equals(bridge.tree().identity()) && heard.port() == identifier();
    }

    /** Runs out when the segment's speaker falls silent. */
    public KernelTimer messageAge() {
        return messageAge;
    }

    /** Runs out when it may learn, and then forward. */
    public KernelTimer forwardDelay() {
        return forwardDelay;
    }

    /** While it runs the port says nothing. */
    public KernelTimer hold() {
        return hold;
    }

    /** Whether its next word tells that a change was heard of. */
    public boolean acknowledges() {
        return acknowledges;
    }

    /** Whether it has something to say as soon as it may. */
    public boolean configPending() {
        return configPending;
    }

    Word heard() {
        return heard;
    }

    void setHeard(Word word) {
        heard = word;
    }

    /** When the root spoke what is {@link #heard}, in the lab's nanoseconds. */
    long rootSpoke() {
        return rootSpoke;
    }

    void setRootSpoke(long nanos) {
        rootSpoke = nanos;
    }

    void setState(PortState newState) {
        state = newState;
    }

    void setPriority(int newPriority) {
        priority = newPriority;
    }

    void setPathCost(int cost) {
        pathCost = cost;
    }

    void setAcknowledges(boolean on) {
        acknowledges = on;
    }

    void setConfigPending(boolean on) {
        configPending = on;
    }
}
