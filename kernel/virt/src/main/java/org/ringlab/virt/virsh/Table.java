package org.ringlab.virt.virsh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Columns: 4.5 has fixed ones, counted in bytes; 9.0 makes them as wide as what is in them (vshtable.c). */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** As 9.0 prints it. */
    void print(Call call) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        int line = 0;
        for (int c = 0; c < columns; c++) {
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
            line += widths[c] + 3;
        }
        for (int r = call.isQuiet() ? 1 : 0; r < rows.size(); r++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String cell = rows.get(r).get(c);
                text.append(c == 0 ? " " : "   ").append(cell);
                if (c < columns - 1) {
                    text.append(" ".repeat(widths[c] - width(cell)));
                }
            }
            call.line(text.toString());
            if (r == 0) {
                call.line("-".repeat(line));
            }
        }
    }

    /** Places on a screen: ideographs take two. */
    private static int width(String text) {
        return text.codePoints()
                .map(c -> Character.isIdeographic(c) || c >= 0x3000 && c < 0x3100 || c >= 0xFF00 && c < 0xFF61 ? 2 : 1)
                .sum();
    }

    /** As 4.5 prints it: each cell as wide as its column says, and dashes. */
    void print(Call call, String format, int dashes) {
        for (int r = call.isQuiet() ? 1 : 0; r < rows.size(); r++) {
            call.line(fill(format, rows.get(r)));
            if (r == 0) {
                call.line("-".repeat(dashes));
            }
        }
    }

    /** Tables of 4.5 that are as wide as what is in them: numbers at the right. */
    void printWide(Call call, int leftAligned) {
        int columns = rows.getFirst().size();
        StringBuilder format = new StringBuilder(" ");
        int dashes = 0;
        for (int c = 0; c < columns; c++) {
            int widest = 0;
            for (List<String> row : rows) {
                widest = Math.max(widest, row.get(c).length());
            }
            format.append(c == 0 ? "" : "  ")
                    .append(c < leftAligned ? "%-" : "%")
                    .append(widest)
                    .append('s');
            dashes += widest + 2;
        }
        print(call, format.toString(), dashes);
    }

    /** printf with {@code %-20s} and {@code %10s}: a width is a number of bytes. */
    private static String fill(String format, List<String> cells) {
        StringBuilder out = new StringBuilder();
        int cell = 0;
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '%') {
                out.append(c);
                at++;
                continue;
            }
            int end = format.indexOf('s', at);
            String width = format.substring(at + 1, end);
            boolean left = width.startsWith("-");
            int wanted = width.isEmpty() ? 0 : Integer.parseInt(left ? width.substring(1) : width);
            String text = cells.get(cell++);
            int missing = Math.max(0, wanted - text.getBytes(StandardCharsets.UTF_8).length);
            out.append(left ? "" : " ".repeat(missing)).append(text).append(left ? " ".repeat(missing) : "");
            at = end + 1;
        }
        return out.toString();
    }
}
