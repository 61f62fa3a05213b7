package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;

/**
 * A student's answers to one exercise: what of them changes a lab is applied to it here, the rest is judged by checks.
 *
 * @param list in the order of the exercise
 * @param programs the compiled answers of kind java, by cell; one that doesn't compile is missing
 * @param given the student's own values, by name: what the answers are about
 */
public record Answers(List<Answer> list, Map<String, JavaProgram> programs, Map<String, Double> given) {
    /** No answers. */
    public static final Answers NONE = new Answers(List.of(), Map.of(), Map.of());

    /** Copies what it is given. */
    public Answers {
        list = List.copyOf(list);
        programs = Map.copyOf(programs);
        given = Map.copyOf(given);
    }

    /**
     * What an answer did to a lab.
     *
     * @param result of its commands; of the one that writes it, for a file
     */
    public record Applied(Answer answer, CommandResult result) {}

    /** Applies the answers to a freshly booted lab: files first, since programs read them, then commands in order. */
    public List<Applied> applyTo(Lab lab) {
        return applyTo(lab, source -> source);
    }

    /** The same, with each answer rewritten before. */
    public List<Applied> applyTo(Lab lab, UnaryOperator<String> rewrite) {
        List<Applied> applied = new ArrayList<>();
        for (Answer answer : list) {
            if (answer.spec() instanceof AnswerSpec.FileText file && !answer.isBlank()) {
                String script = fileScript(file.path(), rewrite.apply(answer.source()));
                applied.add(new Applied(answer, lab.run(file.host(), script)));
            }
        }
        for (Answer answer : list) {
            boolean typed = answer.spec() instanceof AnswerSpec.Commands || answer.spec() instanceof AnswerSpec.Repair;
            if (typed && !answer.isBlank()) {
                applied.add(new Applied(answer, lab.run(answer.host(), rewrite.apply(answer.source()))));
            }
        }
        return applied;
    }

    /** The commands that write a file as a notebook's cell holds it: what {@code %%file} and the grader run. */
    public static String fileScript(String path, String text) {
        String end = "EOF";
        while (text.lines().toList().contains(end)) {
            end += "_";
        }
        return "cat > " + path + " <<'" + end + "'\n" + text + (text.endsWith("\n") || text.isEmpty() ? "" : "\n") + end
                + "\n";
    }

    /** The answer in a cell. */
    public Optional<Answer> in(String cell) {
        return list.stream().filter(answer -> answer.cell().equals(cell)).findFirst();
    }

    /** What stands in a cell; empty where nothing does. */
    public String text(String cell) {
        return in(cell).map(Answer::source).orElse("");
    }
}
