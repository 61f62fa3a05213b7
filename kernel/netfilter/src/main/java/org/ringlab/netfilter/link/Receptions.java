package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.packet.Packet;

/** Who hears which packets pass INPUT, on any host of the lab: raw sockets, and the lab's probes. */
public final class Receptions {
    private final List<Ear> ears = new ArrayList<>();

    /** Somebody who listens. */
    @FunctionalInterface
    public interface Ear {
        /** A packet passed INPUT of {@code host}; what is done with it follows. */
        void heard(String host, Packet packet);
    }

    /** Listens from now on. */
    public void add(Ear ear) {
        ears.add(ear);
    }

    /** Listens no longer. */
    public void remove(Ear ear) {
        ears.remove(ear);
    }

    /** Lets all hear a packet. */
    public void tell(String host, Packet packet) {
        for (int i = 0; i < ears.size(); i++) {
            ears.get(i).heard(host, packet);
        }
    }
}
