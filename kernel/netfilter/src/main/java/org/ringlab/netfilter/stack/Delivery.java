package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** What becomes of a packet that passed INPUT: to a socket, to the host's own ICMP, or refused. */
final class Delivery {
    private static final int FRAGMENTATION_NEEDED = 4;

    private final NetStack stack;
    private final PacketPath path;
    private final Answers answers;

    Delivery(NetStack stack, PacketPath path, Answers answers) {
        this.stack = stack;
        this.path = path;
        this.answers = answers;
    }

    void deliver(Skb skb) {
        switch (skb.packet().payload()) {
            case IcmpMessage icmp -> icmp(skb, icmp);
            case TcpSegment segment -> tcp(skb, segment);
            case UdpDatagram datagram -> udp(skb, datagram);
            case OtherPayload other -> {
                if (stack.tunnels().deliver(skb.packet(), other, skb.id())) {
                    return;
                }
                told(skb, "no socket");
                path.drop(skb, DropReason.NO_SOCKET, "no program for protocol " + other.protocol());
                answers.icmpError(skb, IcmpMessage.UNREACHABLE, 2, 0);
            }
        }
    }

    /** {@code icmp_rcv}: Linux answers echo and timestamp requests, not information and address mask requests. */
    private void icmp(Skb skb, IcmpMessage icmp) {
        told(skb, "icmp");
        if (icmp.isError()) {
            if (icmp.quoted() != null) {
                if (icmp.type() == IcmpMessage.UNREACHABLE && icmp.code() == FRAGMENTATION_NEEDED) {
                    stack.routing().pathMtus().learn(icmp.quoted().destination(), icmp.sequence());
                }
                if (icmp.type() == IcmpMessage.REDIRECT) {
                    stack.routing().redirects().receive(skb, icmp);
                    return;
                }
                stack.sockets().icmpError(icmp.quoted(), icmp.type(), icmp.code());
            }
            return;
        }
        boolean quiet = stack.sysctls().value("net.ipv4.icmp_echo_ignore_all") != 0;
        boolean toMany = stack.routing().isBroadcast(skb.packet().destination());
        boolean ignored = toMany && stack.sysctls().value("net.ipv4.icmp_echo_ignore_broadcasts") != 0;
        int answer = switch (icmp.type()) {
            case IcmpMessage.ECHO -> quiet ? -1 : IcmpMessage.ECHO_REPLY;
            case 13 -> 14;
            default -> -1;
        };
        if (answer < 0 || ignored) {
            return;
        }
        Packet query = skb.packet();
        // An echo reply has the code of its request.
        int code = answer == IcmpMessage.ECHO_REPLY ? icmp.code() : 0;
        IcmpMessage reply = new IcmpMessage(answer, code, icmp.id(), icmp.sequence(), icmp.data(), null);
        int ttl = stack.sysctls().value("net.ipv4.ip_default_ttl");
        // Of all stations each answers for itself (fib_compute_spec_dst).
        Ipv4Address source = toMany ? stack.lookup(query.source()).source() : query.destination();
        Packet packet = new Packet(source, query.source(), ttl, query.tos(), 0, false, reply);
        path.send(packet, "icmp reply", skb.id(), null);
    }

    private void tcp(Skb skb, TcpSegment segment) {
        TcpConnection connection = stack.sockets().connectionFor(skb.packet(), segment);
        if (connection != null) {
            told(skb, "tcp " + connection);
            connection.receive(skb.packet(), segment, skb.id());
            return;
        }
        TcpListener listener = stack.sockets().listenerFor(skb.packet().destination(), segment.destinationPort());
        if (listener != null) {
            told(skb, "tcp " + listener);
            if (segment.has(TcpSegment.RST)) {
                return;
            }
            if (segment.has(TcpSegment.ACK)) {
                answers.reset(skb, "tcp", 0, null);
            } else if (segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.FIN)) {
                listener.connectionRequest(skb.packet(), segment, skb.id());
            }
            return;
        }
        told(skb, "no socket");
        path.drop(skb, DropReason.NO_SOCKET, "nobody listens on tcp port " + segment.destinationPort());
        answers.reset(skb, "tcp", 0, null);
    }

    private void udp(Skb skb, UdpDatagram datagram) {
        if (stack.tunnels().deliver(skb.packet(), datagram, skb.id())) {
            return;
        }
        UdpSocket socket = stack.sockets().udpFor(skb.packet().destination(), datagram.destinationPort(), skb.in());
        if (socket != null) {
            told(skb, "udp " + socket);
            socket.receive(skb.packet(), datagram);
            return;
        }
        told(skb, "no socket");
        path.drop(skb, DropReason.NO_SOCKET, "nobody listens on udp port " + datagram.destinationPort());
        // Behind INPUT a datagram's connection is forgotten, so the error looks for it itself (nf_reset_ct).
        skb.setTracking(null);
        answers.icmpError(skb, IcmpMessage.UNREACHABLE, 3, 0);
    }

    private void told(Skb skb, String to) {
        stack.network().receptions().tell(stack.name(), skb.packet());
        if (stack.telling()) {
            stack.tell(new PacketEvent.Delivered(stack.nanos(), stack.name(), skb.id(), to, skb.packet()));
        }
    }
}
