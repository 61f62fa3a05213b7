package org.ringlab.display;

import java.util.List;
import java.util.stream.Collectors;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.text.Ladder;
import org.ringlab.hypervisor.text.Ladder.Lane;
import org.ringlab.hypervisor.text.Ladder.Step;

/** A trace between a guest and its monitor: a lane each with the ring it really has, time downwards, an arrow each event. */
final class LadderSvg {
    private static final int LANE = 100;
    private static final int LEFT = 66;
    private static final int TOP = 70;
    private static final int ROW = 26;
    private static final int MOST = 60;
    private static final int TEXT = 330;

    private LadderSvg() {}

    static String of(List<Step> all, Method method, Language language) {
        List<Step> steps = all.subList(0, Math.min(MOST, all.size()));
        int lanes = Lane.values().length;
        int width = LEFT + lanes * LANE + TEXT;
        int height = TOP + steps.size() * ROW + 46;
        String title = language.pick("客户机与监控器之间的往来", "Between a guest and its monitor") + ": "
                + MonitorWords.method(method, language);
        Svg svg = new Svg(width, height, title, told(steps, language));
        Svg.Font soft = Svg.Font.of(12, Palette.SOFT);
        Svg.Font small = Svg.Font.of(11, Palette.SOFT);
        svg.text(LEFT - 12, 31, language.pick("周期", "cycle"), soft.end());
        for (Lane lane : Lane.values()) {
            double x = x(lane);
            svg.rect(x - LANE / 2.0 + 3, 14, LANE - 6, 40, 6, fill(lane, method), Palette.EDGE);
            String[] words = Ladder.title(lane, method).split(", ", 2);
            String ring = words.length > 1 ? words[1] : "";
            svg.text(
                    x,
                    31,
                    MonitorWords.lane(lane, language),
                    Svg.Font.of(12, Palette.INK).middle().strong());
            svg.text(x, 47, ring.replace("interpreted", language.pick("解释执行", "interpreted")), small.middle());
            svg.line(x, 54, x, height - 38.0, 1, Palette.EDGE, "3 4");
        }
        double y = TOP + 10;
        for (Step step : steps) {
            arrow(svg, step, y, language);
            svg.text(LEFT - 12, y + 4, String.valueOf(step.cycle()), soft.end());
            svg.text(LEFT + lanes * LANE + 4, y + 4, MonitorWords.step(step, language), Svg.Font.of(12, Palette.INK));
            y += ROW;
        }
        if (steps.size() < all.size()) {
            svg.text(
                    LEFT + lanes * LANE + 4,
                    height - 14.0,
                    language.pick("… 共 " + all.size() + " 步", "… of " + all.size() + " events"),
                    soft);
        }
        legend(svg, height - 18.0, language);
        return svg.finish();
    }

    /** All of it in words, for those who don't see it. */
    private static String told(List<Step> steps, Language language) {
        return steps.stream()
                .map(step -> step.cycle() + " " + MonitorWords.lane(step.from(), language) + " → "
                        + MonitorWords.lane(step.to(), language) + ": " + MonitorWords.step(step, language))
                .collect(Collectors.joining("; "));
    }

    private static void legend(Svg svg, double y, Language language) {
        String[][] entries = {
            {Palette.BAD, language.pick("离开客户机，监控器接管", "to the monitor")},
            {Palette.PATH, language.pick("向内", "inwards")},
            {Palette.ON, language.pick("返回", "back")}
        };
        double x = LEFT;
        for (String[] entry : entries) {
            svg.line(x, y, x + 18, y, 2, entry[0], "");
            svg.text(x + 24, y + 4, entry[1], Svg.Font.of(12, Palette.SOFT));
            x += 170;
        }
    }

    private static double x(Lane lane) {
        return LEFT + lane.ordinal() * LANE + LANE / 2.0;
    }

    private static String fill(Lane lane, Method method) {
        boolean guest = lane == Lane.GUEST_USER || lane == Lane.GUEST_KERNEL;
        return guest && method.nonRoot() ? Palette.PATH_PANEL : Palette.PANEL;
    }

    private static void arrow(Svg svg, Step step, double y, Language language) {
        double a = x(step.from());
        double b = x(step.to());
        boolean up = b < a;
        String colour = step.to() == Lane.MONITOR ? Palette.BAD : up ? Palette.ON : Palette.PATH;
        svg.group(MonitorWords.step(step, language));
        if (a == b) {
            svg.circle(a, y, 4, colour, colour);
        } else {
            double tip = up ? b + 1 : b - 1;
            double back = up ? tip + 9 : tip - 9;
            svg.line(a, y, back, y, 2, colour, "");
            svg.shape("M" + tip + " " + y + " L" + back + " " + (y - 5) + " L" + back + " " + (y + 5) + " Z", colour);
        }
        svg.end();
    }
}
