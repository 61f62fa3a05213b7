package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;

/** A table as libsmartcols prints it: each column as wide as its widest cell, one blank between, nothing behind the last. */
final class Columns {
    private final List<String> heads;
    private final List<Boolean> right;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param heads headings; one that begins with a blank is of a column of numbers, which stand at the right
     */
    Columns(List<String> heads) {
        this.heads = heads.stream().map(String::strip).toList();
        right = heads.stream().map(h -> h.startsWith(" ")).toList();
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /** The lines. */
    List<String> lines(boolean headings) {
        List<List<String>> all = new ArrayList<>();
        if (headings) {
            all.add(heads);
        }
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width =
                        all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                boolean last = i == row.size() - 1;
                line.append(
                                right.get(i)
                                        ? Texts.right(row.get(i), width)
                                        : last ? row.get(i) : Texts.left(row.get(i), width))
                        .append(last ? "" : " ");
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
