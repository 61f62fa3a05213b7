package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;
import org.ringlab.netfilter.event.PacketEvent;

/** What students see of five typical packets, in both languages, kept as texts and drawings. */
class DisplayTest {
    record Trip(String name, boolean forwarding, List<PacketEvent> events) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trip> trips() {
        return Stream.of(
                new Trip("not-forwarding", false, Trips.notForwarding()),
                new Trip("no-route", true, Trips.noRoute()),
                new Trip("no-way-back", true, Trips.noWayBack()),
                new Trip("rejected", true, Trips.rejected()),
                new Trip("arrived", true, Trips.arrived()));
    }

    @ParameterizedTest
    @MethodSource("trips")
    void saysWhyInBothLanguages(Trip trip) throws IOException {
        for (Language language : Language.values()) {
            Journeys journeys = Journeys.of(trip.events());
            String text = Why.of(journeys, language).text(language);
            Golden.check("why-" + trip.name() + "." + language.pick("zh", "en") + ".txt", text);
        }
    }

    @ParameterizedTest
    @MethodSource("trips")
    void drawsWhyAsWellFormedMarkupWithoutScripts(Trip trip) throws IOException {
        for (Language language : Language.values()) {
            String html = JourneyHtml.why(Trips.threeHosts(trip.forwarding()), Journeys.of(trip.events()), language);
            WellFormed.check(html);
            assertFalse(html.contains("<script"), html);
            Golden.check("why-" + trip.name() + "." + language.pick("zh", "en") + ".html", html);
        }
    }

    @Test
    void tracesEveryPacketInOrder() throws IOException {
        Golden.check("trace-rejected.en.txt", JourneyText.of(Journeys.of(Trips.rejected()), Language.EN));
        String html = JourneyHtml.trace(Trips.threeHosts(true), Journeys.of(Trips.rejected()), Language.ZH);
        WellFormed.check(html);
        Golden.check("trace-rejected.zh.html", html);
        String arrived = JourneyHtml.trace(Trips.threeHosts(true), Journeys.of(Trips.arrived()), Language.EN);
        WellFormed.check(arrived);
        Golden.check("trace-arrived.en.html", arrived);
    }

    @Test
    void leavesOutWhatTheSwitchShowedToOthers() {
        Journey journey = Journeys.of(Trips.arrived()).all().getFirst();
        assertEquals(
                List.of("client", "gw", "server"),
                journey.hops().stream().map(Journey.Hop::host).toList());
        assertTrue(journey.dropped().isEmpty());
    }

    @Test
    void explainsThatThereIsNothingToExplain() {
        Why why = Why.of(Journeys.of(List.of()), Language.EN);
        assertEquals("There are no packets to explain.", why.sentence());
        WellFormed.check(JourneyHtml.why(Trips.threeHosts(true), Journeys.of(List.of()), Language.ZH));
        WellFormed.check(JourneyHtml.trace(Trips.threeHosts(true), Journeys.of(List.of()), Language.ZH));
    }

    static Stream<String> hostile() {
        return Stream.of(
                "<script>alert(1)</script>", "\"><img src=x onerror=y>", "a&b", "\u0000\u0007\uFFFF", "]]>", "'");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void survivesHostileNames(String name) {
        Topology topology = new Topology(List.of(
                new Node(name, true, List.of(new Port(name, name, List.of(name), false))),
                new Node("b", false, List.of(Trips.port("eth0", name, "10.0.0.1/8")))));
        String svg = TopologySvg.draw(topology, Language.EN);
        WellFormed.check(svg);
        assertFalse(svg.contains("<script") || svg.contains("<img"), svg);
    }

    @Test
    void drawsTheFiveHooksToLearnThemBy() throws IOException {
        for (Language language : Language.values()) {
            String svg = HookSvg.plain(language);
            WellFormed.check(svg);
            Golden.check("hooks." + language.pick("zh", "en") + ".svg", svg);
        }
    }
}
