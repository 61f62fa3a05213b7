package org.ringlab.display;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.vm.VmReply;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.migrate.Migration;

/** Guests as HTML: the ladder of a trace, the methods side by side, the rounds of a migration. */
public final class VmView {
    private VmView() {}

    /** What a subcommand of {@code vm} lets draw. */
    public static String of(VmReply.Drawing drawing, Language language) {
        String inside = switch (drawing) {
            case VmReply.Drawing.OfLadder ladder ->
                new Xml()
                        .open("figure")
                        .raw(LadderSvg.of(ladder.steps(), ladder.method(), language))
                        .close("figure")
                        .toString();
            case VmReply.Drawing.OfComparison table -> comparison(table.comparison(), language);
            case VmReply.Drawing.OfMigration rounds -> migration(rounds.report(), language);
        };
        return new Xml()
                .open("div", "class", "rl-view", "lang", language.code())
                .raw(inside)
                .close("div")
                .toString();
    }

    /** What has no drawing of its own. */
    public static String text(String text) {
        return new Xml()
                .open("div", "class", "rl-view")
                .element("pre", text)
                .close("div")
                .toString();
    }

    private static String comparison(Comparison comparison, Language language) {
        Xml xml = new Xml();
        xml.open("table")
                .element(
                        "caption",
                        language.pick("同一个客户机，各种方法：", "One guest under every method: ") + comparison.guest());
        row(
                xml,
                "th",
                List.of(
                        language.pick("方法", "method"),
                        language.pick("正确", "works"),
                        language.pick("直接执行", "directly"),
                        language.pick("解释执行", "interpreted"),
                        language.pick("陷入", "traps"),
                        language.pick("VM 退出", "VM exits"),
                        language.pick("超级调用", "hypercalls"),
                        language.pick("回调", "callouts"),
                        language.pick("翻译的块", "blocks"),
                        language.pick("填影子页", "shadow fills"),
                        language.pick("TLB 刷新", "TLB flushes"),
                        language.pick("页表访存", "walk references"),
                        language.pick("周期", "cycles"),
                        language.pick("倍数", "× native")));
        Outcome truth = comparison.rows().getFirst();
        for (Outcome row : comparison.rows()) {
            boolean same = row.output().equals(truth.output()) && row.finished() == truth.finished();
            row(
                    xml,
                    "td",
                    List.of(
                            row.method().title(),
                            same ? "✓" : "✗ " + row.ending().text(),
                            count(row, Counter.DIRECT),
                            count(row, Counter.INTERPRETED),
                            count(row, Counter.TRAPS),
                            count(row, Counter.EXITS),
                            count(row, Counter.HYPERCALLS),
                            count(row, Counter.CALLOUTS),
                            count(row, Counter.BLOCKS),
                            count(row, Counter.SHADOW_FILLS),
                            count(row, Counter.TLB_FLUSHES),
                            count(row, Counter.WALK_REFERENCES),
                            String.format(Locale.ROOT, "%,d", row.cycles()),
                            String.format(Locale.ROOT, "%.1f", comparison.slowdown(row))));
        }
        return xml.close("table").toString();
    }

    private static String count(Outcome row, Counter counter) {
        return String.format(Locale.ROOT, "%,d", row.counters().get(counter));
    }

    /** A bar a round, its length the time it takes; what was written meanwhile beside it; the stop at the end. */
    private static String migration(Migration.Report report, Language language) {
        int rounds = report.rounds().size();
        int height = 70 + (rounds + 1) * 26;
        String title = language.pick("热迁移", "Live migration");
        Svg svg = new Svg(760, height, title, "downtime " + report.downtime() / 1000 + " µs");
        svg.text(16, 28, title, Svg.Font.of(14, Palette.INK).strong());
        double scale = 420.0 / Math.max(1, report.total());
        double x = 130;
        double y = 44;
        Svg.Font soft = Svg.Font.of(12, Palette.SOFT);
        for (Migration.Round round : report.rounds()) {
            double width = Math.max(2, round.nanoseconds() * scale);
            svg.text(16, y + 14, language.pick("第 " + round.number() + " 轮", "round " + round.number()), soft);
            svg.rect(x, y, width, 18, 3, Palette.PATH_PANEL, Palette.PATH);
            svg.text(
                    565,
                    y + 14,
                    language.pick(
                            "发 " + round.pages() + " 页，又写脏 " + round.dirtied() + " 页",
                            round.pages() + " pages, " + round.dirtied() + " dirtied"),
                    soft);
            x += width;
            y += 26;
        }
        svg.text(16, y + 14, language.pick("停机复制", "stop and copy"), soft);
        svg.rect(x, y, Math.max(2, report.downtime() * scale), 18, 3, Palette.BAD_PANEL, Palette.BAD);
        svg.text(
                565,
                y + 14,
                language.pick("停机 ", "downtime ") + report.downtime() / 1000 + " µs",
                Svg.Font.of(12, Palette.BAD).strong());
        return new Xml().open("figure").raw(svg.finish()).close("figure").toString();
    }

    private static void row(Xml xml, String tag, List<String> cells) {
        xml.open("tr");
        for (String cell : cells) {
            xml.element(tag, cell);
        }
        xml.close("tr").line();
    }
}
