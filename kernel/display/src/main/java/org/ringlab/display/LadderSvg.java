package org.ringlab.display;

import java.util.List;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.text.Ladder;
import org.ringlab.hypervisor.text.Ladder.Lane;
import org.ringlab.hypervisor.text.Ladder.Step;

/** A trace between a guest and its monitor: a lane each with the ring it really has, time downwards, an arrow each event. */
final class LadderSvg {
    private static final int LANE = 150;
    private static final int LEFT = 90;
    private static final int TOP = 70;
    private static final int ROW = 26;
    private static final int MOST = 60;
    private static final int TEXT = 380;

    private LadderSvg() {}

    static String of(List<Step> all, Method method, Language language) {
        List<Step> steps = all.subList(0, Math.min(MOST, all.size()));
        int lanes = Lane.values().length;
        int width = LEFT + lanes * LANE + TEXT;
        int height = TOP + steps.size() * ROW + 40;
        String title = language.pick("客户机与监控器之间的往来", "Between a guest and its monitor") + ": " + method.title();
        Svg svg = new Svg(width, height, title, String.join("; ", Ladder.text(steps, method)));
        Svg.Font soft = Svg.Font.of(12, Palette.SOFT);
        for (Lane lane : Lane.values()) {
            double x = x(lane);
            svg.rect(x - LANE / 2.0 + 4, 14, LANE - 8, 40, 6, fill(lane, method), Palette.EDGE);
            String[] words = Ladder.title(lane, method).split(", ", 2);
            svg.text(x, 31, words[0], Svg.Font.of(12, Palette.INK).middle().strong());
            svg.text(x, 47, words.length > 1 ? words[1] : "", soft.middle());
            svg.line(x, 54, x, height - 20.0, 1, Palette.EDGE, "3 4");
        }
        double y = TOP + 10;
        for (Step step : steps) {
            arrow(svg, step, y);
            svg.text(LEFT - 16, y + 4, String.valueOf(step.cycle()), soft.end());
            svg.text(LEFT + lanes * LANE + 4, y + 4, step.label(), Svg.Font.of(12, Palette.INK));
            y += ROW;
        }
        if (steps.size() < all.size()) {
            svg.text(LEFT, y + 4, "… " + all.size(), soft);
        }
        return svg.finish();
    }

    private static double x(Lane lane) {
        return LEFT + lane.ordinal() * LANE + LANE / 2.0;
    }

    private static String fill(Lane lane, Method method) {
        boolean guest = lane == Lane.GUEST_USER || lane == Lane.GUEST_KERNEL;
        return guest && method.nonRoot() ? Palette.PATH_PANEL : Palette.PANEL;
    }

    private static void arrow(Svg svg, Step step, double y) {
        double a = x(step.from());
        double b = x(step.to());
        boolean up = b < a;
        String colour = step.to() == Lane.MONITOR ? Palette.BAD : up ? Palette.ON : Palette.PATH;
        svg.group(step.label());
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
