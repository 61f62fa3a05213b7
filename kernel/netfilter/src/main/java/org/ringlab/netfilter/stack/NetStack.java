package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.RuleSet;

/**
 * One network namespace: its interfaces, addresses, routes, neighbours, rule set, tracked connections and sockets. This
 * class holds and changes the configuration; what happens to packets is in {@link PacketPath}.
 */
public final class NetStack {
    private final String name;
    private final Network network;
    private final StackProfile profile;
    private final Sysctls sysctls = new Sysctls();
    private final RuleSet ruleSet = new RuleSet();
    private final Conntrack conntrack;
    private final List<NetInterface> interfaces = new ArrayList<>();
    private final NetInterface loopback;
    private final Routing routing = new Routing(this);
    private final Neighbours neighbours;
    private final PacketPath path;
    private final Sockets sockets;
    private int nextIndex = 1;

    /**
     * A namespace with {@code lo} and nothing else.
     *
     * @param name host name, or {@code host/namespace}; unique in the network
     * @param network what it shares with the others
     * @param profile which kernel it is
     * @param loopbackUp whether {@code lo} is up with 127.0.0.1/8; in a namespace just made it isn't
     */
    public NetStack(String name, Network network, StackProfile profile, boolean loopbackUp) {
        this.name = name;
        this.network = network;
        this.profile = profile;
        conntrack = new Conntrack(network.clock());
        neighbours = new Neighbours(this);
        path = new PacketPath(this);
        sockets = new Sockets(this);
        loopback = new NetInterface(nextIndex++, "lo", MacAddress.ZERO, 65536, true, null);
        interfaces.add(loopback);
        sysctls.interfaceCame("lo");
        if (loopbackUp) {
            setUp(loopback, true);
        }
    }

    /** Host name, or {@code host/namespace}. */
    public String name() {
        return name;
    }

    /** What it shares with the other stacks of the lab. */
    public Network network() {
        return network;
    }

    /** Kernel settings. */
    public Sysctls sysctls() {
        return sysctls;
    }

    /** The iptables tables. */
    public RuleSet ruleSet() {
        return ruleSet;
    }

    /** Tracked connections. */
    public Conntrack conntrack() {
        return conntrack;
    }

    /** Routing tables. */
    public Routing routing() {
        return routing;
    }

    /** The neighbour (ARP) table. */
    public Neighbours neighbours() {
        return neighbours;
    }

    /** What programs use. */
    public Sockets sockets() {
        return sockets;
    }

    /** Interfaces in the order they came, {@code lo} first. */
    public List<NetInterface> interfaces() {
        return Collections.unmodifiableList(interfaces);
    }

    /** The interface of that name. */
    public Optional<NetInterface> findInterface(String ifaceName) {
        return interfaces.stream().filter(i -> i.name().equals(ifaceName)).findFirst();
    }

    /** {@code lo}. */
    public NetInterface loopback() {
        return loopback;
    }

    /** Plugs a new Ethernet card into a segment; it is down. */
    public NetInterface addEthernet(String ifaceName, MacAddress mac, int mtu, Segment segment) {
        NetInterface iface = new NetInterface(nextIndex++, ifaceName, mac, mtu, false, segment);
        interfaces.add(iface);
        sysctls.interfaceCame(ifaceName);
        iface.setPlug(frame -> path.frame(iface, frame));
        segment.attach(iface.plug());
        return iface;
    }

    /** Switches an interface on or off; routes come and go with it ({@code ip link set dev … up|down}). */
    public void setUp(NetInterface iface, boolean up) {
        if (iface.isUp() == up) {
            return;
        }
        iface.setUp(up);
        if (iface == loopback && up && iface.addresses().isEmpty()) {
            addAddress(iface, Ipv4Prefix.of("127.0.0.1/8"), Ipv4Address.ANY, "lo");
        }
        routing.rebuild(iface);
        neighbours.forget(iface);
    }

    /** Changes the largest packet an interface sends. */
    public void setMtu(NetInterface iface, int mtu) {
        iface.setMtu(mtu);
    }

    /**
     * Gives an interface another address; a later one in the same network is secondary.
     *
     * @param broadcast 0.0.0.0 for none
     * @param label the interface's name, or an alias of it
     * @return false where it has the address already ({@code EEXIST})
     */
    public boolean addAddress(NetInterface iface, Ipv4Prefix prefix, Ipv4Address broadcast, String label) {
        boolean secondary = false;
        for (InterfaceAddress other : iface.addresses()) {
            if (other.prefix().equals(prefix)) {
                return false;
            }
            secondary |=
                    other.prefix().length() == prefix.length() && other.prefix().contains(prefix.address());
        }
        InterfaceAddress address = new InterfaceAddress(prefix, broadcast, label, secondary);
        iface.mutableAddresses().add(address);
        routing.addressCame(iface, address);
        return true;
    }

    /**
     * Takes an address from an interface; the secondary ones of its network go with a primary one
     * ({@code promote_secondaries} is 0).
     *
     * @return false where it doesn't have it ({@code EADDRNOTAVAIL})
     */
    public boolean removeAddress(NetInterface iface, Ipv4Prefix prefix) {
        InterfaceAddress gone = iface.addresses().stream()
                .filter(a -> a.prefix().equals(prefix))
                .findFirst()
                .orElse(null);
        if (gone == null) {
            return false;
        }
        iface.mutableAddresses()
                .removeIf(a -> a == gone
                        || (!gone.secondary()
                                && a.secondary()
                                && a.prefix().network().equals(prefix.network())));
        routing.rebuild(iface);
        return true;
    }

    /** Where a packet to {@code destination} goes. */
    public RouteLookup lookup(Ipv4Address destination) {
        return routing.lookup(destination);
    }

    /**
     * The address a host shows on an interface towards {@code peer} ({@code inet_select_addr}): the primary one in the
     * peer's network, else the first, else another interface's; 0.0.0.0 where there is none at all.
     */
    Ipv4Address addressFor(@Nullable NetInterface iface, Ipv4Address peer) {
        if (iface != null) {
            Ipv4Address first = null;
            for (InterfaceAddress address : iface.addresses()) {
                if (address.secondary()) {
                    continue;
                }
                if (address.prefix().contains(peer)) {
                    return address.address();
                }
                first = first == null ? address.address() : first;
            }
            if (first != null) {
                return first;
            }
        }
        for (NetInterface other : interfaces) {
            if (other != loopback && !other.addresses().isEmpty()) {
                return other.addresses().getFirst().address();
            }
        }
        return Ipv4Address.ANY;
    }

    StackProfile profile() {
        return profile;
    }

    PacketPath path() {
        return path;
    }

    long nanos() {
        return network.clock().nanos();
    }

    void tell(PacketEvent event) {
        network.events().add(event);
    }

    boolean telling() {
        return network.events().recording();
    }

    /** A packet made here, with its number; told as an event. */
    Skb created(Packet packet, String by, long causedBy) {
        long id = network.events().nextPacketId();
        tell(new PacketEvent.Created(nanos(), name, id, by, causedBy, packet));
        return new Skb(this, id, packet);
    }

    @Override
    public String toString() {
        return name;
    }
}
