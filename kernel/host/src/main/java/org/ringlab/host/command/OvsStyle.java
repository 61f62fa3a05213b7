package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How {@code ovs-vsctl} shows rows (lib/table.c), and whether it waits for the daemon.
 *
 * @param table whether as a table with the columns side by side
 * @param bare whether without quotes, brackets and commas
 * @param headings whether columns are named
 * @param oneLine whether each command's output is one line
 * @param waits whether it waits until the switch has what was asked, and says what went wrong there
 */
record OvsStyle(boolean table, boolean bare, boolean headings, boolean oneLine, boolean waits) {
    static final OvsStyle USUAL = new OvsStyle(false, false, true, false, true);

    /** The style with one option more; empty where the word is about something else. */
    Optional<OvsStyle> with(String option) throws OvsException {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        return switch (name) {
            case "--bare" -> Optional.of(new OvsStyle(false, true, false, oneLine, waits));
            case "--no-headings" -> Optional.of(new OvsStyle(table, bare, false, oneLine, waits));
            case "--oneline" -> Optional.of(new OvsStyle(table, bare, headings, true, waits));
            case "--no-wait" -> Optional.of(new OvsStyle(table, bare, headings, oneLine, false));
            case "-f", "--format" ->
                switch (value) {
                    case "list" -> Optional.of(new OvsStyle(false, bare, headings, oneLine, waits));
                    case "table" -> Optional.of(new OvsStyle(true, bare, headings, oneLine, waits));
                    case "csv", "html", "json" -> throw new OvsException("not simulated: --format=" + value);
                    default -> throw new OvsException("unknown output format \"" + value + "\"");
                };
            case "-d", "--data" ->
                switch (value) {
                    case "string" -> Optional.of(new OvsStyle(table, false, headings, oneLine, waits));
                    case "bare" -> Optional.of(new OvsStyle(table, true, headings, oneLine, waits));
                    case "json" -> throw new OvsException("not simulated: --data=" + value);
                    default -> throw new OvsException("unknown data format \"" + value + "\"");
                };
            default -> Optional.empty();
        };
    }

    /** Rows of cells under their columns' names. */
    String show(List<String> columns, List<List<String>> rows) {
        List<List<String>> cells = rows.stream()
                .map(row -> row.stream().map(cell -> bare ? bare(cell) : cell).toList())
                .toList();
        return table ? sideBySide(columns, cells) : below(columns, cells);
    }

    private String below(List<String> columns, List<List<String>> rows) {
        return rows.stream()
                .map(row -> IntStream.range(0, columns.size())
                        .mapToObj(i -> (headings ? Texts.left(columns.get(i), 20) + ": " : "") + row.get(i) + "\n")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private String sideBySide(List<String> columns, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        if (headings) {
            lines.add(columns);
        }
        lines.addAll(rows);
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        if (headings) {
            lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                boolean last = i == widths.length - 1;
                text.append(last ? line.get(i) : Texts.left(line.get(i), widths[i]) + " ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** A value without its decoration: {@code {a=b, c="d"}} is {@code a=b c=d}. */
    private static String bare(String cell) {
        boolean decorated = cell.startsWith("[") && cell.endsWith("]") || cell.startsWith("{") && cell.endsWith("}");
        return (decorated ? cell.substring(1, cell.length() - 1) : cell)
                .replace("\"", "")
                .replace(", ", " ");
    }
}
