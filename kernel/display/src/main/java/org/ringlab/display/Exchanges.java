package org.ringlab.display;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * Packets sorted into exchanges: a run of ping, a connection, a question and its answer. Packets belong together where one
 * answers the other, or where they go between the same two ends, before or after address translation.
 */
public final class Exchanges {
    private Exchanges() {}

    /** One exchange while it is gathered. */
    private record Gathered(List<Journey> journeys, Set<String> ends) {
        boolean has(Journey journey, Set<String> itsEnds) {
            return journeys.stream().anyMatch(j -> j.id() == journey.causedBy())
                    || itsEnds.stream().anyMatch(ends::contains);
        }
    }

    /** The exchanges, in the order in which they began; none of them is empty. */
    public static List<Journeys> of(Journeys journeys) {
        List<Gathered> exchanges = new ArrayList<>();
        for (Journey journey : journeys.all()) {
            Set<String> ends = ends(journey);
            Optional<Gathered> known =
                    exchanges.stream().filter(e -> e.has(journey, ends)).findFirst();
            Gathered exchange = known.orElseGet(() -> new Gathered(new ArrayList<>(), new LinkedHashSet<>()));
            if (known.isEmpty()) {
                exchanges.add(exchange);
            }
            exchange.journeys().add(journey);
            exchange.ends().addAll(ends);
        }
        return exchanges.stream()
                .map(e -> new Journeys(
                        e.journeys(),
                        journeys.lost().stream().filter(e.journeys()::contains).toList()))
                .toList();
    }

    /** Those that lost a packet. */
    public static List<Journeys> failed(Journeys journeys) {
        return of(journeys).stream().filter(e -> !e.lost().isEmpty()).toList();
    }

    private static Set<String> ends(Journey journey) {
        Set<String> ends = new LinkedHashSet<>();
        for (PacketEvent event : journey.events()) {
            Journey.packetOf(event).flatMap(Exchanges::ends).ifPresent(ends::add);
        }
        return ends;
    }

    /** The two ends in a fixed order; empty for ICMP errors, which belong to what they are about. */
    private static Optional<String> ends(Packet packet) {
        return switch (packet.payload()) {
            case TcpSegment t -> Optional.of(ends(packet, "tcp", t.sourcePort(), t.destinationPort()));
            case UdpDatagram u -> Optional.of(ends(packet, "udp", u.sourcePort(), u.destinationPort()));
            case IcmpMessage i -> i.isError() ? Optional.empty() : Optional.of(ends(packet, "icmp", i.id(), i.id()));
            case OtherPayload other -> Optional.of(ends(packet, "protocol " + other.protocol(), 0, 0));
        };
    }

    private static String ends(Packet packet, String protocol, int sourcePort, int destinationPort) {
        String source = packet.source() + ":" + sourcePort;
        String destination = packet.destination() + ":" + destinationPort;
        boolean inOrder = source.compareTo(destination) <= 0;
        return protocol + " " + (inOrder ? source + " " + destination : destination + " " + source);
    }
}
