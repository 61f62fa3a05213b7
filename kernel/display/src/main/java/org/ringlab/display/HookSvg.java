package org.ringlab.display;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.display.Svg.Font;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.rules.Hook;

/** Draws the inside of one host: the five hooks around the routing decision, and how far a packet came. */
public final class HookSvg {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 34;

    /** The places of the picture; x and y are the middle. */
    private enum Place {
        IN(82, 62),
        PREROUTING(228, 62),
        ROUTE_IN(374, 62),
        FORWARD(520, 62),
        POSTROUTING(812, 62),
        OUT(958, 62),
        INPUT(374, 142),
        PROCESS(520, 142),
        ROUTE_OUT(666, 142),
        OUTPUT(812, 142);

        private final int x;
        private final int y;

        Place(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    private record Step(Place from, Place to) {}

    private static final List<Step> STEPS = List.of(
            new Step(Place.IN, Place.PREROUTING),
            new Step(Place.PREROUTING, Place.ROUTE_IN),
            new Step(Place.ROUTE_IN, Place.FORWARD),
            new Step(Place.FORWARD, Place.POSTROUTING),
            new Step(Place.POSTROUTING, Place.OUT),
            new Step(Place.ROUTE_IN, Place.INPUT),
            new Step(Place.INPUT, Place.PROCESS),
            new Step(Place.PROCESS, Place.ROUTE_OUT),
            new Step(Place.ROUTE_OUT, Place.OUTPUT),
            new Step(Place.OUTPUT, Place.POSTROUTING));

    private final Language language;
    private final Map<Place, List<String>> notes = new EnumMap<>(Place.class);
    private final Set<Place> visited = new LinkedHashSet<>();
    private boolean lost;

    private HookSvg(Journey.Hop hop, Language language) {
        this.language = language;
        hop.events().forEach(this::visit);
    }

    /** One {@code svg} element: the picture every textbook has, with this hop's way marked in it. */
    public static String draw(Journey.Hop hop, Language language) {
        HookSvg drawing = new HookSvg(hop, language);
        String title = language.pick(hop.host() + " 内部", "Inside " + hop.host());
        String words = String.join("\n", JourneyText.hopLines(hop, language, ""));
        Svg svg = new Svg(1040, 182, title, words);
        svg.text(22, 26, title, Font.of(14, Palette.INK).strong());
        return drawing.drawOn(svg);
    }

    /** The same picture without a packet, to learn it by. */
    public static String plain(Language language) {
        String title = language.pick("一台主机内部的五个钩子", "The five hooks inside a host");
        HookSvg drawing = new HookSvg(new Journey.Hop("", List.of()), language);
        Svg svg = new Svg(1040, 182, title, title);
        svg.text(22, 26, title, Font.of(14, Palette.INK).strong());
        return drawing.drawOn(svg);
    }

    private void visit(PacketEvent event) {
        switch (event) {
            case PacketEvent.Received e -> at(Place.IN, event);
            case PacketEvent.AtHook e -> at(place(e.hook()), event);
            case PacketEvent.Routed e -> at(visited.contains(Place.IN) ? Place.ROUTE_IN : Place.ROUTE_OUT, event);
            case PacketEvent.Created e -> at(Place.PROCESS, event);
            case PacketEvent.Delivered e -> at(Place.PROCESS, event);
            case PacketEvent.Transmitted e -> at(Place.OUT, event);
            case PacketEvent.Dropped e -> {
                lost = true;
                note(event);
            }
            case PacketEvent.Switched e -> note(event);
            case PacketEvent.PortChanged e -> note(event);
            case PacketEvent.Fragmented e -> note(event);
            case PacketEvent.Encapsulated e -> note(event);
            case PacketEvent.Decapsulated e -> note(event);
            case PacketEvent.Reassembled e -> note(event);
            case PacketEvent.Tracked e -> note(event);
            case PacketEvent.RuleCompared e -> note(event);
            case PacketEvent.PolicyApplied e -> note(event);
            case PacketEvent.Changed e -> note(event);
            case PacketEvent.Translated e -> note(event);
            case PacketEvent.Announced e -> note(event);
            case PacketEvent.ArpSent e -> note(event);
            case PacketEvent.ArpFailed e -> note(event);
        }
    }

    private void at(Place place, PacketEvent event) {
        visited.add(place);
        notes.computeIfAbsent(place, p -> new ArrayList<>()).add(EventWords.line(event, language));
    }

    /** What is said of the place reached last. */
    private void note(PacketEvent event) {
        if (!visited.isEmpty()) {
            notes.computeIfAbsent(last(), p -> new ArrayList<>()).add(EventWords.line(event, language));
        }
    }

    private Place last() {
        return List.copyOf(visited).getLast();
    }

    private static Place place(Hook hook) {
        return switch (hook) {
            case PREROUTING -> Place.PREROUTING;
            case INPUT -> Place.INPUT;
            case FORWARD -> Place.FORWARD;
            case OUTPUT -> Place.OUTPUT;
            case POSTROUTING -> Place.POSTROUTING;
        };
    }

    private String drawOn(Svg svg) {
        List<Place> way = List.copyOf(visited);
        for (Step step : STEPS) {
            int i = way.indexOf(step.from());
            boolean taken = i >= 0 && i + 1 < way.size() && way.get(i + 1) == step.to();
            arrow(svg, step, taken);
        }
        for (Place place : Place.values()) {
            node(svg, place);
        }
        return svg.finish();
    }

    private static void arrow(Svg svg, Step step, boolean taken) {
        Place a = step.from();
        Place b = step.to();
        String colour = taken ? Palette.PATH : Palette.CABLE;
        double width = taken ? 3.5 : 1.5;
        if (a.y == b.y) {
            int tip = b.x - WIDTH / 2;
            svg.line(a.x + WIDTH / 2.0, a.y, tip - 6, b.y, width, colour, "");
            svg.shape("M" + tip + " " + b.y + " l-9 -5 l0 10 Z", colour);
        } else {
            int down = b.y > a.y ? 1 : -1;
            int tip = b.y - down * HEIGHT / 2;
            svg.line(a.x, a.y + down * HEIGHT / 2.0, b.x, tip - down * 6, width, colour, "");
            svg.shape("M" + b.x + " " + tip + " l-5 " + -9 * down + " l10 0 Z", colour);
        }
    }

    private void node(Svg svg, Place place) {
        boolean here = visited.contains(place);
        boolean end = lost && here && last() == place;
        svg.group(label(place) + "\n" + String.join("\n", notes.getOrDefault(place, List.of())));
        String fill = end ? Palette.BAD_PANEL : here ? Palette.PATH_PANEL : Palette.PANEL;
        String edge = end ? Palette.BAD : here ? Palette.PATH : Palette.CABLE;
        boolean hook = place.name().equals(label(place));
        double left = place.x - WIDTH / 2.0;
        svg.rect(left, place.y - HEIGHT / 2.0, WIDTH, HEIGHT, hook ? 4 : 17, fill, edge);
        Font font = Font.of(13, here || visited.isEmpty() ? Palette.INK : Palette.SOFT)
                .middle();
        svg.text(place.x, place.y + 5, label(place), hook ? font.strong() : font);
        if (end) {
            svg.cross(left + WIDTH, place.y - HEIGHT / 2.0, 12);
        }
        svg.end();
    }

    private String label(Place place) {
        return switch (place) {
            case IN -> language.pick("网卡收到", "received");
            case OUT -> language.pick("网卡发出", "transmitted");
            case ROUTE_IN, ROUTE_OUT -> language.pick("查路由表", "route lookup");
            case PROCESS -> language.pick("本机程序", "local process");
            case PREROUTING, FORWARD, POSTROUTING, INPUT, OUTPUT -> place.name();
        };
    }
}
