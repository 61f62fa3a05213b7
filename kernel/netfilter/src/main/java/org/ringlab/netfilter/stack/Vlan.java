package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.packet.Frame;

/** One VLAN of another interface: its frames carry a tag there and none here (net/8021q/vlan_dev.c). */
public final class Vlan extends Device {
    private final NetInterface lower;
    private final int number;

    Vlan(NetInterface iface, NetInterface lower, int number) {
        super(iface);
        this.lower = lower;
        this.number = number;
        lower.addVlan(number, this);
    }

    /** The interface it is a part of. */
    public NetInterface lower() {
        return lower;
    }

    /** Its number, 1 to 4094. */
    public int number() {
        return number;
    }

    @Override
    public String kind() {
        return "vlan";
    }

    @Override
    boolean hasCarrier() {
        return lower.isRunning();
    }

    @Override
    void transmit(Frame frame) {
        lower.transmit(frame.withVlan(number));
    }

    /** A frame with its tag came in by the other interface; the tag is off. */
    void arrived(Frame frame) {
        iface().receive(frame);
    }

    @Override
    void removed() {
        lower.removeVlan(number);
    }
}
