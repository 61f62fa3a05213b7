package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Packet;

/**
 * What an interface is made of, below IP: where its frames go and what comes of switching it (the net_device_ops of a
 * driver, include/linux/netdevice.h). One file a kind.
 */
public abstract sealed class Device
        permits Loopback,
                EthernetCard,
                Veth,
                Dummy,
                Bridge,
                Vxlan,
                IpTunnel,
                Vlan,
                Macvlan,
                OvsInternal,
                Tap,
                Tun,
                GuestCard {
    private final NetInterface iface;

    Device(NetInterface iface) {
        this.iface = iface;
    }

    /** The interface that is made of it. */
    public final NetInterface iface() {
        return iface;
    }

    /** What {@code ip link add … type} calls it; empty for cards and {@code lo}, which no command makes. */
    public abstract String kind();

    /** Carries a frame away ({@code ndo_start_xmit}); asked only while the interface is up and has a carrier. */
    abstract void transmit(Frame frame);

    /** A frame is lost because there is no carrier. */
    void lost(Frame frame) {}

    /** Whether there is somebody at the other end ({@code netif_carrier_ok}). */
    boolean hasCarrier() {
        return true;
    }

    /** Whether its frames have Ethernet headers; others know no neighbours ({@code IFF_NOARP}). */
    public boolean isEthernet() {
        return true;
    }

    /** Whether the interface takes this frame from the wire at all. */
    boolean takes(Frame frame) {
        return true;
    }

    /** The interface was switched on or off ({@code ndo_open}, {@code ndo_stop}). */
    void switched() {}

    /** The interface was deleted. */
    void removed() {}

    /** Bytes in front of the IP packet, as counters count them. */
    final int headerLength() {
        return isEthernet() ? Frame.HEADER_LENGTH : 0;
    }

    /** Whether a packet fits; a VLAN tag's worth more is let through ({@code is_skb_forwardable}). */
    final boolean fits(Packet packet) {
        return packet.length() <= iface.mtu() + 4;
    }
}
