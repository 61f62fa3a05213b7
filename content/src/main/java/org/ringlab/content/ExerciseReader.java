package org.ringlab.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.AnswerSpecReader;
import org.ringlab.checks.CellCheckReader;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Given;
import org.ringlab.checks.Parsed;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Scenario;
import org.ringlab.grader.ScenarioReader;
import org.ringlab.grader.attempts.AttemptRulesReader;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.labfile.TextTree;

/** Reads an exercise from its two files; docs/authoring.md describes them. */
public final class ExerciseReader {
    private static final List<String> KEYS = List.of(
            "exercise",
            "version",
            "title",
            "minutes",
            "answers",
            "given",
            "lab",
            "after",
            "checks",
            "hints",
            "feedback",
            "attempts");

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /** The ladder of checks without one of their own, as written; null where there is none. */
    private @Nullable Object hints;

    private ExerciseReader() {}

    /**
     * Reads an exercise.
     *
     * @param exerciseYaml the public part
     * @param hiddenYaml the staff's part, or null to read the public part alone
     * @return the exercise, or every problem found, with line and column; those of the staff's part name it
     */
    public static Parsed<ExercisePack> read(String exerciseYaml, @Nullable String hiddenYaml) {
        ExerciseReader reader = new ExerciseReader();
        ExercisePack pack = reader.open(exerciseYaml);
        if (hiddenYaml != null) {
            // Without the public checks nothing of the staff's part fits: only its syntax can be judged.
            Parsed<ExercisePack> whole = pack != null
                            && (reader.diagnostics.isEmpty()
                                    || !pack.open().checks().isEmpty())
                    ? HiddenReader.read(hiddenYaml, pack, reader.hints)
                    : new Parsed<>(null, TextTree.yaml(hiddenYaml).diagnostics());
            for (Diagnostic d : whole.diagnostics()) {
                reader.diagnostics.add(
                        new Diagnostic(d.code(), d.severity(), d.span(), "hidden.yaml: " + d.fact(), d.hint()));
            }
            pack = whole.orNull();
        }
        boolean good = reader.diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return new Parsed<>(good ? pack : null, reader.diagnostics);
    }

    private @Nullable ExercisePack open(String yaml) {
        TextTree text = TextTree.yaml(yaml);
        diagnostics.addAll(text.diagnostics());
        if (!text.isGood()) {
            return null;
        }
        Places places = text.places();
        Node root = Node.root(text.value(), places, diagnostics);
        if (!root.isMap()) {
            root.error("exercise-not-a-mapping", "an exercise is a mapping", "keys: " + String.join(", ", KEYS));
            return null;
        }
        root.onlyKeys(KEYS);
        Map<String, Object> tree = root.corrected();
        hints = tree.get("hints");
        Parsed<Scenario> open = ScenarioReader.read(Scenario.OPEN, tree, root.placesOfCorrected(), Set.of());
        diagnostics.addAll(open.diagnostics());
        String id = root.child("exercise").required("the exercise's id, LESSON/EXERCISE");
        if (!id.isEmpty() && !id.matches("[a-z0-9-]+/[a-z0-9-]+")) {
            root.child("exercise").error("exercise-id", "`" + id + "` is no id", "LESSON/EXERCISE, the folders' names");
        }
        int version = root.child("version").number(1, 1_000_000, 1);
        Text title = Text.read(root.child("title"));
        int minutes = minutes(root.child("minutes"));
        Given given = Given.read(root.child("given"));
        Scenario scenario = open.orNull();
        List<AnswerSpec> answers = AnswerSpecReader.read(
                root.child("answers"), scenario == null ? List.of() : Trees.hostNames(scenario.lab()));
        if (scenario == null) {
            return null;
        }
        CellCheckReader.requireAnswers(root.child("checks"), scenario.checks(), answers, given);
        return new ExercisePack(
                id,
                version,
                title,
                minutes,
                answers,
                given,
                Trees.copy(tree.get("lab")),
                scenario,
                List.of(),
                Feedback.read(root.child("feedback")),
                AttemptRulesReader.read(root.child("attempts")),
                List.of(),
                List.of());
    }

    private static int minutes(Node node) {
        if (node.isMissing()) {
            node.error("exercise-minutes", "missing: about how many minutes it takes", "minutes: 10");
        }
        return node.number(1, 600, 1);
    }
}
