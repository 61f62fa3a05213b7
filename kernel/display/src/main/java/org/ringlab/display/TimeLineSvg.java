package org.ringlab.display;

import java.util.List;
import java.util.TreeSet;
import org.ringlab.mmu.os.Moment;
import org.ringlab.mmu.os.OsEvent;

/**
 * Both ways to share a machine over one axis of time: above, a row for each process that shows when it has the processor;
 * below, a row for each frame in the colour of the process whose page it holds. Dots are page faults.
 */
final class TimeLineSvg {
    private static final int LEFT = 92;
    private static final int ROW = 18;
    private static final int FRAME_ROW = 7;
    private static final int MOST_TICKS = 400;
    private static final List<String> COLOURS =
            List.of("#1f5fc4", "#c2621b", "#1f8a4c", "#8a3fb5", "#b0306a", "#5f7a00", "#0f7f8c", "#7a5230");

    private final List<Moment> moments;
    private final List<Integer> pids;
    private final double tick;
    private final Svg svg;

    private TimeLineSvg(List<Moment> all, Language language) {
        moments = all.subList(0, Math.min(all.size(), MOST_TICKS));
        TreeSet<Integer> seen = new TreeSet<>();
        moments.forEach(moment -> moment.owners().forEach(owner -> seen.add(Math.abs(owner))));
        seen.remove(0);
        pids = List.copyOf(seen);
        tick = Math.clamp(900.0 / Math.max(1, moments.size()), 2, 24);
        int frames = moments.isEmpty() ? 0 : moments.getFirst().owners().size();
        int height = 70 + pids.size() * ROW + 34 + frames * FRAME_ROW + 24;
        int width = (int) (LEFT + moments.size() * tick + 24);
        svg = new Svg(
                Math.max(width, 420),
                height,
                language.pick("处理器按时间分，内存按空间分", "The processor shared by time, memory by space"),
                inWords(language));
        svg.text(
                16,
                24,
                language.pick("处理器（时间）", "processor (time)"),
                Svg.Font.of(13, Palette.INK).strong());
        int top = 34;
        for (int pid : pids) {
            svg.text(
                    LEFT - 8,
                    top + 13,
                    "pid " + pid,
                    Svg.Font.of(12, Palette.INK).end());
            processor(pid, top);
            top += ROW;
        }
        axis(top);
        top += 34;
        svg.text(
                16,
                top + 8,
                language.pick("页框（空间）", "frames (space)"),
                Svg.Font.of(13, Palette.INK).strong());
        top += 16;
        for (int frame = 0; frame < frames; frame++) {
            memory(frame, top + frame * FRAME_ROW);
        }
        svg.text(
                LEFT,
                top + frames * FRAME_ROW + 14,
                language.pick("浅色：页表；圆点：缺页", "pale: page tables; dots: page faults")
                        + (all.size() > moments.size() ? language.pick("；只画了开头", "; only the beginning is drawn") : ""),
                Svg.Font.of(11, Palette.SOFT));
    }

    static String of(List<Moment> moments, Language language) {
        return new TimeLineSvg(moments, language).svg.finish();
    }

    private String inWords(Language language) {
        StringBuilder words = new StringBuilder();
        for (int pid : pids) {
            long ticks = moments.stream().filter(moment -> moment.pid() == pid).count();
            words.append("pid ")
                    .append(pid)
                    .append(language.pick("：处理器 ", ": processor "))
                    .append(ticks)
                    .append(language.pick(" 拍；", " ticks; "));
        }
        return words.toString();
    }

    private void processor(int pid, int top) {
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            int from = i;
            while (i + 1 < moments.size()
                    && moment.pid() == pid
                    && moments.get(i + 1).pid() == pid) {
                i++;
            }
            if (moment.pid() == pid) {
                bar(from, i, top + 2, ROW - 4, colour(pid));
            }
        }
        for (int i = 0; i < moments.size(); i++) {
            boolean faulted = moments.get(i).events().stream()
                    .anyMatch(event -> event instanceof OsEvent.Faulted fault && fault.pid() == pid);
            if (faulted) {
                svg.circle(LEFT + (i + 0.5) * tick, top + ROW / 2.0, Math.min(3, tick / 3), Palette.CARD, Palette.INK);
            }
        }
    }

    private void memory(int frame, int top) {
        for (int i = 0; i < moments.size(); i++) {
            int owner = moments.get(i).owners().get(frame);
            int from = i;
            while (i + 1 < moments.size() && moments.get(i + 1).owners().get(frame) == owner) {
                i++;
            }
            if (owner != 0) {
                svg.group("frame " + frame + ": " + (owner > 0 ? "pid " + owner : "page table of pid " + -owner));
                bar(from, i, top, FRAME_ROW - 1, owner > 0 ? colour(owner) : colour(-owner) + "55");
                svg.end();
            }
        }
    }

    private void bar(int from, int to, double top, double height, String colour) {
        svg.rect(LEFT + from * tick, top, (to - from + 1) * tick, height, 1, colour, "none");
    }

    private void axis(int top) {
        svg.line(LEFT, top + 2, LEFT + moments.size() * tick, top + 2, 1, Palette.CABLE, "");
        int apart = tick >= 12 ? 5 : tick >= 5 ? 10 : 50;
        for (int at = 0; at <= moments.size(); at += apart) {
            svg.text(
                    LEFT + at * tick,
                    top + 16,
                    String.valueOf(at),
                    Svg.Font.of(10, Palette.SOFT).middle());
        }
    }

    private static String colour(int pid) {
        return COLOURS.get((pid - 1) % COLOURS.size());
    }
}
