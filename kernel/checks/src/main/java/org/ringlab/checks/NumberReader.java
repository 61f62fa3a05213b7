package org.ringlab.checks;

import org.ringlab.host.tree.Node;

/** Reads checks of numbers. */
final class NumberReader {
    private NumberReader() {}

    static Check read(Node in, CheckTerms terms) {
        Node unit = in.child("unit");
        if (!unit.isMissing() && Units.find(unit.text("")).isEmpty()) {
            unit.error("check-unit", "`" + unit.text("") + "` is no unit", Units.known());
        }
        if (in.child("value").isMissing()) {
            in.child("value").error("check-number", "missing: the right number", "");
        }
        String formula = in.child("value").value() instanceof String text ? text : "";
        String tolerance = in.child("tolerance").text("0");
        boolean relative = tolerance.endsWith("%");
        return new Check.NumberValue(
                terms,
                in.child("cell").required("the answer's cell"),
                Formula.is(formula) ? 0 : number(in.child("value"), 0),
                Formula.is(formula) ? formula : "",
                unit.text(""),
                tolerance(in.child("tolerance"), relative),
                relative);
    }

    private static double tolerance(Node node, boolean relative) {
        String text = node.text("0");
        try {
            double width = Double.parseDouble(relative ? text.substring(0, text.length() - 1) : text);
            if (width >= 0 && Double.isFinite(width)) {
                return relative ? width / 100 : width;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        node.error("check-tolerance", "`" + text + "` is no tolerance", "a number, or a share like 2%");
        return 0;
    }

    /** A number of any kind; {@code fallback}, and reported, where it is none. */
    static double number(Node node, double fallback) {
        if (node.isMissing()) {
            return fallback;
        }
        if (node.value() instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        node.error("check-number", "expected a number", "");
        return fallback;
    }
}
