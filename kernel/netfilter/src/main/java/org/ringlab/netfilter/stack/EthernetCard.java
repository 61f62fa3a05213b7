package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.link.Station;
import org.ringlab.netfilter.packet.Frame;

/** A card plugged into a segment of the lab. */
public final class EthernetCard extends Device {
    private final Segment segment;
    private final Station plug;
    private boolean isRunning = true;

    EthernetCard(NetInterface iface, Segment segment) {
        super(iface);
        this.segment = segment;
        plug = iface::receive;
        segment.attach(plug);
    }

    /** The segment it is plugged into. */
    public Segment segment() {
        return segment;
    }

    @Override
    public String kind() {
        return "";
    }

    /** Whether the computer that the card is in runs; one that stands still neither sends nor takes. */
    public void setRunning(boolean running) {
        isRunning = running;
    }

    @Override
    void transmit(Frame frame) {
        segment.send(plug, frame);
    }

    @Override
    void removed() {
        segment.detach(plug);
    }

    /** Cards filter by destination, unless they are a switch's port and promiscuous. */
    @Override
    boolean takes(Frame frame) {
        return isRunning
                && (frame.destination().isGroup()
                        || frame.destination().equals(iface().mac())
                        || iface().macvlanCard().hears(frame.destination())
                        || iface().port().isPresent()
                        || iface().ovsPort().isPresent());
    }
}
