package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.shell.Script;

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

    /** An answer that changes a lab: a script for one of its hosts. */
    private record Typed(Answer answer, String host, Script script) {}

    /** The answers that change a lab, ready for as many labs as anybody makes: each is read once, as far as it runs. */
    public static final class Ready {
        private final List<Typed> scripts;

        private Ready(List<Typed> scripts) {
            this.scripts = scripts;
        }

        /** Applies them to a freshly booted lab. */
        public List<Applied> applyTo(Lab lab) {
            List<Applied> applied = new ArrayList<>();
            for (Typed typed : scripts) {
                applied.add(new Applied(typed.answer, lab.run(typed.host, typed.script)));
            }
            return applied;
        }
    }

    /** Applies the answers to a freshly booted lab. */
    public List<Applied> applyTo(Lab lab) {
        return ready(source -> source).applyTo(lab);
    }

    /** What is applied to labs, each answer rewritten before: files first, since programs read them, then commands in order. */
    public Ready ready(UnaryOperator<String> rewrite) {
        List<Typed> scripts = new ArrayList<>();
        for (Answer answer : list) {
            if (answer.spec() instanceof AnswerSpec.FileText file && !answer.isBlank()) {
                String script = fileScript(file.path(), rewrite.apply(answer.source()));
                scripts.add(new Typed(answer, file.host(), new Script(script)));
            }
        }
        for (Answer answer : list) {
            boolean typed = answer.spec() instanceof AnswerSpec.Commands || answer.spec() instanceof AnswerSpec.Repair;
            if (typed && !answer.isBlank()) {
                scripts.add(new Typed(answer, answer.host(), new Script(rewrite.apply(answer.source()))));
            }
        }
        return new Ready(scripts);
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
