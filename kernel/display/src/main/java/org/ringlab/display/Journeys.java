package org.ringlab.display;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.Dropped;

/**
 * The packets of a stretch of events, each with its journey.
 *
 * @param all in the order in which they first appear
 * @param lost the packets that were lost, in the order of their losses
 */
public record Journeys(List<Journey> all, List<Journey> lost) {
    /** Keeps copies of the lists. */
    public Journeys {
        all = List.copyOf(all);
        lost = List.copyOf(lost);
    }

    /** Groups events by packet. ARP on behalf of nobody, and the answers of those that were asked, are left out. */
    public static Journeys of(List<PacketEvent> events) {
        Map<Long, List<PacketEvent>> byPacket = new LinkedHashMap<>();
        for (PacketEvent event : events) {
            if (event.packetId() == 0
                    || event instanceof PacketEvent.ArpSent a && !a.arp().request()) {
                continue;
            }
            List<PacketEvent> own = byPacket.computeIfAbsent(event.packetId(), id -> new ArrayList<>());
            if (!Journey.isOverheard(event)) {
                own.add(event);
            } else if (!own.isEmpty() && isArrivalAt(own.getLast(), event.host())) {
                own.removeLast();
            }
        }
        byPacket.values().removeIf(List::isEmpty);
        Map<Long, Journey> all = new LinkedHashMap<>();
        byPacket.forEach((id, own) -> all.put(id, new Journey(id, own)));
        List<Journey> lost = events.stream()
                .filter(e -> e instanceof Dropped && !Journey.isOverheard(e))
                .map(e -> all.get(e.packetId()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new Journeys(List.copyOf(all.values()), lost);
    }

    private static boolean isArrivalAt(PacketEvent event, String host) {
        return event instanceof PacketEvent.Received && event.host().equals(host);
    }

    /** The journey of that packet. */
    public Optional<Journey> find(long id) {
        return all.stream().filter(j -> j.id() == id).findFirst();
    }

    /** The packets that answer this one. */
    public List<Journey> answersTo(Journey journey) {
        return all.stream().filter(j -> j.causedBy() == journey.id()).toList();
    }

    /** The packets that led to this one, the first cause first, and itself last. */
    public List<Journey> leadingTo(Journey journey) {
        List<Journey> chain = new ArrayList<>(List.of(journey));
        Optional<Journey> cause = find(journey.causedBy());
        while (cause.isPresent() && !chain.contains(cause.get())) {
            chain.addFirst(cause.get());
            cause = find(cause.get().causedBy());
        }
        return chain;
    }
}
