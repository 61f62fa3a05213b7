package org.ringlab.display;

import java.util.List;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkStep;
import org.ringlab.mmu.text.WalkText;

/** A walk drawn: the address cut into indices, a table under each, its entry, and what the entries leave so far. */
final class WalkSvg {
    private static final int COLUMN = 190;
    private static final int MARGIN = 20;
    private static final int HEIGHT = 272;

    private WalkSvg() {}

    static String of(Walk walk, PagingMode mode, Language language) {
        return of(walk, mode, walk.steps().size(), true, language);
    }

    /**
     * The walk while it is under way.
     *
     * @param taken how many of its references were made
     * @param over whether it came to its end
     */
    static String of(Walk walk, PagingMode mode, int taken, boolean over, Language language) {
        List<WalkStep> steps = walk.steps().subList(0, taken).stream()
                .filter(step -> step.kind() == Stage.Kind.ORDINARY)
                .toList();
        int columns = mode.levels() + 1;
        int width = 2 * MARGIN + columns * COLUMN;
        String title = language.pick("页表的逐级查找", "The walk through the page tables");
        Svg svg = new Svg(width, HEIGHT, title, String.join("; ", WalkText.lines(walk, mode)));
        Svg.Font soft = Svg.Font.of(12, Palette.SOFT).middle();
        Svg.Font code = Svg.Font.of(13, Palette.INK).middle().code();
        svg.text(
                MARGIN,
                30,
                language.pick("线性地址 ", "linear ") + hex(walk.address()) + "  (" + WalkText.access(walk.access()) + ")",
                Svg.Font.of(14, Palette.INK).strong());
        for (int column = 0; column < columns; column++) {
            int level = mode.levels() - column;
            double x = MARGIN + column * COLUMN;
            boolean offset = level == 0;
            int low = offset ? 0 : mode.shift(level);
            int high = offset ? 11 : low + mode.indexBits(level) - 1;
            svg.rect(x, 44, COLUMN - 10, 44, 4, Palette.PANEL, Palette.EDGE);
            svg.text(
                    x + 90,
                    62,
                    (offset ? language.pick("偏移", "offset") : mode.table(level)) + "  " + high + ":" + low,
                    soft);
            svg.text(
                    x + 90,
                    80,
                    offset ? hex(walk.address() & 0xFFF) : String.valueOf(mode.index(level, walk.address())),
                    code);
            if (column < steps.size()) {
                entry(svg, steps.get(column), x, language);
            }
        }
        if (over) {
            end(svg, walk, language);
        }
        return svg.finish();
    }

    private static void entry(Svg svg, WalkStep step, double x, Language language) {
        boolean goesOn = step.verdict() == WalkStep.Verdict.TABLE || step.verdict() == WalkStep.Verdict.PAGE;
        String stroke = goesOn ? Palette.PATH : Palette.BAD;
        svg.group(WalkText.step(step).strip());
        svg.line(x + 90, 88, x + 90, 104, 2, stroke, "");
        svg.rect(x, 104, COLUMN - 10, 98, 6, goesOn ? Palette.PATH_PANEL : Palette.BAD_PANEL, stroke);
        Svg.Font line = Svg.Font.of(12, Palette.INK).middle();
        String at = step.inMemory() ? hex(step.entryAddress()) : language.pick("寄存器", "a register");
        svg.text(x + 90, 122, step.mode().table(step.level()) + "[" + step.index() + "] @ " + at, line);
        svg.text(x + 90, 142, hex(step.entry()), line.code());
        svg.text(x + 90, 162, WalkText.bits(step), line.strong());
        svg.text(x + 90, 182, verdict(step, language), line);
        svg.text(
                x + 90,
                197,
                language.pick("至此 ", "so far ") + WalkText.rights(step.rights(), step.kind()),
                Svg.Font.of(11, Palette.SOFT).middle());
        svg.end();
        if (step.verdict() == WalkStep.Verdict.TABLE) {
            svg.line(x + COLUMN - 10, 150, x + COLUMN, 150, 2, stroke, "");
        }
    }

    private static String verdict(WalkStep step, Language language) {
        return switch (step.verdict()) {
            case TABLE -> language.pick("下一级表", "next table");
            case PAGE -> language.pick("页找到了", "the page");
            case ABSENT -> language.pick("不存在（P=0）", "absent (P=0)");
            case RESERVED -> language.pick("保留位非 0", "a reserved bit is set");
            case MISCONFIGURED -> language.pick("配置错误", "misconfigured");
        };
    }

    private static void end(Svg svg, Walk walk, Language language) {
        boolean good = walk.outcome() instanceof Outcome.Translated;
        String text = WalkText.outcome(walk.outcome());
        svg.text(
                MARGIN,
                236,
                (good ? "✓ " : "✗ ") + text,
                Svg.Font.of(15, good ? Palette.ON : Palette.BAD).strong());
        svg.text(
                MARGIN,
                256,
                language.pick("内存访问 ", "memory references: ") + walk.references() + language.pick(" 次", ""),
                Svg.Font.of(12, Palette.SOFT));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
