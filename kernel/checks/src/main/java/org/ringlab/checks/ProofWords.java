package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.proof.Edit;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Goal;
import org.ringlab.proof.Proof;
import org.ringlab.proof.Witness;
import org.ringlab.proof.meaning.Fate;
import org.ringlab.proof.meaning.View;

/** What a proof came to, in words. */
public final class ProofWords {
    private ProofWords() {}

    /** Whether the witness arrives and its answer doesn't. */
    public static boolean lostAnswer(Explained explained) {
        return explained.proof() instanceof Proof.Fails fails
                && explained.view() instanceof View.Path path
                && path.answered()
                && !Explained.letsThrough(fails)
                && fails.fate().filter(Fate::accepted).isPresent();
    }

    /** What was found, a sentence a line: the verdict, the packet that shows it, what it depends on. */
    public static List<Text> lines(Explained explained) {
        List<Text> lines = new ArrayList<>();
        switch (explained.proof()) {
            case Proof.Holds holds -> {
                lines.add(new Text("成立：对所有报文都成立，不是抽样。", "It holds for every packet, not for a sample."));
                undecided(holds.undecided(), lines);
            }
            case Proof.NoPacket none ->
                lines.add(with(
                        "这样的报文应当放行，可是没有一个能走到这里：",
                        "These packets are to be let through, but none of them can come here: ",
                        words(none.goal())));
            case Proof.Unclear unclear -> lines.add(with("无法证明：", "It can't be proven either way: ", unclear.why()));
            case Proof.Fails fails -> fails(explained, fails, lines);
        }
        return lines;
    }

    private static Text with(String zh, String en, String value) {
        return new Text(zh + value, en + value);
    }

    private static Text with(String zh, String en, Text value) {
        return new Text(zh + value.zh(), en + value.en());
    }

    private static Text words(Goal goal) {
        return goal.text().isEmpty() ? new Text("（任何报文）", "(any packet)") : new Text(goal.text(), goal.text());
    }

    private static void fails(Explained explained, Proof.Fails fails, List<Text> lines) {
        Text goal = fails.goal().map(ProofWords::words).orElse(Text.NONE);
        lines.add(
                switch (fails.mismatch()) {
                    case NOT_ACCEPTED -> with("应当放行的报文没有放行：", "A packet that is to be let through isn't: ", goal);
                    case NOT_REJECTED -> with("应当挡住的报文放行了：", "A packet that is to be kept out is let through: ", goal);
                    case LOOSER ->
                        new Text("含义不同：有报文现在放行，原来不放行。", "Not the same: a packet is let through that wasn't.");
                    case STRICTER -> new Text("含义不同：有报文原来放行，现在不放行。", "Not the same: a packet is kept out that wasn't.");
                    case OTHERWISE -> new Text("含义不同：有报文得到的处理变了。", "Not the same: a packet is treated in another way.");
                });
        lines.add(with("反例：", "Shown by: ", witness(fails.witness())));
        Text lost = lostAnswer(explained) ? new Text("，应答却回不来", ", but no answer comes back") : Text.NONE;
        fails.fate()
                .ifPresent(fate -> lines.add(with(
                        "现在：",
                        "It is ",
                        new Text(fate(fate).zh() + lost.zh(), fate(fate).en() + lost.en()))));
        fails.reference().ifPresent(fate -> lines.add(with("应当：", "It should be ", fate(fate))));
        if (fails.fate().isPresent() && fails.fate().equals(fails.reference())) {
            lines.add(new Text("差别在改写后的地址、端口或 TTL，看轨迹。", "Addresses, ports or TTL become others: see the trace."));
        }
        if (!fails.assumed().isEmpty()) {
            lines.add(with("前提是（报文本身决定不了）：", "Given what no packet decides: ", String.join("; ", fails.assumed())));
        }
        if (explained.view() instanceof View.AtChain chain && chain.host().isEmpty()) {
            lines.add(new Text("保存的规则没有主机可以发出它，所以没有轨迹。", "Saved rules have no host to send it, so there is no trace."));
        } else if (explained.played().isEmpty()) {
            lines.add(new Text(
                    "它的状态来自别的流量，这里发不出来，所以没有轨迹。",
                    "Its state comes from other traffic that can't be sent here, so there is no trace."));
        } else if (!explained.confirmed()) {
            lines.add(
                    new Text(
                            "单独发出它时模拟器的结果不同：要看上面的前提，或者更早的流量。",
                            "Sent alone, the simulator decides otherwise: it depends on what is given above, or on earlier traffic."));
        }
        undecided(fails.undecided(), lines);
    }

    /** {@code NEW 10.0.0.1.40000 > 10.0.0.2.22: TCP SYN, in by eth0}. */
    public static Text witness(Witness witness) {
        String head = witness.state() + " " + witness.packet();
        Text direction = witness.reply() ? new Text("（应答方向）", " (an answer)") : Text.NONE;
        Text in =
                witness.in().isEmpty() ? Text.NONE : new Text("，从 " + witness.in() + " 进入", ", in by " + witness.in());
        return new Text(head + direction.zh() + in.zh(), head + direction.en() + in.en());
    }

    private static Text fate(Fate fate) {
        return switch (fate) {
            case Fate.Passed passed -> new Text("放行", "let through");
            case Fate.Delivered d -> new Text("交给 " + d.host() + " 自己", "delivered to " + d.host());
            case Fate.Sent s ->
                new Text(s.host() + " 从 " + s.iface() + " 发出", "sent on by " + s.host() + " through " + s.iface());
            case Fate.Dropped d -> at(new Text("丢弃", "dropped"), d.host());
            case Fate.Rejected r ->
                at(
                        new Text(
                                "拒绝（" + r.with().text() + "）",
                                "rejected with " + r.with().text()),
                        r.host());
            case Fate.Lost l -> {
                String reason = l.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
                yield at(new Text("丢失（" + reason + "）", "lost (" + reason + ")"), l.host());
            }
            case Fate.Unproven u ->
                new Text(
                        "从 " + u.host() + " 经 " + u.why() + " 走出了可证明的范围",
                        "beyond proof, from " + u.host() + " by " + u.why());
        };
    }

    private static Text at(Text what, String host) {
        return host.isEmpty() ? what : new Text(what.zh() + "，在 " + host, what.en() + " on " + host);
    }

    private static void undecided(List<String> questions, List<Text> lines) {
        if (!questions.isEmpty()) {
            lines.add(with(
                    "报文决定不了的条件（两种情况都考虑；写法相同的同时成立）：",
                    "Conditions that no packet decides (taken both ways; equal words answer alike): ",
                    String.join("; ", questions)));
        }
    }

    /** The change that would mend it: a sentence, then commands; that there is none; or nothing, where nobody looked for one. */
    public static List<Text> repair(Explained explained) {
        List<Text> lines = new ArrayList<>();
        if (explained.looked() && explained.repair().isEmpty()) {
            lines.add(new Text("只改一两条规则不够。", "No change of one or two rules was found that would mend it."));
        }
        int count = explained.repair().size();
        if (count > 0) {
            lines.add(new Text(
                    "改动 " + count + " 处就能成立：",
                    count == 1 ? "One change would mend it:" : count + " changes would mend it:"));
            for (Edit edit : explained.repair()) {
                edit.commands().forEach(command -> lines.add(new Text("  " + command, "  " + command)));
            }
        }
        return lines;
    }
}
