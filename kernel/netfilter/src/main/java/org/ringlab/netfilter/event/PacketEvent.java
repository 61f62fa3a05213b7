package org.ringlab.netfilter.event;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.TraceEvent;
import org.ringlab.netfilter.packet.ArpPacket;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.PacketChange;
import org.ringlab.netfilter.rules.TableName;

/**
 * One step in the life of a packet, in the order it happened.
 *
 * <p>{@link #packetId} stays with a packet over every hop and rewriting. An answer (an echo reply, an ICMP error, a
 * reset) is a packet of its own whose {@link Created#causedBy} names the one it answers.
 */
public sealed interface PacketEvent extends TraceEvent {
    /** The packet, numbered from 1 over the life of a lab; 0 for ARP on behalf of nobody. */
    long packetId();

    /**
     * A host made a packet.
     *
     * @param by what made it: {@code ping}, {@code tcp}, {@code udp}, {@code icmp error}, {@code REJECT}
     * @param causedBy id of the packet it answers, 0 where none
     */
    record Created(long nanos, String host, long packetId, String by, long causedBy, Packet packet)
            implements PacketEvent {}

    /** A frame with the packet came in by an interface. */
    record Received(long nanos, String host, long packetId, String iface, Packet packet) implements PacketEvent {}

    /** A frame with the packet left by an interface, to that Ethernet address. */
    record Transmitted(long nanos, String host, long packetId, String iface, MacAddress to, Packet packet)
            implements PacketEvent {}

    /** An ARP packet left by an interface; {@code packetId} is the packet that waits for it, if one does. */
    record ArpSent(long nanos, String host, long packetId, String iface, ArpPacket arp) implements PacketEvent {}

    /** Nobody answered for {@code address}; the packet that waited is lost. */
    record ArpFailed(long nanos, String host, long packetId, String iface, Ipv4Address address)
            implements PacketEvent {}

    /**
     * A routing table was asked.
     *
     * @param destination the address looked up
     * @param decision what came of it
     * @param route the route that won as {@code ip route} prints it; empty where none did
     * @param gateway the next hop; null where the destination is on the link, local or unknown
     * @param iface the interface to leave by; empty where none
     */
    record Routed(
            long nanos,
            String host,
            long packetId,
            Ipv4Address destination,
            RouteDecision decision,
            String route,
            @Nullable Ipv4Address gateway,
            String iface)
            implements PacketEvent {}

    /** What a route lookup says. */
    enum RouteDecision {
        /** The destination is an address of this host. */
        LOCAL,
        /** Out by an interface. */
        UNICAST,
        /** No route: network unreachable. */
        NO_ROUTE,
        /** An {@code unreachable} route: host unreachable. */
        UNREACHABLE,
        /** A {@code prohibit} route: administratively prohibited. */
        PROHIBIT,
        /** A {@code blackhole} route: silence. */
        BLACKHOLE
    }

    /**
     * A bridge passed a frame on.
     *
     * @param bridge the bridge's name
     * @param from the port it came in by; empty where the host sent it
     * @param decision what became of it
     * @param to the ports it left by
     * @param source the station that sent it
     * @param destination the station it is for
     * @param learned whether the bridge learned something new: that {@code source} is at port {@code from}
     */
    record Switched(
            long nanos,
            String host,
            long packetId,
            String bridge,
            String from,
            Switching decision,
            List<String> to,
            MacAddress source,
            MacAddress destination,
            boolean learned)
            implements PacketEvent {}

    /** What a bridge does with a frame. */
    enum Switching {
        /** To the port where its destination was heard. */
        FORWARDED,
        /** To all other ports: for everybody, or for a station that was never heard. */
        FLOODED,
        /** To the host itself. */
        LOCAL,
        /** Nowhere: the spanning tree doesn't let it in, or out by any port. */
        BLOCKED
    }

    /**
     * The spanning tree gave a bridge's port another state; nobody's packet.
     *
     * @param bridge the bridge's name
     * @param port the port's
     * @param state what it does now
     * @param root whom the bridge takes for the root: {@code 8000.020000000001}
     */
    record PortChanged(long nanos, String host, long packetId, String bridge, String port, PortState state, String root)
            implements PacketEvent {}

    /** What a bridge's port does (IEEE 802.1D, 8.4); the order is that of the kernel's numbers. */
    enum PortState {
        /** Nothing: it is down, or its bridge is. */
        DISABLED,
        /** It hears and tells of the tree. */
        LISTENING,
        /** It learns where stations are, too. */
        LEARNING,
        /** It passes frames on. */
        FORWARDING,
        /** It hears of the tree: another port leads to where this one would. */
        BLOCKING;

        /** {@code forwarding}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The packet stands at a hook; {@code in} and {@code out} are interface names, empty where there is none. */
    record AtHook(long nanos, String host, long packetId, Hook hook, String in, String out, Packet packet)
            implements PacketEvent {}

    /**
     * Connection tracking looked at the packet.
     *
     * @param state what it says
     * @param connection the connection as {@code conntrack -L} prints it; empty where there is none
     * @param created whether this packet made the entry
     */
    record Tracked(long nanos, String host, long packetId, ConnectionState state, String connection, boolean created)
            implements PacketEvent {}

