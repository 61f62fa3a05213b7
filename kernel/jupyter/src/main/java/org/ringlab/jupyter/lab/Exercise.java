package org.ringlab.jupyter.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Answer;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.AnswerSpecReader;
import org.ringlab.checks.AnswerText;
import org.ringlab.checks.Answers;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckReader;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Given;
import org.ringlab.checks.Hints;
import org.ringlab.checks.JavaProgram;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.HostSpec;
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
 * @param answers what is graded, in order
 * @param after what is run once the answers are in place
 * @param checks the public checks
 * @param feedback what is shown of those that fail
 * @param given the values of each student's own
 */
public record Exercise(
        String id,
        LabSpec lab,
        List<AnswerSpec> answers,
        List<After> after,
        List<Check> checks,
        Feedback feedback,
        Given given) {
    /** A command on a host. */
    public record After(String host, String run) {}

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
        LabSpec known = lab.spec();
        List<AnswerSpec> answers = AnswerSpecReader.read(
                root.child("answers"),
                known == null
                        ? List.of()
                        : known.hosts().stream().map(HostSpec::name).toList());
        List<Check> checks =
                CheckReader.read(root.child("checks"), places, diagnostics, Set.of(), Hints.read(root.child("hints")));
        List<After> after = root.child("after").elements().stream()
                .map(step ->
                        new After(step.child("host").text(""), step.child("run").text("")))
                .filter(step -> known != null
                        && known.hosts().stream().anyMatch(host -> host.name().equals(step.host())))
                .toList();
        String id = root.child("exercise").text("");
        LabSpec spec = lab.spec();
        boolean good =
                spec != null && diagnostics.stream().noneMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        return new Parsed(
                good && spec != null
                        ? new Exercise(
                                id,
                                spec,
                                answers,
                                after,
                                List.copyOf(checks),
                                Feedback.read(root.child("feedback")),
                                Given.read(root.child("given")))
                        : null,
                List.copyOf(diagnostics));
    }

    /** Whether any of its answer cells is among those run. */
    public boolean isAnsweredIn(Map<String, String> cells) {
        return answers.stream().anyMatch(answer -> cells.containsKey(answer.cell()));
    }

    /** Whether any of its answer cells that were run holds more than the notebook came with. */
    public boolean isTouchedIn(Map<String, String> cells) {
        return answers.stream()
                .filter(spec -> cells.containsKey(spec.cell()))
                .map(spec -> AnswerText.read(spec, cells.getOrDefault(spec.cell(), "")))
                .anyMatch(read -> read.answer() == null || read.answer().isTouched());
    }

    /**
     * The answers of a student in these cells, as the grader reads them; one that can't be used is a problem.
     *
     * @param attempt whose given values they are about
     */
    public Answered answered(Map<String, String> cells, long student, int attempt) {
        List<Answer> read = new ArrayList<>();
        List<Text> problems = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        Map<String, JavaProgram> programs = new HashMap<>();
        for (AnswerSpec spec : answers) {
            String source = cells.get(spec.cell());
            if (source != null) {
                AnswerText text = AnswerText.read(spec, source);
                Answer answer = text.answer();
                if (answer != null) {
                    read.add(answer);
                    List<Diagnostic> wrong = new ArrayList<>(AnswerText.complaints(answer));
                    if (spec instanceof AnswerSpec.Java java && !answer.isBlank()) {
                        JavaProgram program = new KernelJava().compile(java, answer, wrong);
                        if (wrong.isEmpty()) {
                            programs.put(spec.cell(), program);
                        }
                    }
                    wrong.forEach(each -> remarks.add(spec.cell() + ": " + each.text()));
                } else {
                    problems.add(text.problem());
                }
            }
        }
        return new Answered(new Answers(read, programs, given.of(student, id, attempt)), problems, remarks);
    }

    /**
     * What a session's cells hold.
     *
     * @param answers those that can be used
     * @param problems about the others
     * @param remarks what can't be understood in them, a line each
     */
    public record Answered(Answers answers, List<Text> problems, List<String> remarks) {
        /** Copies the lists. */
        public Answered {
            problems = List.copyOf(problems);
            remarks = List.copyOf(remarks);
        }
    }

    /** A fresh lab with answers applied, as the grader applies them. */
    public Lab labWith(Answers given) {
        Lab fresh = Lab.boot(lab);
        given.applyTo(fresh);
        return whenAnswered(fresh);
    }

    /** Does in a lab that holds the answers what the grader does once they are in place. */
    public Lab whenAnswered(Lab answered) {
        after.forEach(step -> answered.run(step.host(), step.run()));
        return answered;
    }
}
