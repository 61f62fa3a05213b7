package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.netfilter.packet.MacAddress;

/** A layer 2 segment: a plain learning switch whose ports are the stations plugged in. */
public final class Segment {
    private final String name;
    private final EventQueue queue;
    private final List<Station> stations = new ArrayList<>();
    private final Map<MacAddress, Station> learned = new HashMap<>();

    Segment(String name, EventQueue queue) {
        this.name = name;
        this.queue = queue;
    }

    /** Its name in the lab. */
    public String name() {
        return name;
    }

    /** Plugs a station in. */
    public void attach(Station station) {
        stations.add(station);
    }

    /** Unplugs a station and forgets what was learned of it. */
    public void detach(Station station) {
        stations.remove(station);
        learned.values().removeIf(s -> s == station);
    }

    /** Carries a frame from one station to the one it is for, or to all others where that isn't known. */
    public void send(Station from, Frame frame) {
        if (!frame.source().isGroup()) {
            learned.put(frame.source(), from);
        }
        Station to = frame.destination().isGroup() ? null : learned.get(frame.destination());
        if (to != null) {
            if (to != from) {
                queue.soon(() -> to.receive(frame));
            }
            return;
        }
        for (Station station : stations) {
            if (station != from) {
                queue.soon(() -> station.receive(frame));
            }
        }
    }
}
