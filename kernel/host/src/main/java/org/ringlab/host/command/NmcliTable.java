package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ringlab.host.shell.Streams;

/** Rows as nmcli prints them: in columns, or with {@code -t} between colons; {@code -f} chooses and orders. */
record NmcliTable(List<String> columns, List<List<String>> rows) {
    /** Prints the fields asked for; false, after saying so, where one is unknown. */
    boolean print(boolean terse, String fields, Streams io) {
        List<Integer> shown = new ArrayList<>();
        for (String field : fields.isEmpty() || fields.equals("all") || fields.equals("common")
                ? columns
                : List.of(fields.toUpperCase(Locale.ROOT).split(","))) {
            int index = columns.indexOf(field);
            if (index < 0) {
                io.err()
                        .line("Error: invalid field '" + field + "'; allowed fields: " + String.join(",", columns)
                                + ".");
                return false;
            }
            shown.add(index);
        }
        if (terse) {
            rows.forEach(row -> io.out()
                    .line(shown.stream()
                            .map(i -> row.get(i).equals("--") ? "" : row.get(i).replaceAll("([\\\\:])", "\\\\$1"))
                            .collect(Collectors.joining(":"))));
            return true;
        }
        List<List<String>> all = new ArrayList<>(List.of(columns));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < shown.size(); i++) {
                int column = shown.get(i);
                int width =
                        all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                line.append(Texts.left(row.get(column), width)).append(i + 1 < shown.size() ? "  " : " ");
            }
            io.out().line(line.toString());
        }
        return true;
    }
}
