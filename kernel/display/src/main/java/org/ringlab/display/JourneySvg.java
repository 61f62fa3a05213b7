package org.ringlab.display;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.display.Layout.Bar;
import org.ringlab.display.Layout.Box;
import org.ringlab.display.Svg.Font;
import org.ringlab.display.Topology.Port;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.Dropped;
import org.ringlab.netfilter.event.PacketEvent.Received;
import org.ringlab.netfilter.event.PacketEvent.Transmitted;

/** Draws packets' ways on their topology: numbered stations, and a cross where one was lost. */
public final class JourneySvg {
    private static final int LINE = 22;

    private record Caption(String text, String colour) {}

    private final Topology topology;
    private final Language language;
    private final TopologySvg base;
    private final Svg svg;
    private final Map<String, Integer> markersAt = new HashMap<>();
    private int station;

    private JourneySvg(Topology topology, List<Journey> journeys, Language language) {
        this.topology = topology;
        this.language = language;
        base = new TopologySvg(topology, language);
        List<Caption> captions = captions(journeys, language);
        String inWords = String.join("\n", captions.stream().map(Caption::text).toList());
        svg = base.begin(language.pick("报文的路径", "The packet's way"), inWords, LINE * captions.size() + 8);
        base.drawOn(svg);
        int y = base.layout().height() + 8;
        for (Caption caption : captions) {
            svg.text(22, y, caption.text(), Font.of(13, caption.colour()));
            y += LINE;
        }
    }

    /**
     * One {@code svg} element.
     *
     * @param journeys a packet and what it led to, in order: at most a few, since they share one drawing
     */
    public static String draw(Topology topology, List<Journey> journeys, Language language) {
        JourneySvg drawing = new JourneySvg(topology, journeys, language);
        journeys.forEach(drawing::cables);
        journeys.forEach(drawing::stations);
        return drawing.svg.finish();
    }

    private static List<Caption> captions(List<Journey> journeys, Language language) {
        List<Caption> captions = new ArrayList<>();
        for (Journey journey : journeys) {
            captions.add(new Caption(
                    (isAnswer(journey) ? "╌╌  " : "──  ")
                            + journey.packet()
                                    .map(p -> PacketWords.summary(p, language))
                                    .orElse("?"),
                    colour(journey)));
            journey.dropped()
                    .ifPresent(d -> captions.add(
                            new Caption("✗  " + d.host() + ": " + DropWords.label(d.reason(), language), Palette.BAD)));
        }
        return captions;
    }

    private static boolean isAnswer(Journey journey) {
        return journey.causedBy() != 0;
    }

    private static String colour(Journey journey) {
        return isAnswer(journey) ? Palette.ANSWER : Palette.PATH;
    }

    private void cables(Journey journey) {
        // An answer runs beside its request, not over it.
        int shift = isAnswer(journey) ? 4 : -4;
        @Nullable Integer sentAt = null;
        for (PacketEvent event : journey.events()) {
            if (event instanceof Transmitted sent) {
                sentAt = cable(journey, sent.host(), sent.iface(), shift, false);
            } else if (event instanceof Received received) {
                @Nullable Integer y = cable(journey, received.host(), received.iface(), shift, true);
                @Nullable Bar bar = bar(received.host(), received.iface());
                if (sentAt != null && y != null && bar != null && !sentAt.equals(y)) {
                    svg.line(bar.x(), sentAt, bar.x(), y, 3, colour(journey), dashes(journey));
                }
                sentAt = null;
            }
        }
    }

    /** Draws the stretch between a host and a segment; its height, or null where there is no such cable. */
    private @Nullable Integer cable(Journey journey, String host, String iface, int shift, boolean arriving) {
        @Nullable Bar bar = bar(host, iface);
        if (bar == null) {
            return null;
        }
        int y = base.rowOf(host, iface) + shift;
        int edge = base.edgeOf(host, bar);
        svg.line(edge, y, bar.x(), y, 3, colour(journey), dashes(journey));
        int tip = arriving ? edge : bar.x();
        int tail = arriving ? bar.x() : edge;
        svg.shape("M" + tip + " " + y + " l" + (tip > tail ? -10 : 10) + " -5 l0 10 Z", colour(journey));
        return y;
    }

    private static String dashes(Journey journey) {
        return isAnswer(journey) ? "7 4" : "";
    }

    private @Nullable Bar bar(String host, String iface) {
        return topology.host(host)
                .flatMap(h -> h.port(iface))
                .map(Port::segment)
                .map(base.layout().bars()::get)
                .orElse(null);
    }

    /** A number below each host's box, in the order of the stations; hover to read what happened there. */
    private void stations(Journey journey) {
        for (Journey.Hop hop : journey.hops()) {
            if (topology.host(hop.host()).isEmpty()) {
                continue;
            }
            Box box = base.boxOf(hop.host());
            double x = box.x() + 16 + markersAt.merge(hop.host(), 1, Integer::sum) * 27.0 - 27;
            double y = box.y() + box.height() + 3.0;
            station++;
            svg.group(hop.host() + "\n" + String.join("\n", JourneyText.hopLines(hop, language, "")));
            svg.circle(x, y, 11, colour(journey), Palette.CARD);
            svg.text(
                    x,
                    y + 4,
                    Integer.toString(station),
                    Font.of(12, Palette.CARD).middle().strong());
            if (hop.events().stream().anyMatch(Dropped.class::isInstance)) {
                svg.cross(box.x() + 16 + markersAt.merge(hop.host(), 1, Integer::sum) * 27.0 - 27, y, 13);
            }
            svg.end();
        }
    }
}
