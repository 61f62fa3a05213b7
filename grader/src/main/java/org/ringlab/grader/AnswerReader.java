package org.ringlab.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.AnswerText;

/** Finds an exercise's answers among the cells of a notebook. Other exercises' cells are no concern of it. */
final class AnswerReader {
    private AnswerReader() {}

    /**
     * The answers in the exercise's order.
     *
     * @throws Refusal if a cell is missing, there twice, of the wrong type or language, or for another host
     */
    static List<Answer> read(List<AnswerSpec> specs, Notebook notebook) throws Refusal {
        List<Answer> answers = new ArrayList<>();
        for (AnswerSpec spec : specs) {
            NotebookCell cell = find(spec.cell(), notebook.cells());
            requireLanguage(spec, cell, notebook.language());
            answers.add(answer(spec, cell));
        }
        return answers;
    }

    /** Answers in Java, and commands without their header, are what the notebook's kernel runs: in Java's, nothing else. */
    private static void requireLanguage(AnswerSpec spec, NotebookCell cell, String language) throws Refusal {
        boolean kernels = switch (spec.kind()) {
            case JAVA -> true;
            case COMMANDS, REPAIR -> !cell.source().stripLeading().startsWith("%%");
            case FILE, ASSEMBLY, NUMBER, CHOICE, TABLE, PROBES -> false;
        };
        if (kernels
                && !language.isEmpty()
                && !language.equals("java")
                && !cell.source().isBlank()) {
            throw new Refusal(
                    "这个笔记本用的是 " + language + " 内核，答案单元格 " + spec.cell() + " 里的内容没法当作本课的答案。请从课程页面打开笔记本（Ringlab 内核）作答。",
                    "This notebook is for a kernel of " + language + ", so what the answer cell " + spec.cell()
                            + " holds is no answer of this course. Answer in the notebook that the course page opens (kernel Ringlab).");
        }
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
            return metadata.map(NbgraderMetadata::gradeId)
                    .filter(id -> !id.isEmpty())
                    .orElse(cell.id());
        } catch (IllegalArgumentException e) {
            return cell.id();
        }
    }

    private static Answer answer(AnswerSpec spec, NotebookCell cell) throws Refusal {
        if (needsCode(spec) && !cell.type().equals("code")) {
            throw new Refusal(
                    "答案单元格 " + spec.cell() + " 的类型是 " + cell.type() + "，应当是代码单元格（code）。",
                    "The answer cell " + spec.cell() + " is of type " + cell.type() + "; make it a code cell.");
        }
        AnswerText read = AnswerText.read(spec, cell.source());
        Answer answer = read.answer();
        if (answer == null) {
            throw new Refusal(read.problem().zh(), read.problem().en());
        }
        return answer;
    }

    private static boolean needsCode(AnswerSpec spec) {
        return switch (spec.kind()) {
            case COMMANDS, FILE, REPAIR, JAVA, ASSEMBLY -> true;
            case NUMBER, CHOICE, TABLE, PROBES -> false;
        };
    }
}
