package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.Created;
import org.ringlab.netfilter.event.PacketEvent.Delivered;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.Dropped;
import org.ringlab.netfilter.packet.Packet;

/**
 * One packet's life: its events in order.
 *
 * @param id its packet id
 * @param events never empty; frames that a switch only showed to other stations are left out
 */
public record Journey(long id, List<PacketEvent> events) {
    /** Keeps a copy of the list. */
    public Journey {
        events = List.copyOf(events);
    }

    /** What happened on one host, until the packet left it. */
    public record Hop(String host, List<PacketEvent> events) {
        /** Keeps a copy of the list. */
        public Hop {
            events = List.copyOf(events);
        }
    }

    /** How it was made; empty where that lies before the events at hand. */
    public Optional<Created> created() {
        return first(Created.class);
    }

    /** The packet as it set out; empty where no event shows it. */
    public Optional<Packet> packet() {
        return events.stream().map(Journey::packetOf).flatMap(Optional::stream).findFirst();
    }

    /** The id of the packet it answers; 0 where none. */
    public long causedBy() {
        return created().map(Created::causedBy).orElse(0L);
    }

    /** Where it was lost; empty where it wasn't. */
    public Optional<Dropped> dropped() {
        return first(Dropped.class);
    }

    /** Where it arrived; empty where it didn't. */
    public Optional<Delivered> delivered() {
        return first(Delivered.class);
    }

    /** Its stations, in order. */
    public List<Hop> hops() {
        List<Hop> hops = new ArrayList<>();
        List<PacketEvent> here = new ArrayList<>();
        for (PacketEvent event : events) {
            boolean newHop = !here.isEmpty()
                    && (event instanceof PacketEvent.Received
                            || !here.getFirst().host().equals(event.host()));
            if (newHop) {
                hops.add(new Hop(here.getFirst().host(), here));
                here.clear();
            }
            here.add(event);
        }
        hops.add(new Hop(here.getFirst().host(), here));
        return hops;
    }

    private <E extends PacketEvent> Optional<E> first(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether this is only the switch's doing: a frame for another station, thrown away by the card. */
    static boolean isOverheard(PacketEvent event) {
        return event instanceof Dropped d && d.reason() == DropReason.OTHER_STATION;
    }

    /** The packet an event shows; empty where it shows none. */
    static Optional<Packet> packetOf(PacketEvent event) {
        @Nullable
        Packet packet = switch (event) {
            case Created e -> e.packet();
            case PacketEvent.Received e -> e.packet();
            case PacketEvent.Transmitted e -> e.packet();
            case PacketEvent.AtHook e -> e.packet();
            case Delivered e -> e.packet();
            case Dropped e -> e.packet();
            case PacketEvent.Translated e -> e.before();
            case PacketEvent.Announced e -> e.before();
            case PacketEvent.ArpSent e -> null;
            case PacketEvent.ArpFailed e -> null;
            case PacketEvent.Routed e -> null;
            case PacketEvent.Reassembled e -> e.packet();
            case PacketEvent.Fragmented e -> null;
            case PacketEvent.Encapsulated e -> null;
            case PacketEvent.Decapsulated e -> null;
            case PacketEvent.Switched e -> null;
            case PacketEvent.PortChanged e -> null;
            case PacketEvent.Tracked e -> null;
            case PacketEvent.RuleCompared e -> null;
            case PacketEvent.PolicyApplied e -> null;
            case PacketEvent.Changed e -> null;
        };
        return Optional.ofNullable(packet);
    }
}
