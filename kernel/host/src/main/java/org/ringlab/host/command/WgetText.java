package org.ringlab.host.command;

import java.util.Locale;

/** How wget shows that it gets on: a bar on a terminal, dots elsewhere (src/progress.c). */
final class WgetText {
    /** A terminal of 80 columns, of which the last stays free. */
    private static final int WIDTH = 79;

    private static final int NAME = 19;
    private static final int DOTS = 50;

    private WgetText() {}

    /** The bar's first image. */
    static String begin(String name, boolean old) {
        return old
                ? "\r" + Texts.left(" 0% [" + " ".repeat(39) + "] " + Texts.left("0", 11) + " --.-K/s", WIDTH)
                : "\r" + Texts.left(head(name) + "  0%[" + " ".repeat(20) + "]       0  --.-KB/s", WIDTH);
    }

    /** The bar's last image. */
    static String end(String name, int size, boolean old) {
        String image = old
                ? "100%[" + "=".repeat(38) + ">] " + Texts.left(String.format(Locale.ROOT, "%,d", size), 11)
                        + " --.-K/s   in 0s"
                : head(name) + "100%[" + "=".repeat(19) + ">]" + Texts.right(human(size, 1000, 2), 8)
                        + "  --.-KB/s    in 0s";
        return "\r" + Texts.left(image, WIDTH) + "\n\n";
    }

    private static String head(String name) {
        return Texts.left(name.length() > NAME ? name.substring(0, NAME) : name, NAME + 1);
    }

    /** A dot a KiB, fifty a line. */
    static String dots(int size) {
        StringBuilder text = new StringBuilder();
        int all = size / 1024;
        int rows = Math.max(1, (all + DOTS - 1) / DOTS);
        for (int row = 0; row < rows; row++) {
            text.append(row == 0 ? "" : "\n").append(Texts.right(row * DOTS + "K", 7));
            for (int i = 0; i < DOTS; i++) {
                text.append(i % 10 == 0 ? " " : "").append(row * DOTS + i < all ? '.' : ' ');
            }
            int percent = row == rows - 1 ? 100 : (int) (100L * (row + 1) * DOTS * 1024 / size);
            text.append(Texts.right(percent + "%", 4)).append(" 1.00M").append(row == rows - 1 ? "=0s" : " 0s");
        }
        return text + "\n\n";
    }

    /** What {@code Length:} says of a size. */
    static String length(int size) {
        return "Length: " + size + (size < 1024 ? "" : " (" + human(size, 10, 1) + ")") + "\n";
    }

    private static String human(int size, int exact, int decimals) {
        if (size < 1024) {
            return String.valueOf(size);
        }
        double value = size / 1024.0;
        String unit = "K";
        if (value >= 1024) {
            value /= 1024;
            unit = "M";
        }
        return String.format(Locale.ROOT, "%." + (value < exact ? decimals : 0) + "f", value) + unit;
    }
}
