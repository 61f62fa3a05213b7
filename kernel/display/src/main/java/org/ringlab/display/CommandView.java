package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;

/** What one command sent, which may be several exchanges: all of them drawn, or what went wrong explained. */
public final class CommandView {
    /** So many exchanges are shown open; where there are more, their headings are a list to choose from. */
    private static final int OPEN = 3;

    /** So many exchanges are drawn, and so many other failures named. */
    private static final int SHOWN = 12;

    private CommandView() {}

    /** Every exchange of the command drawn, and all packets in words. */
    public static String trace(Topology topology, Journeys journeys, Language language) {
        List<Journeys> exchanges = Exchanges.of(journeys);
        if (exchanges.size() < 2) {
            return JourneyHtml.trace(topology, journeys, language);
        }
        Xml xml = new Xml().open("div").line();
        for (Journeys exchange : exchanges.subList(0, Math.min(SHOWN, exchanges.size()))) {
            fold(xml, heading(exchange, language), exchanges.size() <= OPEN)
                    .raw(JourneyHtml.trace(topology, exchange, language))
                    .close("details")
                    .line();
        }
        if (exchanges.size() > SHOWN) {
            xml.element("p", more(exchanges.size() - SHOWN, language));
        }
        return xml.close("div").toString();
    }

    /** How an exchange set out, and how that packet fared. */
    private static String heading(Journeys exchange, Language language) {
        Journey shown = exchange.lost().isEmpty()
                ? exchange.all().getFirst()
                : exchange.lost().getFirst();
        return JourneyText.heading(shown, language);
    }

    private static Xml fold(Xml xml, String summary, boolean open) {
        Xml details = open ? xml.open("details", "open", "open") : xml.open("details");
        return details.element("summary", summary);
    }

    private static String more(int count, Language language) {
        return language.pick("……还有 " + count + " 次", "… and " + count + " more");
    }

    /** Why the last exchange that failed did, and what else went wrong, as text. */
    public static String whyText(Journeys journeys, Language language) {
        List<Journeys> failed = Exchanges.failed(journeys);
        if (failed.size() < 2) {
            return Why.of(journeys, language).text(language);
        }
        List<String> lines = new ArrayList<>();
        lines.add(Why.of(failed.getLast(), language).text(language));
        lines.add("");
        List<Journeys> others = failed.subList(0, failed.size() - 1);
        lines.add(others(others.size(), language));
        for (Journeys other : others.subList(0, Math.min(SHOWN, others.size()))) {
            lines.add("  · " + Why.of(other, language).sentence());
        }
        if (others.size() > SHOWN) {
            lines.add("  " + more(others.size() - SHOWN, language));
        }
        return String.join("\n", lines);
    }

    /** The same drawn; the other failures can be unfolded. */
    public static String why(Topology topology, Journeys journeys, Language language) {
        List<Journeys> failed = Exchanges.failed(journeys);
        if (failed.size() < 2) {
            return JourneyHtml.why(topology, journeys, language);
        }
        List<Journeys> others = failed.subList(0, failed.size() - 1);
        Xml xml = new Xml().open("div").line();
        xml.raw(JourneyHtml.why(topology, failed.getLast(), language)).line();
        xml.element("p", others(others.size(), language)).line();
        for (Journeys other : others.subList(0, Math.min(SHOWN, others.size()))) {
            fold(xml, Why.of(other, language).sentence(), false)
                    .raw(JourneyHtml.why(topology, other, language))
                    .close("details")
                    .line();
        }
        if (others.size() > SHOWN) {
            xml.element("p", more(others.size() - SHOWN, language));
        }
        return xml.close("div").toString();
    }

    private static String others(int count, Language language) {
        return language.pick(
                "这次命令之前还有 " + count + " 次失败：",
                "Before that, " + count + " other " + (count == 1 ? "exchange" : "exchanges")
                        + " of this command failed:");
    }
}