    /**
     * A rule was compared with the packet.
     *
     * @param number place in its chain, from 1
     * @param rule as {@code iptables-save} prints it, without {@code -A CHAIN}
     * @param failed the first match that said no; empty where the rule matched
     * @param asked how many of its matches were asked, from the first
     * @param target the target's name; empty where the rule has none
     */
    record RuleCompared(
            long nanos,
            String host,
            long packetId,
            Hook hook,
            TableName table,
            String chain,
            int number,
            String rule,
            String failed,
            int asked,
            String target)
            implements PacketEvent {
        /** Whether every match of the rule said yes. */
        public boolean matched() {
            return failed.isEmpty();
        }
    }

    /** A built-in chain's policy decided: {@code ACCEPT} or {@code DROP}. */
    record PolicyApplied(
            long nanos, String host, long packetId, Hook hook, TableName table, String chain, String policy)
            implements PacketEvent {}

    /** A rule changed the packet, or what is known of it: its mark, time to live, type of service … */
    record Changed(long nanos, String host, long packetId, Hook hook, PacketChange change) implements PacketEvent {}

    /** NAT rewrote the packet. */
    record Translated(long nanos, String host, long packetId, Hook hook, Packet before, Packet after)
            implements PacketEvent {}

    /**
     * A helper read an announcement of a further connection.
     *
     * @param helper its name: {@code ftp}
     * @param expected what is waited for now
     * @param before the packet as it came
     * @param after the packet as it goes on: NAT writes other addresses into it
     */
    record Announced(
            long nanos,
            String host,
            long packetId,
            Hook hook,
            String helper,
            String expected,
            Packet before,
            Packet after)
            implements PacketEvent {}

    /**
     * The packet was cut because it doesn't fit.
     *
     * @param iface the interface it leaves by
     * @param mtu what fits there
     * @param pieces the fragments
     */
    record Fragmented(long nanos, String host, long packetId, String iface, int mtu, List<Packet> pieces)
            implements PacketEvent {}

    /** The last missing fragment came: {@code packet} is whole again. */
    record Reassembled(long nanos, String host, long packetId, int pieces, Packet packet) implements PacketEvent {}

    /**
     * A tunnel put the packet into another one, which goes on in its place.
     *
     * @param iface the tunnel's interface
     * @param outer the packet around it
     */
    record Encapsulated(long nanos, String host, long packetId, String iface, Packet outer) implements PacketEvent {}

    /** A tunnel took out what the packet carried; {@code outer} ends here, its load comes in by {@code iface}. */
    record Decapsulated(long nanos, String host, long packetId, String iface, Packet outer) implements PacketEvent {}

    /** The packet was given to a socket or to the host's own ICMP: {@code tcp 0.0.0.0:80}, {@code icmp echo}. */
    record Delivered(long nanos, String host, long packetId, String to, Packet packet) implements PacketEvent {}

    /**
     * The packet ended here, undelivered.
     *
     * @param reason of what kind
     * @param detail a short English text naming the rule, address or setting
     */
    record Dropped(long nanos, String host, long packetId, DropReason reason, String detail, Packet packet)
            implements PacketEvent {}

    /** Why packets end undelivered. */
    enum DropReason {
        /** A rule's DROP. */
        RULE_DROP,
        /** A rule's REJECT; an answer follows where one is due. */
        RULE_REJECT,
        /** A chain's DROP policy. */
        POLICY_DROP,
        /** It wasn't for this host and {@code net.ipv4.ip_forward} is 0. */
        NOT_FORWARDING,
        /** No route to its destination. */
        NO_ROUTE,
        /** A route of type unreachable, prohibit or blackhole. */
        REFUSED_BY_ROUTE,
        /** The next hop doesn't answer ARP. */
        NO_NEIGHBOUR,
        /** Its time to live ran out. */
        TTL_EXPIRED,
        /** Bigger than the outgoing interface's MTU, and DF is set. */
        TOO_BIG,
        /** The source address is impossible here (rp_filter, a martian). */
        MARTIAN_SOURCE,
        /** The interface is down or leads nowhere. */
        LINK_DOWN,
        /** The frame was for another station. */
        OTHER_STATION,
        /** The table of tracked connections is full. */
        CONNTRACK_FULL,
        /** Connection tracking can't follow it: another connection has its tuple, or a helper can't follow it. */
        CONNTRACK_REFUSED,
        /** NAT found no address to give it, or its connection was masqueraded by another interface. */
        NAT_IMPOSSIBLE,
        /** No socket wants it. */
        NO_SOCKET,
        /** The spanning tree doesn't let a bridge's port pass it on, or not yet. */
        PORT_BLOCKED,
        /** A switch's port doesn't carry its VLAN. */
        VLAN,
        /** A tunnel can't carry it: no way to its other end, or only through itself. */
        TUNNEL,
        /** Other fragments of its packet didn't come in time. */
        INCOMPLETE,
        /** The lab's step budget is used up: a loop. */
        STEP_BUDGET
    }
}
