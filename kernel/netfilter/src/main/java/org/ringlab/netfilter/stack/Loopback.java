package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;

/** {@code lo}: what it is given comes back (drivers/net/loopback.c). */
public final class Loopback extends Device {
    Loopback(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "";
    }

    /** Never asked: packets to oneself keep what is known of them ({@code PacketPath.transmit}). */
    @Override
    void transmit(Frame frame) {}
}
