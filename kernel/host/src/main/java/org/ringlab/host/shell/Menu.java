package org.ringlab.host.shell;

import java.util.List;

/** The list that {@code select} shows: as many columns as a terminal of 80 has room for, filled downwards, set with tabs. */
final class Menu {
    private static final int WIDTH = 80;
    private static final int TAB = 8;

    private Menu() {}

    static String text(List<String> values) {
        int count = values.size();
        int digits = String.valueOf(count).length();
        int widest = values.stream().mapToInt(String::length).max().orElse(0) + digits + 4;
        int columns = Math.max(1, WIDTH / widest);
        int rows = (count + columns - 1) / columns;
        columns = (count + rows - 1) / rows;
        if (rows == 1) {
            rows = columns;
        }
        int first = String.valueOf(rows).length();
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            int at = 0;
            for (int index = row; index < count; index += rows) {
                int room = at == 0 ? first : digits;
                String number = String.valueOf(index + 1);
                String entry = " ".repeat(Math.max(0, room - number.length())) + number + ") " + values.get(index);
                text.append(entry);
                if (index + rows < count) {
                    indent(text, at + entry.length(), at + widest);
                }
                at += widest;
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void indent(StringBuilder text, int from, int to) {
        for (int at = from; at < to; ) {
            boolean tab = to / TAB > at / TAB;
            text.append(tab ? '\t' : ' ');
            at += tab ? TAB - at % TAB : 1;
        }
    }
}
