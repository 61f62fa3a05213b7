package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.link.FrameLog;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A network interface (struct net_device): what all kinds have in common. Changes that touch routes go through its
 * stack, those of name and place through {@link Interfaces}.
 */
public final class NetInterface {
    private final Device device;
    private final List<InterfaceAddress> addresses = new ArrayList<>();
    private NetStack stack;
    private int index;
    private String name;
    private MacAddress mac;
    private @Nullable BridgePort port;
    private @Nullable OvsPort ovsPort;
    private final Map<Integer, Vlan> vlans = new TreeMap<>();
    private final MacvlanCard macvlans = new MacvlanCard(this);
    private int mtu;
    private boolean up;
    private final List<PacketSocket> packetSockets = new ArrayList<>();
    private final Map<Ipv4Prefix, Long> lifetimes = new HashMap<>();
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;
    private String alias = "";
    private OptionalInt queueLength = OptionalInt.empty();
    private boolean promiscuous;

    NetInterface(NetStack stack, int index, String name, MacAddress mac, int mtu, Function<NetInterface, Device> kind) {
        this.stack = stack;
        this.index = index;
        this.name = name;
        this.mac = mac;
        this.mtu = mtu;
        device = kind.apply(this);
    }

    /** The namespace it is in. */
    public NetStack stack() {
        return stack;
    }

    /** What it is made of. */
    public Device device() {
        return device;
    }

    /** Its number in the stack, from 1; {@code lo} is 1. */
    public int index() {
        return index;
    }

    /** {@code eth0}. */
    public String name() {
        return name;
    }

    /** Its Ethernet address; zero for loopback and tunnels. */
    public MacAddress mac() {
        return mac;
    }

    /** Largest IPv4 packet it sends, in bytes. */
    public int mtu() {
        return mtu;
    }

    /** Whether it is {@code lo}. */
    public boolean isLoopback() {
        return device instanceof Loopback;
    }

    /** Whether it is administratively up. */
    public boolean isUp() {
        return up;
    }

    /** Whether it is up and somebody is at the other end: {@code LOWER_UP}. */
    public boolean isRunning() {
        return up && device.hasCarrier();
    }

    /** The segment it is plugged into; empty for what isn't a card. */
    public Optional<Segment> segment() {
        return device instanceof EthernetCard card ? Optional.of(card.segment()) : Optional.empty();
    }

    /** Which port of a bridge it is; empty where it is none. */
    public Optional<BridgePort> port() {
        return Optional.ofNullable(port);
    }

    /** Which port of an Open vSwitch it is; empty where it is none. */
    public Optional<OvsPort> ovsPort() {
        return Optional.ofNullable(ovsPort);
    }

    void setOvsPort(@Nullable OvsPort newPort) {
        ovsPort = newPort;
    }

    /** The VLAN interfaces on it, by their numbers. */
    public Map<Integer, Vlan> vlans() {
        return Collections.unmodifiableMap(vlans);
    }

    void addVlan(int number, Vlan vlan) {
        vlans.put(number, vlan);
    }

    void removeVlan(int number) {
        vlans.remove(number);
    }

    /** The macvlan interfaces on it, in the order they came. */
    public List<Macvlan> macvlans() {
        return macvlans.all();
    }

    /** Whether a macvlan interface of that mode may come upon it: an only one is alone. */
    public boolean hasRoomFor(Macvlan.Mode mode) {
        return macvlans.hasRoomFor(mode);
    }

    MacvlanCard macvlanCard() {
        return macvlans;
    }

    /** Its addresses, the first is the primary one. */
    public List<InterfaceAddress> addresses() {
        return Collections.unmodifiableList(addresses);
    }

    /** A remark for people; empty where there is none. */
    public String alias() {
        return alias;
    }

    /** Sets {@link #alias}. */
    public void setAlias(String text) {
        alias = text;
    }

    /** How many packets may wait, where somebody has set it; cables take no time here, so none ever waits. */
    public OptionalInt queueLength() {
        return queueLength;
    }

    /** Sets {@link #queueLength}. */
    public void setQueueLength(int packets) {
        queueLength = OptionalInt.of(packets);
    }

    /** Whether the card lets frames for others in; IP has no use for them. */
    public boolean isPromiscuous() {
        return promiscuous;
    }

