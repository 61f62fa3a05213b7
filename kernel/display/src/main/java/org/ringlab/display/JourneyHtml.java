package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.RuleCompared;
import org.ringlab.netfilter.rules.Hook;

/**
 * Journeys and explanations as HTML that reads without a kernel, without scripts and without style sheets; {@link
 * #STYLE} makes it prettier.
 */
public final class JourneyHtml {
    /** How many packets one drawing takes. */
    private static final int DRAWN = 3;

    /**
     * The style sheet of everything this package draws, for pages that include it as a file. All its classes begin with
     * {@code rl-}. Markup has no {@code style} attributes, which strict pages refuse.
     */
    public static final String CSS = """
            .rl-drawing,.rl-view svg{max-width:100%;height:auto}
            .rl-packets td,.rl-packets th{text-align:left!important;white-space:pre}
            .rl-view figure{margin:.5em 0}
            .rl-why{font-weight:600}
            .rl-view table{border-collapse:collapse;margin:.5em 0}
            .rl-view table td,.rl-view table th{border:1px solid #8a94a3;padding:.15em .6em;text-align:left}
            .rl-view table.rl-counts td+td,.rl-view table.rl-counts th+th{text-align:right}
            .rl-view table caption{text-align:left;font-weight:600}
            .rl-view tr.rl-decided{outline:2px solid #d0404f}
            .rl-view pre{overflow-x:auto}
            .rl-view code,.rl-view pre{font-family:ui-monospace,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace}
            .rl-steps>.rl-at{position:absolute;opacity:0}
            .rl-steps>.rl-step{display:none}
            .rl-steps>.rl-at:checked+.rl-step{display:block}
            .rl-steps>.rl-at:focus-visible+.rl-step{outline:2px solid #1f5fc4}
            .rl-turn{cursor:pointer;border:1px solid #8a94a3;border-radius:.3em;padding:.1em .5em;user-select:none}
            .rl-turn.rl-end{opacity:.4;cursor:default}
            .rl-pass{color:#1f8a4c}.rl-fail{color:#d0404f}
            """;

    /** The same as a {@code style} element, for outputs that travel alone. */
    public static final String STYLE = "<style>\n" + CSS + "</style>\n";

    private JourneyHtml() {}

    /** The trace of a command: the packet of interest drawn, every packet's way in words. */
    public static String trace(Topology topology, Journeys journeys, Language language) {
        Xml xml = view();
        if (journeys.all().isEmpty()) {
            return xml.element("p", language.pick("没有报文。", "No packets."))
                    .close("div")
                    .toString();
        }
        draw(xml, topology, focus(journeys), language);
        allPackets(xml, journeys, language);
        return xml.close("div").toString();
    }

    /** The answer to "why?", drawn. */
    public static String why(Topology topology, Journeys journeys, Language language) {
        Why why = Why.of(journeys, language);
        Xml xml = view();
        xml.element("p", why.sentence(), "class", "rl-why").line();
        if (!why.details().isEmpty()) {
            xml.open("ul");
            why.details().forEach(d -> xml.element("li", d));
            xml.close("ul").line();
        }
        if (!why.hint().isEmpty()) {
            xml.element("p", language.pick("提示：", "Hint: ") + why.hint()).line();
        }
        if (why.journey() != null) {
            draw(xml, topology, focus(journeys), language);
        }
        if (!journeys.all().isEmpty()) {
            allPackets(xml, journeys, language);
        }
        return xml.close("div").toString();
    }

    /** The first lost packet with what led to it and what it caused; where none was lost, the first and its answer. */
    static List<Journey> focus(Journeys journeys) {
        Journey centre = journeys.lost().isEmpty()
                ? journeys.all().getFirst()
                : journeys.lost().getFirst();
        List<Journey> chain = new ArrayList<>(journeys.leadingTo(centre));
        List<Journey> answers = journeys.answersTo(centre);
        if (!answers.isEmpty()) {
            chain.add(answers.getFirst());
        }
        return chain.subList(Math.max(0, chain.size() - DRAWN), chain.size());
    }

    private static void draw(Xml xml, Topology topology, List<Journey> journeys, Language language) {
        xml.open("figure")
                .raw(JourneySvg.draw(topology, journeys, language))
                .close("figure")
                .line();
        hopOfInterest(journeys).ifPresent(hop -> {
            xml.open("figure").raw(HookSvg.draw(hop, language)).close("figure").line();
            rules(xml, hop, language);
        });
    }

    /** The hop to look into: where a packet was lost, or else where the first one was forwarded. */
    private static Optional<Journey.Hop> hopOfInterest(List<Journey> journeys) {
        return journeys.stream()
                .filter(j -> j.dropped().isPresent())
                .findFirst()
                .map(j -> j.hops().getLast())
                .or(() -> journeys.stream()
                        .flatMap(j -> j.hops().stream())
                        .filter(JourneyHtml::isForwarded)
                        .findFirst());
    }

    private static boolean isForwarded(Journey.Hop hop) {
        return hop.events().stream().anyMatch(e -> e instanceof PacketEvent.AtHook at && at.hook() == Hook.FORWARD);
    }

    /** The rules that were compared on that host, the deciding one marked. */
    private static void rules(Xml xml, Journey.Hop hop, Language language) {
        List<RuleCompared> compared = new ArrayList<>();
        for (PacketEvent event : hop.events()) {
            if (event instanceof RuleCompared rule) {
                compared.add(rule);
            }
        }
        if (compared.isEmpty()) {
            return;
        }
        xml.open("table").element("caption", language.pick(hop.host() + " 依次比较的规则", "Rules compared on " + hop.host()));
        xml.open("tr");
        for (String head :
                List.of(language.pick("链", "chain"), "#", language.pick("规则", "rule"), language.pick("结果", "result"))) {
            xml.element("th", head, "scope", "col");
        }
        xml.close("tr").line();
        for (RuleCompared rule : compared) {
            boolean decided = rule.matched() && rule == compared.getLast();
            xml.open("tr", "class", decided ? "rl-decided" : "rl-passed");
            xml.element("td", rule.table().text() + " " + rule.chain());
            xml.element("td", Integer.toString(rule.number()));
            xml.open("td").element("code", rule.rule()).close("td");
            xml.element("td", result(rule, language)).close("tr").line();
        }
        xml.close("table").line();
    }

    private static String result(RuleCompared rule, Language language) {
        return rule.matched()
                ? "✓ " + language.pick("匹配", "match") + (rule.target().isEmpty() ? "" : " → " + rule.target())
                : "✗ " + language.pick("不匹配：", "no match: ") + rule.failed();
    }

    private static void allPackets(Xml xml, Journeys journeys, Language language) {
        int count = journeys.all().size();
        String summary = language.pick("全部报文（" + count + " 个），逐步", "All packets (" + count + "), step by step");
        xml.open("details").element("summary", summary);
        xml.element("pre", JourneyText.of(journeys, language)).close("details").line();
    }

    private static Xml view() {
        return new Xml().open("div", "class", "rl-view").line();
    }
}
