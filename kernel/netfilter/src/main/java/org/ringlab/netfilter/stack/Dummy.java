package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;

/** An interface that throws away what it is given (drivers/net/dummy.c): a place for addresses. */
public final class Dummy extends Device {
    Dummy(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "dummy";
    }

    @Override
    void transmit(Frame frame) {}
}
