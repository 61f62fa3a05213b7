package org.ringlab.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/** Finds an exercise's answers among the cells of a notebook. Other exercises' cells are no concern of it. */
final class AnswerReader {
    /** Characters of a commands answer. */
    static final int MAX_SCRIPT = 20_000;

    /** Lines that the notebook's kernel takes for itself. */
    private static final Pattern MAGIC = Pattern.compile("%{1,2}[A-Za-z].*");

    private static final Pattern HEADER = Pattern.compile("%%host\\s+(\\S+)\\s*");

    private AnswerReader() {}

    /**
     * The answers in the exercise's order.
     *
     * @throws Refusal if a cell is missing, there twice, of the wrong type, or for another host
     */
    static List<Answer> read(List<AnswerSpec> specs, List<NotebookCell> cells) throws Refusal {
        List<Answer> answers = new ArrayList<>();
        for (AnswerSpec spec : specs) {
            NotebookCell cell = find(spec.cell(), cells);
            answers.add(
                    switch (spec) {
                        case AnswerSpec.Commands commands -> commands(commands, cell);
                        case AnswerSpec.NumberValue number -> new Answer(number, cell.source(), List.of());
                    });
        }
        return answers;
    }

    private static NotebookCell find(String gradeId, List<NotebookCell> cells) throws Refusal {
        Map<Integer, NotebookCell> found = new LinkedHashMap<>();
        for (NotebookCell cell : cells) {
            if (gradeId.equals(gradeId(cell))) {
                found.put(cell.index(), cell);
            }
        }
        if (found.isEmpty()) {
            throw new Refusal(
                    "答案单元格 " + gradeId + " 不见了。请从课程页面重新打开笔记本，把答案写进原来的单元格。",
                    "The answer cell " + gradeId
                            + " is gone. Open the notebook again from the course page and answer in the original cell.");
        }
        if (found.size() > 1) {
            List<String> places =
                    found.keySet().stream().map(i -> String.valueOf(i + 1)).toList();
            throw new Refusal(
                    "答案单元格 " + gradeId + " 出现了 " + found.size() + " 次（第 " + String.join("、", places)
                            + " 个单元格）。请删除复制的单元格，只留一个。",
                    "The answer cell " + gradeId + " is there " + found.size() + " times (cells "
                            + String.join(", ", places) + "). Delete the copies and keep one.");
        }
        return found.values().iterator().next();
    }

    /** The id that nbgrader's metadata gives; the cell's own where it has no (valid) metadata. */
    private static @Nullable String gradeId(NotebookCell cell) {
        try {
            Optional<NbgraderMetadata> metadata = NbgraderMetadata.of(cell.nbgrader(), cell.type());
            return metadata.map(NbgraderMetadata::gradeId).orElse(cell.id());
        } catch (IllegalArgumentException e) {
            return cell.id();
        }
    }

    private static Answer commands(AnswerSpec.Commands spec, NotebookCell cell) throws Refusal {
        if (!cell.type().equals("code")) {
            throw new Refusal(
                    "答案单元格 " + spec.cell() + " 的类型是 " + cell.type() + "，应当是代码单元格（code）。",
                    "The answer cell " + spec.cell() + " is of type " + cell.type() + "; make it a code cell.");
        }
        if (cell.source().length() > MAX_SCRIPT) {
            throw new Refusal(
                    "答案单元格 " + spec.cell() + " 太长（上限 " + MAX_SCRIPT + " 个字符）。",
                    "The answer cell " + spec.cell() + " is too long (at most " + MAX_SCRIPT + " characters).");
        }
        List<Diagnostic> remarks = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        boolean first = true;
        int number = 0;
        for (String line : cell.source().split("\n", -1)) {
            number++;
            String text = line.strip();
            if (first && text.startsWith("%%")) {
                requireHost(spec, text);
                kept.add("");
            } else if (MAGIC.matcher(text).matches()) {
                remarks.add(new Diagnostic(
                        "answer-magic",
                        Diagnostic.Severity.HINT,
                        new Span(number, 1, line.length()),
                        "这一行是笔记本指令，评分时不执行 · this line is for the notebook and is not graded",
                        ""));
                kept.add("");
            } else {
                kept.add(line);
            }
            first &= text.isEmpty();
        }
        return new Answer(spec, String.join("\n", kept), remarks);
    }

    private static void requireHost(AnswerSpec.Commands spec, String header) throws Refusal {
        var matcher = HEADER.matcher(header);
        if (!matcher.matches() || !matcher.group(1).equals(spec.host())) {
            throw new Refusal(
                    "答案单元格 " + spec.cell() + " 的第一行是 “" + header + "”，应当是 “%%host " + spec.host() + "”。",
                    "The answer cell " + spec.cell() + " begins with \"" + header + "\"; it must begin with \"%%host "
                            + spec.host() + "\".");
        }
    }
}
