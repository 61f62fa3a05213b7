package org.ringlab.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Check;
import org.ringlab.checks.Parsed;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.AnswerKind;
import org.ringlab.grader.AnswerSpec;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Scenario;
import org.ringlab.grader.ScenarioReader;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.labfile.TextTree;

/** Reads an exercise from its two files; docs/authoring.md describes them. */
public final class ExerciseReader {
    private static final List<String> KEYS =
            List.of("exercise", "version", "title", "minutes", "answers", "lab", "after", "checks");

    private final List<Diagnostic> diagnostics = new ArrayList<>();

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
                    ? HiddenReader.read(hiddenYaml, pack)
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
        Parsed<Scenario> open = ScenarioReader.read(Scenario.OPEN, tree, root.placesOfCorrected(), Set.of());
        diagnostics.addAll(open.diagnostics());
        String id = root.child("exercise").required("the exercise's id, LESSON/EXERCISE");
        if (!id.isEmpty() && !id.matches("[a-z0-9-]+/[a-z0-9-]+")) {
            root.child("exercise").error("exercise-id", "`" + id + "` is no id", "LESSON/EXERCISE, the folders' names");
        }
        int version = root.child("version").number(1, 1_000_000, 1);
        Text title = Text.read(root.child("title"));
        int minutes = minutes(root.child("minutes"));
        List<AnswerSpec> answers = answers(root.child("answers"), open.orNull());
        Scenario scenario = open.orNull();
        if (scenario == null) {
            return null;
        }
        numbersHaveCells(root.child("checks"), scenario.checks(), answers);
        return new ExercisePack(
                id,
                version,
                title,
                minutes,
                answers,
                Trees.copy(tree.get("lab")),
                scenario,
                List.of(),
                List.of(),
                List.of());
    }

    private static int minutes(Node node) {
        if (node.isMissing()) {
            node.error("exercise-minutes", "missing: about how many minutes it takes", "minutes: 10");
        }
        return node.number(1, 600, 1);
    }

    private static List<AnswerSpec> answers(Node list, @Nullable Scenario open) {
        List<AnswerSpec> answers = new ArrayList<>();
        for (Node in : list.elements()) {
            in.onlyKeys(List.of("cell", "kind", "host"));
            Node cellNode = in.child("cell");
            String cell = cellNode.required("the answer cell's id");
            if (!cell.matches("[a-zA-Z0-9_-]*")) {
                cellNode.error("answer-cell", "`" + cell + "` is no cell id", "letters, digits, - and _");
            }
            if (answers.stream().anyMatch(other -> other.cell().equals(cell))) {
                cellNode.error("answer-cell", "the cell `" + cell + "` is there twice", "");
            }
            switch (kind(in.child("kind"))) {
                case COMMANDS -> answers.add(new AnswerSpec.Commands(cell, host(in.child("host"), open)));
                case NUMBER -> answers.add(new AnswerSpec.NumberValue(cell));
                case FILE, CHOICE, TABLE, REPAIR, JAVA ->
                    in.child("kind")
                            .error(
                                    "answer-kind-later",
                                    "answers of this kind are not available yet",
                                    "available: commands, number");
                case null -> {}
            }
        }
        if (answers.isEmpty() && list.elements().isEmpty()) {
            list.error("exercise-answers", "there are no answers", "[{cell: …, kind: commands, host: …}]");
        }
        return answers;
    }

    private static @Nullable AnswerKind kind(Node node) {
        List<String> valid = new ArrayList<>();
        for (AnswerKind kind : AnswerKind.values()) {
            valid.add(kind.text());
        }
        if (node.isMissing()) {
            node.error("answer-kind", "missing: the kind of answer", "commands or number");
        }
        String word = node.word(valid, "kind of answer");
        return word == null ? null : AnswerKind.parse(word).orElse(null);
    }

    private static String host(Node node, @Nullable Scenario open) {
        String host = node.required("the host that the commands are for");
        if (open != null && !host.isEmpty()) {
            List<String> hosts = Trees.hostNames(open.lab());
            if (!hosts.contains(host)) {
                node.error("answer-host", "the lab has no host `" + host + "`", "hosts: " + String.join(", ", hosts));
            }
        }
        return host;
    }

    /** Every number that is checked must be asked for. */
    static void numbersHaveCells(Node checks, List<Check> read, List<AnswerSpec> answers) {
        for (Check check : read) {
            if (check instanceof Check.NumberValue number
                    && answers.stream()
                            .noneMatch(answer -> answer instanceof AnswerSpec.NumberValue
                                    && answer.cell().equals(number.cell()))) {
                checks.error(
                        "check-cell",
                        "check `" + number.terms().id() + "` looks at `" + number.cell()
                                + "`, which is no answer of kind number",
                        "add it to answers");
            }
        }
    }
}
