package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.shell.Output;

/**
 * The columns of {@code ss}: as wide as what is in them, and what is left of the terminal's 80 characters shared among them
 * (misc/ss.c, {@code render_calc_width}).
 */
final class SsColumns {
    private static final int SCREEN = 80;

    private record Column(String title, String delimiter, boolean right) {}

    private static final List<Column> ALL = List.of(
            new Column("Netid", "", false),
            new Column("State", " ", false),
            new Column("Recv-Q", " ", false),
            new Column("Send-Q", " ", false),
            new Column("Local Address:", " ", true),
            new Column("Port", "", false),
            new Column("Peer Address:", " ", true),
            new Column("Port", "", false),
            new Column("Process", "", false));

    private final List<Column> columns;
    private final List<List<String>> lines = new ArrayList<>();

    /**
     * No line yet.
     *
     * @param kinds whether sockets of several kinds are shown
     * @param states whether sockets in several states are shown
     * @param header whether the first line is the columns' titles
     */
    SsColumns(boolean kinds, boolean states, boolean header) {
        columns = ALL.stream()
                .filter(c -> kinds || !c.title.equals("Netid"))
                .filter(c -> states || !c.title.equals("State"))
                .toList();
        if (header) {
            lines.add(columns.stream().map(Column::title).toList());
        }
    }

    /** Adds a socket; {@code cells} are those of all columns but the last. */
    void add(String... cells) {
        int left = ALL.size() - columns.size();
        List<String> line = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            if (columns.contains(ALL.get(i)) || left == 0) {
                line.add(i < cells.length ? cells[i] : "");
            }
        }
        lines.add(line);
    }

    void print(Output out) {
        int[] widths = widths();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            boolean started = false;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] == 0) {
                    continue;
                }
                String delimiter = started ? columns.get(i).delimiter : "";
                started = true;
                String cell = line.get(i);
                text.append(
                        columns.get(i).right
                                ? delimiter + Texts.right(cell, widths[i] - delimiter.length())
                                : Texts.left(delimiter + cell, widths[i]));
            }
            out.line(text.toString());
        }
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        boolean first = true;
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int longest =
                    lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
            widths[i] = longest == 0
                    ? 0
                    : longest + (first ? 0 : columns.get(i).delimiter.length());
            first &= widths[i] == 0;
        }
        int used = 0;
        int shown = 0;
        for (int width : widths) {
            used += width;
            shown += width == 0 ? 0 : 1;
        }
        int room = SCREEN - used;
        if (room <= 0 || shown == 0) {
            return widths;
        }
        int rest = room % shown;
        for (int i = widths.length - 1; i >= 0; i--) {
            if (widths[i] > 0) {
                widths[i] += room / shown + (rest-- > 0 ? 1 : 0);
            }
        }
        return widths;
    }
}
