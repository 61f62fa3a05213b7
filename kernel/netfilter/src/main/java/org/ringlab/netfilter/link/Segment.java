package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Frame;

/** A layer 2 segment: a plain learning switch whose ports are the stations plugged in. */
public final class Segment {
    private final String name;
    private final EventQueue queue;
    private final List<Station> stations = new ArrayList<>();
    private final MacTable<Station> learned;

    Segment(String name, EventQueue queue, SimClock clock) {
        this.name = name;
        this.queue = queue;
        learned = new MacTable<>(clock);
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
        learned.forgetPort(station);
    }

    /** Carries a frame from one station to the one it is for, or to all others where that isn't known. */
    public void send(Station from, Frame frame) {
        if (!queue.switched()) {
            return;
        }
        learned.learn(frame.source(), from);
        Optional<Station> to = frame.destination().isGroup() ? Optional.empty() : learned.find(frame.destination());
        for (Station station : to.map(List::of).orElse(stations)) {
            if (station != from) {
                queue.soon(() -> station.receive(frame));
            }
        }
    }
}
