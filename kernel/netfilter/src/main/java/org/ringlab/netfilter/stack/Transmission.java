package org.ringlab.netfilter.stack;

import java.util.List;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;

/**
 * The end of a packet's path, behind POSTROUTING: cut to what fits, and onto the wire (net/ipv4/ip_output.c,
 * {@code ip_finish_output}).
 */
final class Transmission {
    private final NetStack stack;
    private final PacketPath path;
    private final Answers answers;

    Transmission(NetStack stack, PacketPath path, Answers answers) {
        this.stack = stack;
        this.path = path;
        this.answers = answers;
    }

    /** Sends a packet by an interface, in pieces where it doesn't fit. */
    void transmit(Skb skb, NetInterface out, Ipv4Address nextHop) {
        if (!out.isUp()) {
            path.drop(skb, DropReason.LINK_DOWN, out.name() + " is down");
            return;
        }
        boolean asks = skb.in() == null && !skb.packet().dontFragment();
        int mtu = asks
                ? stack.routing().mtu(out, skb.routeMtu(), skb.packet().destination())
                : limit(out, skb.routeMtu());
        if (skb.packet().length() <= mtu) {
            transmitWhole(skb, out, nextHop);
            return;
        }
        int size = skb.fragmentSize() == 0 ? mtu : Math.min(mtu, skb.fragmentSize());
        List<Packet> pieces = Reassembly.split(skb.packet(), size, skb.id());
        stack.tell(new PacketEvent.Fragmented(stack.nanos(), stack.name(), skb.id(), out.name(), size, pieces));
        for (Packet piece : pieces) {
            transmitWhole(skb.piece(piece), out, nextHop);
        }
    }

    /** To ourselves by {@code lo}, to a neighbour by its Ethernet address. */
    private void transmitWhole(Skb skb, NetInterface out, Ipv4Address nextHop) {
        if (!out.device().isEthernet()) {
            transmitTo(skb, out, MacAddress.ZERO);
        } else if (out.isLoopback()) {
            // The kernel counts no Ethernet header here (drivers/net/loopback.c).
            out.countSent(skb.packet().length());
            told(skb, out, MacAddress.ZERO);
            stack.network().queue().soon(() -> path.receiveLooped(skb));
        } else if (stack.routing().isBroadcast(nextHop)) {
            transmitTo(skb, out, MacAddress.BROADCAST);
        } else {
            stack.neighbours().resolve(skb, out, nextHop);
        }
    }

    /** Puts the packet on the wire. */
    void transmitTo(Skb skb, NetInterface out, MacAddress to) {
        told(skb, out, to);
        out.transmit(new Frame(out.mac(), to, new Frame.Ip(skb.packet(), skb.id(), skb.owner())));
    }

    private void told(Skb skb, NetInterface out, MacAddress to) {
        if (stack.telling()) {
            stack.tell(
                    new PacketEvent.Transmitted(stack.nanos(), stack.name(), skb.id(), out.name(), to, skb.packet()));
        }
    }

    /** Nobody answers for the next hop ({@code arp_error_report}). */
    void unresolved(Skb skb, NetInterface out, Ipv4Address nextHop) {
        stack.tell(new PacketEvent.ArpFailed(stack.nanos(), stack.name(), skb.id(), out.name(), nextHop));
        path.drop(skb, DropReason.NO_NEIGHBOUR, "nobody at " + nextHop + " on " + out.name());
        answers.icmpError(skb, IcmpMessage.UNREACHABLE, 1, 0);
    }

    /** The largest packet that leaves by {@code out}; a route may allow less, 0 where it doesn't say. */
    static int limit(NetInterface out, int routeMtu) {
        return routeMtu == 0 ? out.mtu() : Math.min(out.mtu(), routeMtu);
    }
}
