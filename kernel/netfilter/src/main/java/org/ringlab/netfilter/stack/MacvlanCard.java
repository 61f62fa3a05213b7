package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Macvlan.Mode;

/** A card with macvlan interfaces on it (struct macvlan_port): who of them gets which frame. */
final class MacvlanCard {
    private final NetInterface iface;
    private final List<Macvlan> all = new ArrayList<>();

    MacvlanCard(NetInterface iface) {
        this.iface = iface;
    }

    NetInterface iface() {
        return iface;
    }

    List<Macvlan> all() {
        return List.copyOf(all);
    }

    void add(Macvlan macvlan) {
        all.add(macvlan);
    }

    void remove(Macvlan macvlan) {
        all.remove(macvlan);
    }

    /** Whether one of that mode may come: an only one is alone. */
    boolean hasRoomFor(Mode mode) {
        return all.isEmpty() || mode != Mode.PASSTHRU && !isPassthru();
    }

    private boolean isPassthru() {
        return !all.isEmpty() && all.getFirst().mode() == Mode.PASSTHRU;
    }

    boolean isTaken(Macvlan wanted) {
        if (isPassthru()) {
            return false;
        }
        MacAddress mac = wanted.iface().mac();
        Macvlan other = find(mac);
        return mac.equals(iface.mac()) || other != null && other != wanted;
    }

    /** Whether the card takes frames for an address that isn't its own. */
    boolean hears(MacAddress mac) {
        return isPassthru() || find(mac) != null;
    }

    private @Nullable Macvlan find(MacAddress mac) {
        for (Macvlan macvlan : all) {
            if (macvlan.iface().isUp() && macvlan.iface().mac().equals(mac)) {
                return macvlan;
            }
        }
        return null;
    }

    /**
     * A frame came in by the card ({@code macvlan_handle_frame}).
     *
     * @return whether it is none of the host's
     */
    boolean receive(Frame frame) {
        if (frame.destination().isGroup()) {
            return receiveForMany(frame);
        }
        Macvlan one = isPassthru() ? all.getFirst() : find(frame.destination());
        if (one == null) {
            return false;
        }
        one.iface().receive(frame);
        return true;
    }

    /** One from a sister's address was sent back by a switch; sisters in bridge mode saw it on its way out. */
    private boolean receiveForMany(Frame frame) {
        Macvlan sender = find(frame.source());
        if (sender == null) {
            flood(frame, null, EnumSet.allOf(Mode.class));
        } else if (sender.mode() == Mode.VEPA) {
            flood(frame, sender, EnumSet.of(Mode.VEPA, Mode.BRIDGE));
        } else if (sender.mode() == Mode.BRIDGE) {
            flood(frame, sender, EnumSet.of(Mode.VEPA));
        } else {
            sender.iface().receive(frame);
            return true;
        }
        return false;
    }

    private void flood(Frame frame, @Nullable Macvlan besides, Set<Mode> modes) {
        for (Macvlan macvlan : all()) {
            if (macvlan != besides && macvlan.iface().isUp() && modes.contains(macvlan.mode())) {
                macvlan.iface().receive(frame);
            }
        }
    }

    /**
     * In bridge mode sisters get frames at once; those for one of them come back in by the card, so that who listens
     * there sees them.
     *
     * @return whether it need not go out any more
     */
    boolean betweenSisters(Macvlan sender, Frame frame) {
        if (frame.destination().isGroup()) {
            iface.stack().network().queue().soon(() -> flood(frame, sender, EnumSet.of(Mode.BRIDGE)));
            return false;
        }
        Macvlan sister = find(frame.destination());
        if (sister == null || sister.mode() != Mode.BRIDGE) {
            return false;
        }
        iface.stack().network().queue().soon(() -> iface.receive(frame));
        return true;
    }
}
