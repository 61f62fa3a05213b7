package org.ringlab.netfilter.event;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits for an event: looks at each one that came since it began once, however often it is asked. Who waits is asked
 * after every piece of work, and in a storm of packets there are many.
 *
 * @param <T> what is made of the event
 */
public final class EventSearch<T> {
    private final List<PacketEvent> events;
    private final Function<PacketEvent, Optional<T>> meaning;
    private int next;
    private Optional<T> found = Optional.empty();

    /**
     * Begins behind the last event there is.
     *
     * @param meaning what an event means to who waits; empty where nothing
     */
    public EventSearch(EventLog log, Function<PacketEvent, Optional<T>> meaning) {
        events = log.all();
        next = events.size();
        this.meaning = meaning;
    }

    /** The first event that means something; empty as long as none came. */
    public Optional<T> found() {
        while (found.isEmpty() && next < events.size()) {
            found = meaning.apply(events.get(next++));
        }
        return found;
    }
}
