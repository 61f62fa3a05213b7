package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;

/**
 * A socket below IP (net/packet/af_packet.c): it sees the packets that come in by an interface before any rule does, and
 * what it sends meets none. DHCP clients need it, for they have no address yet.
 */
public final class PacketSocket {
    private final NetStack stack;
    private final NetInterface iface;
    private final Receiver receiver;

    PacketSocket(NetStack stack, NetInterface iface, Receiver receiver) {
        this.stack = stack;
        this.iface = iface;
        this.receiver = receiver;
    }

    /** What comes in. */
    public interface Receiver {
        /**
         * An IPv4 packet for this station or for everybody.
         *
         * @param source who sent the frame
         * @return whether the socket's program wants it; others go on their way unnoticed
         */
        boolean received(MacAddress source, Packet packet);
    }

    void receive(Frame frame) {
        if (frame.content() instanceof Frame.Ip ip) {
            stack.network().queue().soon(() -> {
                if (receiver.received(frame.source(), ip.packet())) {
                    stack.tell(new PacketEvent.Delivered(
                            stack.nanos(),
                            stack.name(),
                            ip.packetId(),
                            "packet socket on " + iface.name(),
                            ip.packet()));
                }
            });
        }
    }

    /** Sends a packet to a station; false where the interface is down ({@code ENETDOWN}). */
    public boolean send(MacAddress to, Packet packet, String by) {
        if (!iface.isUp()) {
            return false;
        }
        Skb skb = stack.created(packet, by, 0);
        stack.path().transmission().transmitTo(skb, iface, to);
        return true;
    }

    /** Closes it. */
    public void close() {
        iface.close(this);
    }
}
