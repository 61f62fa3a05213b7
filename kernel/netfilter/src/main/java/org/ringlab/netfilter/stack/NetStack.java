package org.ringlab.netfilter.stack;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.ConntrackSettings.HelperAssignment;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.nat.HelperTranslation;
import org.ringlab.netfilter.nat.NatSetup;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
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
    private final Interfaces links = new Interfaces(this);
    private final NatSetup nat;
    private final Tunnels tunnels = new Tunnels();
    private final OpenVSwitch ovs = new OpenVSwitch(this);
    private final NetInterface loopback;
    private final Routing routing = new Routing(this);
    private final Neighbours neighbours;
    private final PacketPath path;
    private final Sockets sockets;

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
        sysctls.begin(profile.sysctls());
        conntrack = new Conntrack(network.clock(), new SysctlConntrack(sysctls, profile));
        sysctls.measure(Sysctls.CONNTRACK_COUNT, () -> conntrack.entries().size());
        sysctls.measure(Sysctls.CONNTRACK + "buckets", profile::conntrackBuckets);
        nat = new NatSetup(conntrack, network.random());
        switch (profile.helperAssignment()) {
            case FIRST_PORT, NEVER -> {
                translateAnnouncements(Helper.Kind.FTP);
                translateAnnouncements(Helper.Kind.TFTP);
            }
            case TRANSLATED_PORT -> {}
        }
        neighbours = new Neighbours(this);
        path = new PacketPath(this);
        sockets = new Sockets(this);
        loopback = links.addLoopback();
        if (loopbackUp) {
            setUp(loopback, true);
        }
    }

    /** Another namespace of the same kernel: nothing in it but {@code lo}, down. */
    public NetStack namespace(String namespace) {
        NetStack made = new NetStack(name + "/" + namespace, network, profile, false);
        if (profile.namespacesInherit()) {
            made.sysctls.inherit(sysctls);
        }
        return made;
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

    /** Whether connections are tracked: a rule needs it, or helpers wait for theirs. */
    public boolean tracks() {
        return ruleSet.needsConntrack()
                || profile.helperAssignment() == HelperAssignment.FIRST_PORT
                        && conntrack.helpers().assignsByPort();
    }

    /** Lets NAT rewrite what a helper reads ({@code modprobe nf_nat_ftp}). */
    public void translateAnnouncements(Helper.Kind kind) {
        conntrack.helpers().translate(kind, new HelperTranslation(conntrack, nat, network.random()));
    }

    /** How new connections are translated. */
    NatSetup nat() {
        return nat;
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

    /** The interfaces, and how they come and go. */
    public Interfaces links() {
        return links;
    }

    /** The tunnels that have their ends here. */
    Tunnels tunnels() {
        return tunnels;
    }

    /** The switches of Open vSwitch; a host runs them in its first namespace. */
    public OpenVSwitch ovs() {
        return ovs;
    }

    /** Interfaces by number, {@code lo} first. */
    public List<NetInterface> interfaces() {
        return links.all();
    }

    /** The interface of that name. */
    public Optional<NetInterface> findInterface(String ifaceName) {
        return links.find(ifaceName);
    }

    /** {@code lo}. */
    public NetInterface loopback() {
        return loopback;
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
        if (!up) {
            conntrack.forgetMasqueraded(iface.index(), null);
        }
        routing.rebuild(iface);
        neighbours.forget(iface);
        iface.device().switched();
        linkChanged(iface);
    }

    /** Somebody at the other end of a cable came or went; without them neighbours are forgotten. */
    void carrierChanged(NetInterface iface) {
        if (!iface.isRunning()) {
            neighbours.forget(iface);
        }
        linkChanged(iface);
    }

    /** An interface began or stopped to run: its bridge, and the VLANs on it, want to know. */
    private static void linkChanged(NetInterface iface) {
        iface.port().ifPresent(port -> port.bridge().linkChanged(port));
        for (Vlan vlan : iface.vlans().values()) {
            vlan.iface().stack().carrierChanged(vlan.iface());
        }
        for (Macvlan macvlan : iface.macvlans()) {
            macvlan.iface().stack().carrierChanged(macvlan.iface());
        }
    }

    /** Changes the largest packet an interface sends. */
    public void setMtu(NetInterface iface, int mtu) {
        iface.setMtu(mtu);
        if (iface.device() instanceof Bridge bridge) {
            bridge.mtuChosen();
        }
        iface.port().ifPresent(port -> port.bridge().adjust());
        for (Macvlan macvlan : iface.macvlans()) {
            if (macvlan.iface().mtu() > mtu) {
                macvlan.iface().stack().setMtu(macvlan.iface(), mtu);
            }
        }
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
        // The kernel keeps the secondary ones behind all others.
        long primaries =
                iface.addresses().stream().filter(other -> !other.secondary()).count();
        iface.mutableAddresses().add(secondary ? iface.addresses().size() : (int) primaries, address);
        sysctls.interfaceAddressed(iface.name());
        routing.addressCame(iface, address);
        return true;
    }

    /**
     * Gives an address of an interface an end ({@code valid_lft}): it goes then, unless the time is set anew before.
     *
     * @param nanos from now
     */
    public void setLifetime(NetInterface iface, Ipv4Prefix prefix, long nanos) {
        long end = nanos() + nanos;
        iface.setValidUntil(prefix, end);
        network.queue().later(nanos, () -> {
            if (iface.validUntil(prefix).filter(until -> until == end).isPresent()) {
                removeAddress(iface, prefix);
            }
        });
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
        iface.forgetLifetime(prefix);
        conntrack.forgetMasqueraded(iface.index(), prefix.address());
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
    public Ipv4Address addressFor(@Nullable NetInterface iface, Ipv4Address peer) {
        if (iface != null) {
            Ipv4Address first = null;
            for (InterfaceAddress address : iface.addresses()) {
                // 127.0.0.1 is known to this host alone: the others take any other address.
                if (address.secondary() || address.address().isLoopback()) {
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
        for (NetInterface other : links.all()) {
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

    /** Whether events are kept; nobody builds one in vain on a packet's path. */
    boolean telling() {
        return network.events().recording();
    }

    /** A packet made here, with its number; told as an event. */
    Skb created(Packet packet, String by, long causedBy) {
        long id = network.events().nextPacketId();
        if (telling()) {
            tell(new PacketEvent.Created(nanos(), name, id, by, causedBy, packet));
        }
        return new Skb(this, id, packet);
    }

    /**
     * A packet comes in by an interface, whoever sent it: for questions what would become of it.
     *
     * @param from the Ethernet address it seems to come from
     * @return its number
     */
    public long arrive(NetInterface in, MacAddress from, Packet packet) {
        long id = network.events().nextPacketId();
        in.receive(new Frame(from, in.mac(), new Frame.Ip(packet, id)));
        return id;
    }

    /** A program sends a packet as it stands, header included ({@code IP_HDRINCL}); its number. */
    public long sendRaw(Packet packet) {
        Skb skb = created(packet, "raw", 0);
        skb.setOwner(SocketOwner.ROOT);
        path.send(skb);
        return skb.id();
    }

    @Override
    public String toString() {
        return name;
    }
}
