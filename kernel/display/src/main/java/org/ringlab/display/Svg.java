package org.ringlab.display;

/** The few SVG shapes drawings are made of, one line of source each. Lengths are pixels. */
final class Svg {
    /** How a text looks. */
    record Font(int size, String fill, String anchor, boolean bold, boolean mono) {
        static Font of(int size, String fill) {
            return new Font(size, fill, "start", false, false);
        }

        Font middle() {
            return new Font(size, fill, "middle", bold, mono);
        }

        Font end() {
            return new Font(size, fill, "end", bold, mono);
        }

        Font strong() {
            return new Font(size, fill, anchor, true, mono);
        }

        Font code() {
            return new Font(size, fill, anchor, bold, true);
        }
    }

    private final Xml xml = new Xml();

    /** Opens the drawing on its card; {@code description} says in words what it shows. */
    Svg(int width, int height, String title, String description) {
        xml.open(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "viewBox",
                        "0 0 " + width + " " + height,
                        "width",
                        width,
                        "height",
                        height,
                        "role",
                        "img",
                        "font-family",
                        Palette.SANS,
                        "class",
                        "rl-drawing")
                .line();
        xml.element("title", title).line().element("desc", description).line();
        rect(0.5, 0.5, width - 1.0, height - 1.0, 10, Palette.CARD, Palette.EDGE);
    }

    /** Opens a group whose tooltip is {@code title}. */
    Svg group(String title) {
        xml.open("g").element("title", title).line();
        return this;
    }

    /** Closes a group. */
    Svg end() {
        xml.close("g").line();
        return this;
    }

    Svg rect(double x, double y, double width, double height, double radius, String fill, String stroke) {
        xml.empty(
                        "rect", "x", x, "y", y, "width", width, "height", height, "rx", radius, "fill", fill, "stroke",
                        stroke)
                .line();
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, double width, String stroke, String dashes) {
        xml.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", stroke, "stroke-width", width)
                .dashes(dashes)
                .line();
        return this;
    }

    /** An open line through SVG path data. */
    Svg path(String data, double width, String stroke, String dashes) {
        xml.empty(
                        "path",
                        "d",
                        data,
                        "fill",
                        "none",
                        "stroke",
                        stroke,
                        "stroke-width",
                        width,
                        "stroke-linejoin",
                        "round")
                .dashes(dashes)
                .line();
        return this;
    }

    /** A filled shape from SVG path data. */
    Svg shape(String data, String fill) {
        xml.empty("path", "d", data, "fill", fill).line();
        return this;
    }

    Svg circle(double x, double y, double radius, String fill, String stroke) {
        xml.empty("circle", "cx", x, "cy", y, "r", radius, "fill", fill, "stroke", stroke, "stroke-width", 2)
                .line();
        return this;
    }

    /** A text whose baseline is at {@code y}. */
    Svg text(double x, double y, String text, Font font) {
        xml.element(
                        "text",
                        text,
                        "x",
                        x,
                        "y",
                        y,
                        "font-size",
                        font.size(),
                        "fill",
                        font.fill(),
                        "text-anchor",
                        font.anchor(),
                        "font-weight",
                        font.bold() ? 600 : 400,
                        "font-family",
                        font.mono() ? Palette.MONO : Palette.SANS)
                .line();
        return this;
    }

    /** A cross: here something ended. */
    Svg cross(double x, double y, double size) {
        double r = size / 2;
        circle(x, y, size * 0.8, Palette.CARD, Palette.BAD);
        line(x - r, y - r, x + r, y + r, 3.5, Palette.BAD, "");
        return line(x - r, y + r, x + r, y - r, 3.5, Palette.BAD, "");
    }

    /** The finished drawing. */
    String finish() {
        return xml.close("svg").toString();
    }
}
