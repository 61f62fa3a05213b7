package org.ringlab.jupyter.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckReader;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.labfile.TextTree;

/**
 * The public part of an exercise, as far as {@code %check} needs it. Its format is that of the grader, which reads all of
 * it.
 *
 * @param id as written
 * @param lab the lab that answers are tried in
 * @param answers the cells that are graded, in order
 * @param checks the public checks
 */
public record Exercise(String id, LabSpec lab, List<AnswerCell> answers, List<Check> checks) {
    /**
     * A cell that is graded.
     *
     * @param cell its id
     * @param host the host its commands are for; empty for numbers
     */
    public record AnswerCell(String cell, String host) {}

    /**
     * What came of reading an exercise.
     *
     * @param exercise null where there are errors
     * @param diagnostics what is wrong
     */
    public record Parsed(@Nullable Exercise exercise, List<Diagnostic> diagnostics) {}

    /** Reads {@code exercise.yaml}. */
    public static Parsed read(String yaml) {
        TextTree text = TextTree.yaml(yaml);
        List<Diagnostic> diagnostics = new ArrayList<>(text.diagnostics());
        if (!text.isGood() || !(text.value() instanceof Map<?, ?> map)) {
            return new Parsed(null, diagnostics);
        }
        Places places = text.places();
        Node root = Node.root(text.value(), places, diagnostics);
        LabSpec.Parsed lab = LabSpec.read(map.get("lab"));
        diagnostics.addAll(lab.diagnostics());
        List<AnswerCell> answers = new ArrayList<>();
        for (Node answer : root.child("answers").elements()) {
            answers.add(new AnswerCell(
                    answer.child("cell").required("the answer cell's id"),
                    answer.child("host").text("")));
        }
        List<Check> checks = CheckReader.read(root.child("checks"), places, diagnostics, Set.of());
        String id = root.child("exercise").text("");
        LabSpec spec = lab.spec();
        boolean good =
                spec != null && diagnostics.stream().noneMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        return new Parsed(
                good && spec != null ? new Exercise(id, spec, List.copyOf(answers), List.copyOf(checks)) : null,
                List.copyOf(diagnostics));
    }

    /** Whether any of its answer cells is among those run. */
    public boolean isAnsweredIn(Map<String, String> cells) {
        return answers.stream().anyMatch(answer -> cells.containsKey(answer.cell()));
    }

    /** Whether any of its answer cells that were run holds more than the notebook came with. */
    public boolean isTouchedIn(Map<String, String> cells) {
        return answers.stream()
                .anyMatch(answer -> cells.containsKey(answer.cell()) && isTouched(answer, cells.get(answer.cell())));
    }

    /** Commands besides comments; a number other than the 0 that stands there first. */
    private static boolean isTouched(AnswerCell answer, String source) {
        return answer.host().isEmpty()
                ? !source.matches("(?s)[^=]*=\\s*0?\\s*;?\\s*")
                : commands(source)
                        .lines()
                        .map(String::strip)
                        .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /** A fresh lab with the answers of these cells applied, as the grader applies them. */
    public Lab answered(Map<String, String> cells) {
        Lab fresh = Lab.boot(lab);
        for (AnswerCell answer : answers) {
            String source = cells.get(answer.cell());
            if (source != null && !answer.host().isEmpty()) {
                fresh.run(answer.host(), commands(source));
            }
        }
        return fresh;
    }

    /** The answers that are numbers. */
    public Map<String, String> numbers(Map<String, String> cells) {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (AnswerCell answer : answers) {
            String source = cells.get(answer.cell());
            if (source != null && answer.host().isEmpty()) {
                numbers.put(answer.cell(), source);
            }
        }
        return numbers;
    }

    /** A cell without the lines that are the notebook's: they stay as empty ones, so that line numbers fit. */
    private static String commands(String source) {
        List<String> lines = new ArrayList<>();
        for (String line : source.split("\n", -1)) {
            lines.add(line.strip().matches("%{1,2}[A-Za-z].*") ? "" : line);
        }
        return String.join("\n", lines);
    }
}
