package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.checks.ProofWords;
import org.ringlab.checks.Text;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Replay;

/** What a proof came to: the packet that shows it, its way, and the change that would mend it. */
public final class ProofView {
    private ProofView() {}

    /** In words, with the packet's way. */
    public static String text(Explained explained, Language language) {
        List<String> lines = new ArrayList<>(in(ProofWords.lines(explained), language));
        lines.set(0, mark(explained) + lines.getFirst());
        explained.played().ifPresent(played -> {
            lines.add("");
            lines.add(
                    ProofWords.lostAnswer(explained)
                            ? CommandView.whyText(Journeys.of(played.events()), language)
                            : JourneyText.of(first(played), language));
        });
        List<String> repair = in(ProofWords.repair(explained), language);
        if (!repair.isEmpty()) {
            lines.add("");
            lines.addAll(repair);
        }
        return String.join("\n", lines);
    }

    /** As HTML, with the packet's way drawn. */
    public static String html(Explained explained, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view").line();
        List<String> lines = in(ProofWords.lines(explained), language);
        xml.element("p", mark(explained) + lines.getFirst(), "class", "rl-why").line();
        lines.stream().skip(1).forEach(line -> xml.element("p", line).line());
        Replay.Played played = explained.played().orElse(null);
        if (played != null) {
            Topology topology = LabTopology.of(played.lab());
            xml.raw(
                    ProofWords.lostAnswer(explained)
                            ? JourneyHtml.why(topology, Journeys.of(played.events()), language)
                            : JourneyHtml.trace(topology, first(played), language));
        }
        List<String> repair = in(ProofWords.repair(explained), language);
        if (!repair.isEmpty()) {
            xml.element("p", repair.getFirst());
            xml.element("pre", String.join("\n", repair.subList(1, repair.size())));
        }
        return xml.close("div").toString();
    }

    private static String mark(Explained explained) {
        return explained.proof().holds() ? "✓ " : "✗ ";
    }

    private static List<String> in(List<Text> texts, Language language) {
        return texts.stream().map(text -> language.pick(text.zh(), text.en())).toList();
    }

    /** Only the witness: what the other hosts said afterwards is another matter. */
    private static Journeys first(Replay.Played played) {
        long id = played.events().isEmpty() ? 0 : played.events().getFirst().packetId();
        return Journeys.of(
                played.events().stream().filter(event -> event.packetId() == id).toList());
    }
}
