package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.event.PacketEvent;

/** Journeys as lines of plain text: hop by hop, hook by hook, rule by rule. */
public final class JourneyText {
    private JourneyText() {}

    /** Every packet's journey, an empty line between them. */
    public static String of(Journeys journeys, Language language) {
        List<String> parts = new ArrayList<>();
        for (Journey journey : journeys.all()) {
            parts.add(of(journey, language));
        }
        return parts.isEmpty() ? language.pick("没有报文。", "No packets.") : String.join("\n\n", parts);
    }

    /** One packet's journey: a heading, how it ended, then its way. */
    public static String of(Journey journey, Language language) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(journey, language));
        for (Journey.Hop hop : journey.hops()) {
            lines.add("  " + hop.host());
            lines.addAll(hopLines(hop, language, "    "));
        }
        return String.join("\n", lines);
    }

    /** {@code packet 3: ICMP echo request a → b: delivered on server}. */
    public static String heading(Journey journey, Language language) {
        String packet =
                journey.packet().map(p -> PacketWords.summary(p, language)).orElse("?");
        return language.pick("报文 ", "packet ") + journey.id() + ": " + packet + "  " + ending(journey, language);
    }

    /** How it ended: {@code ✗ no route (gw)}, {@code ✓ arrived (server)}, or nothing where events don't tell. */
    static String ending(Journey journey, Language language) {
        if (journey.dropped().isPresent()) {
            var drop = journey.dropped().get();
            return "✗ " + drop.host() + ": " + DropWords.label(drop.reason(), language);
        }
        return journey.delivered()
                .map(d -> "✓ " + d.host() + ": " + language.pick("已送达", "arrived"))
                .orElse("");
    }

    /** A hop's lines; what rules and tracking said is indented under its hook. */
    static List<String> hopLines(Journey.Hop hop, Language language, String indent) {
        List<String> lines = new ArrayList<>();
        List<PacketEvent> events = hop.events();
        for (int i = 0; i < events.size(); i++) {
            PacketEvent event = events.get(i);
            String line = EventWords.line(event, language);
            boolean quietHook =
                    event instanceof PacketEvent.AtHook && (i + 1 == events.size() || !isInsideHook(events.get(i + 1)));
            String note = quietHook ? language.pick("（没有规则）", " (no rules)") : "";
            lines.add(indent + (isInsideHook(event) ? "  " : "") + line + note);
        }
        return lines;
    }

    private static boolean isInsideHook(PacketEvent event) {
        return event instanceof PacketEvent.Tracked
                || event instanceof PacketEvent.RuleCompared
                || event instanceof PacketEvent.PolicyApplied
                || event instanceof PacketEvent.Changed
                || event instanceof PacketEvent.Translated
                || event instanceof PacketEvent.Announced;
    }
}
