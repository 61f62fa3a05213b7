package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.proof.Edit;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Proof;
import org.ringlab.proof.Replay;
import org.ringlab.proof.Witness;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.View;

/** What a proof came to: the packet that shows it, its way, and the change that would mend it. */
public final class ProofView {
    private ProofView() {}

    /** In words, with the packet's way. */
    public static String text(Explained explained, Language language) {
        List<String> lines = new ArrayList<>(lines(explained, language));
        explained.played().ifPresent(played -> {
            lines.add("");
            lines.add(
                    lostAnswer(explained)
                            ? CommandView.whyText(Journeys.of(played.events()), language)
                            : JourneyText.of(first(played), language));
        });
        List<String> repair = repair(explained, language);
        if (!repair.isEmpty()) {
            lines.add("");
            lines.addAll(repair);
        }
        return String.join("\n", lines);
    }

    /** As HTML, with the packet's way drawn. */
    public static String html(Explained explained, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view").line();
        boolean first = true;
        for (String line : lines(explained, language)) {
            xml.element("p", line, "class", first ? "rl-why" : "rl-detail").line();
            first = false;
        }
        Replay.Played played = explained.played().orElse(null);
        if (played != null) {
            Topology topology = LabTopology.of(played.lab());
            xml.raw(
                    lostAnswer(explained)
                            ? JourneyHtml.why(topology, Journeys.of(played.events()), language)
                            : JourneyHtml.trace(topology, first(played), language));
        }
        List<String> repair = repair(explained, language);
        if (!repair.isEmpty()) {
            xml.element("p", repair.getFirst());
            xml.element(
                    "pre", String.join("\n", repair.subList(1, repair.size())).stripIndent());
        }
        return xml.close("div").toString();
    }

    /** Whether the witness arrives and its answer doesn't. */
    private static boolean lostAnswer(Explained explained) {
        return explained.proof() instanceof Proof.Fails fails
                && explained.view() instanceof View.Path path
                && path.answered()
                && !Explained.letsThrough(fails)
                && fails.fate().filter(Fate::accepted).isPresent();
    }

    /** Only the witness: what the other hosts said afterwards is another matter. */
    private static Journeys first(Replay.Played played) {
        return Journeys.of(played.events().stream()
                .filter(event -> event.packetId() == played.events().getFirst().packetId())
                .toList());
    }

    /** What was found, in sentences. */
    public static List<String> lines(Explained explained, Language language) {
        List<String> lines = new ArrayList<>();
        switch (explained.proof()) {
            case Proof.Holds holds -> {
                lines.add(language.pick("✓ 成立：对所有报文都成立（不是抽样）。", "✓ It holds, for every packet (no sample)."));
                undecided(holds.undecided(), language, lines);
            }
            case Proof.NoPacket none ->
                lines.add(language.pick(
                                "✗ 没有任何报文能带着这些条件走到这里，而它们本应被放行：",
                                "✗ No packet that is to be let through can come here with these conditions: ")
                        + none.goal().text());
            case Proof.Unclear unclear ->
                lines.add(language.pick("? 无法证明：", "? It can't be proven either way: ") + unclear.why());
            case Proof.Fails fails -> fails(explained, fails, language, lines);
        }
        return lines;
    }

    private static void fails(Explained explained, Proof.Fails fails, Language language, List<String> lines) {
        lines.add("✗ " + mismatch(fails, language));
        lines.add(language.pick("反例报文：", "The packet that shows it: ") + witness(fails.witness(), language));
        String lost = lostAnswer(explained) ? language.pick("，但是应答回不来", ", but no answer comes back") : "";
        fails.fate()
                .ifPresent(
                        fate -> lines.add(language.pick("结果：", "What becomes of it: ") + fate(fate, language) + lost));
        fails.reference()
                .ifPresent(fate -> lines.add(language.pick("应当：", "What it should be: ") + fate(fate, language)));
        if (!fails.assumed().isEmpty()) {
            lines.add(language.pick("前提（报文本身决定不了）：", "Given that (no packet decides this): ")
                    + String.join("; ", fails.assumed()));
        }
        if (explained.played().isEmpty()) {
            lines.add(language.pick(
                    "这样的报文属于别的连接引出的连接，模拟器不能凭空发出它，所以没有轨迹。",
                    "Its state comes from other traffic that can't be made up here, so there is no trace."));
        } else if (!explained.confirmed()) {
            lines.add(
                    language.pick(
                            "注意：单独发出这个报文时，模拟器的结果不同（见轨迹）；结论取决于上面的前提。",
                            "Note: sent alone, the simulator decides otherwise (see the trace); it depends on what is given above."));
        }
        undecided(fails.undecided(), language, lines);
    }

