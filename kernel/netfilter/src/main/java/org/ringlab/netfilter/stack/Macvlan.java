package org.ringlab.netfilter.stack;

import java.util.Locale;
import java.util.Optional;
import org.ringlab.netfilter.packet.Frame;

/**
 * An interface with an Ethernet address of its own on somebody else's card (drivers/net/macvlan.c). The host that has
 * the card, and it, don't hear each other: what it sends goes out, or to its sisters.
 */
public final class Macvlan extends Device {
    private final MacvlanCard card;
    private Mode mode;

    /** How those on one card see each other. */
    public enum Mode {
        /** Not at all. */
        PRIVATE,
        /** By way of a switch outside that sends frames back where they came from. */
        VEPA,
        /** At once. */
        BRIDGE,
        /** It is the only one, and has the card's own address. */
        PASSTHRU;

        /** {@code bridge}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The mode of that name. */
        public static Optional<Mode> named(String text) {
            for (Mode mode : values()) {
                if (mode.text().equals(text)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    Macvlan(NetInterface iface, MacvlanCard card, Mode mode) {
        super(iface);
        this.card = card;
        this.mode = mode;
        card.add(this);
    }

    /** The card it is on. */
    public NetInterface lower() {
        return card.iface();
    }

    /** How it sees its sisters. */
    public Mode mode() {
        return mode;
    }

    /** Changes how it sees them; what is the only one stays so, and others don't become it ({@code EINVAL}). */
    public boolean setMode(Mode newMode) {
        if ((mode == Mode.PASSTHRU) != (newMode == Mode.PASSTHRU)) {
            return false;
        }
        mode = newMode;
        return true;
    }

    /** Whether the card or a sister that is up has its address: then it can't go up ({@code EADDRINUSE}). */
    public boolean isAddressTaken() {
        return card.isTaken(this);
    }

    @Override
    public String kind() {
        return "macvlan";
    }

    @Override
    boolean hasCarrier() {
        return lower().isRunning();
    }

    /** {@code macvlan_queue_xmit}. */
    @Override
    void transmit(Frame frame) {
        if (mode == Mode.BRIDGE && card.betweenSisters(this, frame)) {
            return;
        }
        lower().transmit(frame);
    }

    @Override
    void removed() {
        card.remove(this);
    }
}