    /** Sets {@link #isPromiscuous}. */
    public void setPromiscuous(boolean on) {
        promiscuous = on;
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

    /** A frame comes in ({@code netif_receive_skb}): to the bridge whose port this is, or to IP. */
    void receive(Frame frame) {
        boolean taken = device.takes(frame);
        if (up) {
            tapReceived(frame, taken);
        }
        if (!up || !taken) {
            return;
        }
        if (frame.content() instanceof Frame.Ip ip && device.isEthernet() && !device.fits(ip.packet())) {
            stack.tell(new PacketEvent.Dropped(
                    stack.nanos(),
                    stack.name(),
                    ip.packetId(),
                    DropReason.TOO_BIG,
                    "a frame with " + ip.packet().length() + " bytes came to " + name + ", whose MTU is " + mtu,
                    ip.packet()));
            return;
        }
        countReceived(frame.length());
        Vlan vlan = frame.vlan() == 0 ? null : vlans.get(frame.vlan());
        if (vlan != null) {
            vlan.arrived(frame.withVlan(0));
        } else if (macvlans.receive(frame)) {
            return;
        } else if (ovsPort != null && ovsPort.kind() != OvsPort.Kind.INTERNAL) {
            ovsPort.receive(frame);
        } else if (port != null) {
            port.bridge().receive(port, frame);
        } else if (frame.vlan() == 0) {
            stack.path().frame(this, frame);
        }
    }

    /** Sends a frame ({@code dev_queue_xmit}); without a carrier it is lost. */
    void transmit(Frame frame) {
        if (isRunning()) {
            countSent(frame.length());
            tap(frame, FrameLog.Way.OUT, true);
            device.transmit(frame);
        } else if (up) {
            device.lost(frame);
        }
    }

    /** Packet sockets see a frame that comes in; {@code taken} is whether others than promiscuous ones do. */
    void tapReceived(Frame frame, boolean taken) {
        if (stack.telling()) {
            MacAddress to = frame.destination();
            FrameLog.Way way = to.equals(MacAddress.BROADCAST)
                    ? FrameLog.Way.BROADCAST
                    : to.isGroup() ? FrameLog.Way.MULTICAST : to.equals(mac) ? FrameLog.Way.IN : FrameLog.Way.OTHER;
            tap(frame, way, taken);
        }
        if (taken && !packetSockets.isEmpty()) {
            List.copyOf(packetSockets).forEach(socket -> socket.receive(frame));
        }
    }

    void open(PacketSocket socket) {
        packetSockets.add(socket);
    }

    void close(PacketSocket socket) {
        packetSockets.remove(socket);
    }

    /** When an address ends ({@code valid_lft}), in the lab's nanoseconds; empty where it is for ever. */
    public Optional<Long> validUntil(Ipv4Prefix address) {
        return Optional.ofNullable(lifetimes.get(address));
    }

    void setValidUntil(Ipv4Prefix address, long nanos) {
        lifetimes.put(address, nanos);
    }

    void forgetLifetime(Ipv4Prefix address) {
        lifetimes.remove(address);
    }

    private void tap(Frame frame, FrameLog.Way way, boolean taken) {
        if (stack.telling()) {
            FrameLog.Header header = device.isEthernet() ? FrameLog.Header.ETHERNET : FrameLog.Header.NONE;
            stack.network()
                    .frames()
                    .add(new FrameLog.Entry(stack.nanos(), stack.name(), name, index, header, way, taken, frame));
        }
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

    List<InterfaceAddress> mutableAddresses() {
        return addresses;
    }

    void setPlace(NetStack newStack, int newIndex) {
        stack = newStack;
        index = newIndex;
    }

    void setName(String newName) {
        name = newName;
    }

    void setMac(MacAddress newMac) {
        mac = newMac;
    }

    void setPort(@Nullable BridgePort newPort) {
        port = newPort;
    }

    void setUp(boolean newUp) {
        up = newUp;
    }

    void setMtu(int newMtu) {
        mtu = newMtu;
    }

    /** Counts what came in; {@code frameBytes} with an Ethernet header, which is taken off where there is none. */
    void countReceived(int frameBytes) {
        receivedPackets++;
        receivedBytes += frameBytes - Frame.HEADER_LENGTH + device.headerLength();
    }

    /** Counts what went out, like {@link #countReceived}. */
    void countSent(int frameBytes) {
        sentPackets++;
        sentBytes += frameBytes - Frame.HEADER_LENGTH + device.headerLength();
    }
}
