package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;

/** A port of an Open vSwitch that is an interface of the host ({@code type=internal}). */
public final class OvsInternal extends Device {
    OvsInternal(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "openvswitch";
    }

    /** What the host sends comes into the switch. */
    @Override
    void transmit(Frame frame) {
        iface().ovsPort().ifPresent(port -> port.receive(frame));
    }
}
