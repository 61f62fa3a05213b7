package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.common.Diagnostic;

/**
 * A table as a student fills it in: a line for each row, its name first, columns separated by {@code |}, commas or tabs.
 * The line of headings, lines of dashes and comments don't count.
 *
 * @param values by row and column, as typed; empty where nothing was filled in
 * @param complaints lines that can't be understood; nothing of them is in the values
 */
public record TableText(Map<String, Map<String, String>> values, List<Diagnostic> complaints) {
    private static final String CODE = "answer-table";

    /** Reads an answer; untrusted. */
    public static TableText read(String text, AnswerSpec.Table spec) {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        List<Diagnostic> complaints = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || Answer.isComment(line) || line.matches("[|:+\\s-]+")) {
                continue;
            }
            List<String> cells = cells(line);
            if (isHeading(cells, spec)) {
                continue;
            }
            String row = spec.rows().stream()
                    .filter(name -> name.equalsIgnoreCase(cells.getFirst()))
                    .findFirst()
                    .orElse("");
            if (row.isEmpty()) {
                String known = String.join(", ", spec.rows());
                complaints.add(
                        Complaint.line(CODE, i + 1, line, "没有这一行，行名有：" + known, "no such row; the rows: " + known));
            } else if (values.containsKey(row)) {
                complaints.add(Complaint.line(CODE, i + 1, line, row + " 写了两次", row + " is there twice"));
            } else if (cells.size() - 1 > spec.columns().size()) {
                int most = spec.columns().size();
                complaints.add(Complaint.line(
                        CODE, i + 1, line, "这一行最多 " + most + " 个值", "at most " + most + " values belong into a row"));
            } else {
                values.put(row, filled(cells, spec));
            }
        }
        return new TableText(values, complaints);
    }

    private static Map<String, String> filled(List<String> cells, AnswerSpec.Table spec) {
        Map<String, String> filled = new LinkedHashMap<>();
        for (int i = 0; i < spec.columns().size(); i++) {
            filled.put(spec.columns().get(i).name(), i + 1 < cells.size() ? cells.get(i + 1) : "");
        }
        return filled;
    }

    /** {@code | p0 | 1 |} and {@code p0, 1} alike. */
    private static List<String> cells(String line) {
        boolean bars = line.contains("|");
        String inner = bars ? line.replaceFirst("^\\|", "").replaceFirst("\\|$", "") : line;
        List<String> cells = new ArrayList<>();
        for (String cell : inner.split(bars ? "\\|" : "[,，\\t]", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static boolean isHeading(List<String> cells, AnswerSpec.Table spec) {
        List<String> names =
                spec.columns().stream().map(AnswerSpec.Column::name).toList();
        return cells.size() == names.size() + 1
                && cells.subList(1, cells.size()).equals(names)
                && spec.rows().stream().noneMatch(row -> row.equalsIgnoreCase(cells.getFirst()));
    }
}
