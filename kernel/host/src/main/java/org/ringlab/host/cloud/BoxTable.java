package org.ringlab.host.cloud;

import java.util.ArrayList;
import java.util.List;

/** A table with lines around its cells, as Python's prettytable draws it. */
public final class BoxTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public BoxTable(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row. */
    public BoxTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines. */
    public List<String> lines() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        List<String> lines = new ArrayList<>(List.of(rule.toString()));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < columns; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(" |");
            }
            lines.add(line.toString());
            if (lines.size() == 2) {
                lines.add(rule.toString());
            }
        }
        lines.add(rule.toString());
        return lines;
    }
}