    private static String mismatch(Proof.Fails fails, Language language) {
        String goal = fails.goal().map(g -> g.text()).orElse("");
        String all = goal.isEmpty() ? language.pick("（所有报文）", "(every packet)") : goal;
        return switch (fails.mismatch()) {
            case NOT_ACCEPTED -> language.pick("有报文应当放行却没有放行：", "A packet that is to be let through isn't: ") + all;
            case NOT_REJECTED ->
                language.pick("有报文应当挡住却放行了：", "A packet that is to be kept out is let through: ") + all;
            case LOOSER ->
                language.pick("含义不同：放行了原来不放行的报文。", "Not the same: a packet is let through that wasn't before.");
            case STRICTER ->
                language.pick("含义不同：挡住了原来放行的报文。", "Not the same: a packet is kept out that was let through before.");
            case OTHERWISE -> language.pick("含义不同：处理的方式变了。", "Not the same: a packet is treated in another way.");
        };
    }

    /** {@code NEW, TCP SYN, 10.0.0.1:40000 → 10.0.0.2:22, in by eth0}. */
    public static String witness(Witness witness, Language language) {
        String in =
                witness.in().isEmpty() ? "" : language.pick("，从 " + witness.in() + " 进入", ", in by " + witness.in());
        String direction = witness.reply() ? language.pick("（应答方向）", " (an answer)") : "";
        return witness.state()
                + direction
                + language.pick("，", ", ")
                + PacketWords.summary(witness.packet(), language)
                + in;
    }

    private static String fate(Fate fate, Language language) {
        return switch (fate) {
            case Fate.Passed passed -> language.pick("放行", "let through");
            case Fate.Delivered d -> language.pick("交给 " + d.host() + " 本机", "delivered to " + d.host());
            case Fate.Sent s ->
                language.pick(
                        s.host() + " 从 " + s.iface() + " 转发出去", "sent on by " + s.host() + " through " + s.iface());
            case Fate.Dropped d -> language.pick("丢弃（DROP）", "dropped") + at(d.host(), language);
            case Fate.Rejected r ->
                language.pick("拒绝（REJECT，", "rejected with ")
                        + r.with().text()
                        + language.pick("）", "")
                        + at(r.host(), language);
            case Fate.Lost l ->
                language.pick("丢失：", "lost: ")
                        + l.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + at(l.host(), language);
            case Fate.Unproven u ->
                language.pick("走出了可以证明的范围：", "beyond what can be proven: ") + u.host() + " " + u.why();
        };
    }

    private static String at(String host, Language language) {
        return host.isEmpty() ? "" : language.pick("，在 " + host, " on " + host);
    }

    private static void undecided(List<String> questions, Language language, List<String> lines) {
        if (!questions.isEmpty()) {
            lines.add(language.pick(
                            "报文本身决定不了的条件（按两种可能都算；写法相同的视为同时成立）：",
                            "Conditions that no packet decides (taken both ways; equal words answer alike): ")
                    + String.join("; ", questions));
        }
    }

    private static List<String> repair(Explained explained, Language language) {
        if (explained.repair().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        int count = explained.repair().size();
        lines.add(language.pick(
                "最小的修改（" + count + " 处）可以让它成立：",
                count == 1 ? "One change would mend it:" : count + " changes would mend it:"));
        for (Edit edit : explained.repair()) {
            edit.commands().forEach(command -> lines.add("    " + command));
        }
        return lines;
    }
}
