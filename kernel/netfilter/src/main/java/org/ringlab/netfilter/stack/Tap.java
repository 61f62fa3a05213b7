package org.ringlab.netfilter.stack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Frame;

/** A tap interface (drivers/net/tun.c): frames go to the program that has it open, QEMU, and so to a guest's card. */
public final class Tap extends Device {
    private @Nullable GuestCard card;
    private boolean open;
    private boolean linked = true;

    Tap(NetInterface iface) {
        super(iface);
    }

    @Override
    public String kind() {
        return "tun";
    }

    /** A program opens it, or closes it: then somebody is at the other end. */
    public void setOpen(boolean isOpen) {
        open = isOpen;
        iface().stack().carrierChanged(iface());
    }

    /** Whether a program has it open. */
    public boolean isOpen() {
        return open;
    }

    /** Plugs a guest's card in, which comes off the tap it was at. */
    public void plug(GuestCard guest) {
        guest.unplug();
        card = guest;
        guest.plugged(this);
    }

    /** Whether the cable between QEMU and the card is whole ({@code set_link}). */
    public void setLinked(boolean isLinked) {
        linked = isLinked;
        if (card != null) {
            card.iface().stack().carrierChanged(card.iface());
        }
    }

    /** The guest's card. */
    public Optional<GuestCard> card() {
        return Optional.ofNullable(card);
    }

    boolean isLinked() {
        return linked;
    }

    void lost() {
        card = null;
    }

    @Override
    boolean hasCarrier() {
        return open;
    }

    @Override
    void transmit(Frame frame) {
        GuestCard guest = card;
        if (guest != null && linked && guest.isRunning()) {
            iface().stack().network().queue().soon(() -> guest.iface().receive(frame));
        }
    }

    @Override
    void removed() {
        if (card != null) {
            card.unplug();
        }
    }
}
