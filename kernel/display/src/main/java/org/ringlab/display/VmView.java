package org.ringlab.display;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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

    /** A column a method, so that it fits a page, and only counts that some method has. */
    private static String comparison(Comparison comparison, Language language) {
        List<Outcome> runs = comparison.rows();
        Outcome truth = runs.getFirst();
        Xml xml = new Xml();
        xml.open("table", "class", "rl-counts")
                .element(
                        "caption",
                        language.pick("同一个客户机，各种方法：", "One guest under every method: ") + comparison.guest());
        row(xml, "th", "", runs, run -> MonitorWords.method(run.method(), language));
        row(xml, "td", language.pick("正确", "works"), runs, run -> same(run, truth) ? "✓" : "✗");
        for (Counter counter : Counter.values()) {
            if (runs.stream().anyMatch(run -> run.counters().get(counter) > 0)) {
                row(
                        xml,
                        "td",
                        MonitorWords.counter(counter, language),
                        runs,
                        run -> number(run.counters().get(counter)));
            }
        }
        row(xml, "th", language.pick("周期", "cycles"), runs, run -> number(run.cycles()));
        row(
                xml,
                "td",
                language.pick("为直接执行的倍数", "× native"),
                runs,
                run -> String.format(Locale.ROOT, "%.1f", comparison.slowdown(run)));
        xml.close("table");
        for (Outcome run : runs) {
            if (!same(run, truth)) {
                String why = MonitorWords.ending(run.ending(), language);
                xml.element("p", "✗ " + MonitorWords.method(run.method(), language) + language.pick("：", ": ") + why);
            }
        }
        return xml.toString();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static boolean same(Outcome row, Outcome truth) {
        return row.output().equals(truth.output()) && row.finished() == truth.finished();
    }

    /** A bar a round, as long as it took, on an axis of time; what was written meanwhile beside it; the stop at the end. */
    private static String migration(Migration.Report report, Language language) {
        boolean fetched = report.stalls() > 0;
        int height = 100 + (report.rounds().size() + (fetched ? 2 : 1)) * 26;
        String title = language.pick("热迁移", "Live migration")
                + language.pick("，共 ", ", ")
                + microseconds(report.total())
                + language.pick("", " in all");
        Svg svg = new Svg(860, height, title, language.pick("停机 ", "downtime ") + microseconds(report.downtime()));
        svg.text(16, 28, title, Svg.Font.of(14, Palette.INK).strong());
        Bars bars = new Bars(svg, 430.0 / Math.max(1, report.total()));
        for (Migration.Round round : report.rounds()) {
            bars.next(
                    language.pick("第 " + round.number() + " 轮", "round " + round.number()),
                    round.nanoseconds(),
                    language.pick(
                            "发 " + round.pages() + " 页，又写脏 " + round.dirtied() + " 页",
                            round.pages() + " pages, " + round.dirtied() + " dirtied"),
                    false);
        }
        String stop = language.pick("停机 ", "downtime ") + microseconds(report.downtime());
        bars.next(
                fetched ? language.pick("停机切换", "switch-over") : language.pick("停机复制", "stop and copy"),
                report.downtime(),
                stop,
                true);
        if (fetched) {
            String waits = language.pick(
                    "缺页取页 " + report.stalls() + " 次，等待 " + microseconds(report.stalled()),
                    report.stalls() + " pages waited for, " + microseconds(report.stalled()));
            bars.next(language.pick("边跑边取", "runs and fetches"), report.total() - report.downtime(), waits, false);
        }
        bars.axis(report.total());
        return new Xml().open("figure").raw(svg.finish()).close("figure").toString();
    }

    private static String microseconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%,d µs", nanoseconds / 1000);
    }

    /** Bars one after the other in time, each in a line of its own. */
    private static final class Bars {
        private static final double LEFT = 130;
        private final Svg svg;
        private final double scale;
        private double x = LEFT;
        private double y = 44;

        Bars(Svg svg, double scale) {
            this.svg = svg;
            this.scale = scale;
        }

        void next(String name, long nanoseconds, String told, boolean stopped) {
            Svg.Font soft = Svg.Font.of(12, Palette.SOFT);
            double width = Math.max(2, nanoseconds * scale);
            svg.text(16, y + 14, name, soft);
            svg.rect(
                    x,
                    y,
                    width,
                    18,
                    3,
                    stopped ? Palette.BAD_PANEL : Palette.PATH_PANEL,
                    stopped ? Palette.BAD : Palette.PATH);
            Svg.Font said = stopped ? Svg.Font.of(12, Palette.BAD).strong() : soft;
            svg.text(580, y + 14, told, said);
            x += width;
            y += 26;
        }

        void axis(long total) {
            svg.line(LEFT, y + 6, LEFT + total * scale, y + 6, 1, Palette.EDGE, "");
            for (int quarter = 0; quarter <= 4; quarter++) {
                double at = LEFT + total * scale * quarter / 4;
                svg.line(at, y + 3, at, y + 9, 1, Palette.SOFT, "");
                svg.text(
                        at,
                        y + 24,
                        microseconds(total * quarter / 4),
                        Svg.Font.of(11, Palette.SOFT).middle());
            }
        }
    }

    private static void row(Xml xml, String tag, String name, List<Outcome> runs, Function<Outcome, String> cell) {
        xml.open("tr").element(tag, name);
        for (Outcome run : runs) {
            xml.element(tag, cell.apply(run));
        }
        xml.close("tr").line();
    }
}
