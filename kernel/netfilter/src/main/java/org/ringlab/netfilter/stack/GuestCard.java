package org.ringlab.netfilter.stack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Frame;

/** A guest's network card, emulated or virtio: its cable ends at a tap of the host that the guest runs on. */
public final class GuestCard extends Device {
    private @Nullable Tap tap;
    private boolean running = true;

    GuestCard(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "";
    }

    /** The tap on the host. */
    public Optional<Tap> tap() {
        return Optional.ofNullable(tap);
    }

    /** Takes the cable out. */
    public void unplug() {
        if (tap != null) {
            tap.lost();
            tap = null;
            iface().stack().carrierChanged(iface());
        }
    }

    void plugged(Tap other) {
        tap = other;
        iface().stack().carrierChanged(iface());
    }

    /** The guest's processors run, or stand still: then nothing goes out, and what comes in is lost. */
    public void setRunning(boolean isRunning) {
        running = isRunning;
    }

    boolean isRunning() {
        return running;
    }

    @Override
    boolean hasCarrier() {
        return tap != null && tap.isLinked();
    }

    @Override
    void transmit(Frame frame) {
        Tap to = tap;
        if (to != null && running && to.isLinked()) {
            iface().stack().network().queue().soon(() -> to.iface().receive(frame));
        }
    }

    @Override
    void removed() {
        unplug();
    }

    /** Cards filter by destination, unless they are a switch's port and promiscuous. */
    @Override
    boolean takes(Frame frame) {
        return frame.destination().isGroup()
                || frame.destination().equals(iface().mac())
                || iface().macvlanCard().hears(frame.destination())
                || iface().port().isPresent()
                || iface().ovsPort().isPresent();
    }
}
