package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;

/** A tun interface (drivers/net/tun.c): packets without Ethernet headers, for a program that nobody has started. */
public final class Tun extends Device {
    Tun(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "tun";
    }

    @Override
    boolean hasCarrier() {
        return false;
    }

    @Override
    public boolean isEthernet() {
        return false;
    }

    @Override
    void transmit(Frame frame) {}
}
