package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.List;

/** A table as Go's text/tabwriter aligns it: a cell is as wide as the widest of its column and the padding, the last one as it is. */
public final class TextTable {
    private final int minimum;
    private final int padding;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param minimum least width of a cell
     * @param padding blanks behind the widest one
     */
    public TextTable(int minimum, int padding) {
        this.minimum = minimum;
        this.padding = padding;
    }

    /** As {@code docker} prints. */
    public static TextTable docker() {
        return new TextTable(20, 3);
    }

    /** As {@code kubectl} prints. */
    public static TextTable kubectl() {
        return new TextTable(6, 3);
    }

    /** Adds a line. */
    public TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Adds a line. */
    public TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int widest = rows.stream()
                        .filter(r -> r.size() > column)
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                int width = Math.max(minimum, widest + padding);
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.append(" ".repeat(Math.max(0, width - row.get(i).length())));
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
