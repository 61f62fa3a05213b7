package org.ringlab.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws what a packet costs against the number of rules, both axes logarithmic. */
final class RulesPlot {
    private static final int LEFT = 70;
    private static final int TOP = 20;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final double FEWEST = 10;
    private static final double MOST = 10_000;
    private static final double LEAST_NANOS = 100;
    private static final double MOST_NANOS = 1_000_000;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#2a9d4b", "#c0392b", "#777777", "#b8860b");

    private RulesPlot() {}

    /** An SVG document; {@code lines} are nanoseconds a packet by number of rules, by name. */
    static String svg(Map<String, Map<Integer, Double>> lines) {
        StringBuilder s = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="760" height="370" font-family="sans-serif" font-size="12">
                <rect width="760" height="370" fill="white"/>
                """);
        for (double nanos = LEAST_NANOS; nanos <= MOST_NANOS; nanos *= 10) {
            add(s, "<path d='M%.1f %.1fh%d' stroke='#ddd'/>", x(FEWEST), y(nanos), WIDTH);
            add(s, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y(nanos) + 4, time(nanos));
        }
        for (double rules = FEWEST; rules <= MOST; rules *= 10) {
            add(s, "<path d='M%.1f %dv%d' stroke='#ddd'/>", x(rules), TOP, HEIGHT);
            add(s, "<text x='%.1f' y='%d' text-anchor='middle'>%,.0f</text>", x(rules), TOP + HEIGHT + 18, rules);
        }
        add(s, "<text x='%d' y='%d' text-anchor='middle'>rules</text>", LEFT + WIDTH / 2, TOP + HEIGHT + 38);
        int number = 0;
        for (Map.Entry<String, Map<Integer, Double>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            StringBuilder points = new StringBuilder();
            line.getValue().forEach((rules, nanos) -> add(points, "%.1f,%.1f ", x(rules), y(nanos)));
            add(s, "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>", points, colour);
            add(
                    s,
                    "<text x='%d' y='%d' fill='%s'>%s</text>",
                    LEFT + WIDTH + 12,
                    TOP + 20 + 20 * number,
                    colour,
                    line.getKey());
            number++;
        }
        return s.append("</svg>\n").toString();
    }

    private static void add(StringBuilder s, String format, Object... values) {
        s.append(String.format(Locale.ROOT, format, values)).append(format.startsWith("<") ? "\n" : "");
    }

    private static double x(double rules) {
        return LEFT + WIDTH * Math.log(rules / FEWEST) / Math.log(MOST / FEWEST);
    }

    private static double y(double nanos) {
        return TOP + HEIGHT - HEIGHT * Math.log(nanos / LEAST_NANOS) / Math.log(MOST_NANOS / LEAST_NANOS);
    }

    private static String time(double nanos) {
        return nanos < 1000
                ? String.format(Locale.ROOT, "%.0f ns", nanos)
                : nanos < 1_000_000
                        ? String.format(Locale.ROOT, "%.0f µs", nanos / 1000)
                        : String.format(Locale.ROOT, "%.0f ms", nanos / 1_000_000);
    }
}
