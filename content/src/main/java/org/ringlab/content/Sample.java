package org.ringlab.content;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Formula;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.ExercisePack;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.TextTree;

/**
 * An answer whose grade is known beforehand: the reference, or a mistake that students make.
 *
 * @param name its file's name
 * @param notebook the notebook to grade, by the values that its student is given
 * @param misconception what the report must name; null where nothing particular
 * @param fails ids of checks that must fail
 */
record Sample(
        String name,
        Function<Map<String, Double>, String> notebook,
        @Nullable String misconception,
        List<String> fails) {
    /** A formula in a table's cell. */
    private static final Pattern CELL = Pattern.compile("(?<=\\| ?)= [^|\n]*[^| \n]");

    private static final List<String> KEYS = List.of("answers", "misconception", "fails", "why");

    /** The reference answer of an exercise's hidden folder; null where there is none. */
    static @Nullable Sample reference(Path folder, ExercisePack pack) {
        Path yaml = folder.resolve("reference.yaml");
        Path notebook = folder.resolve("reference.ipynb");
        if (Files.isRegularFile(yaml)) {
            return fromYaml(yaml, pack);
        }
        return Files.isRegularFile(notebook) ? fixed("reference.ipynb", Course.read(notebook)) : null;
    }

    /** A notebook as it is, of which nothing is known. */
    static Sample fixed(String name, String notebook) {
        return new Sample(name, given -> notebook, null, List.of());
    }

    /** The known-wrong answers, by file name. */
    static List<Sample> wrong(Path folder, ExercisePack pack) {
        Path wrong = folder.resolve("wrong");
        List<Sample> samples = new ArrayList<>();
        if (!Files.isDirectory(wrong)) {
            return samples;
        }
        for (Path file : Course.list(wrong)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".yaml") && !name.endsWith(".expect.yaml")) {
                samples.add(fromYaml(file, pack));
            } else if (name.endsWith(".ipynb")) {
                Path expect = wrong.resolve(name.replace(".ipynb", ".expect.yaml"));
                Sample told = fromYaml(expect, pack);
                String notebook = Course.read(file);
                samples.add(new Sample(name, given -> notebook, told.misconception(), told.fails()));
            }
        }
        return samples;
    }

    private static Sample fromYaml(Path file, ExercisePack pack) {
        TextTree text = TextTree.yaml(Course.read(file));
        List<Diagnostic> problems = new ArrayList<>(text.diagnostics());
        Node root = Node.root(text.value(), text.places(), problems);
        root.onlyKeys(KEYS);
        Map<String, String> answers = new LinkedHashMap<>();
        root.child("answers").children().forEach((cell, node) -> {
            if (pack.answers().stream().noneMatch(answer -> answer.cell().equals(cell))) {
                node.error("sample-cell", "the exercise has no answer `" + cell + "`", "");
            }
            answers.put(cell, node.text(""));
        });
        List<String> fails = new ArrayList<>();
        root.child("fails").oneOrMore().forEach(node -> fails.add(node.text("")));
        Node misconception = root.child("misconception");
        if (!problems.isEmpty()) {
            throw ContentException.of(file.toString(), problems);
        }
        return new Sample(
                file.getFileName().toString(),
                given -> AnswerNotebook.of(pack, filled(answers, given)),
                misconception.isMissing() ? null : misconception.text(""),
                fails);
    }

    /** Formulas worked out: answers that are one, and cells of tables that are. */
    private static Map<String, String> filled(Map<String, String> answers, Map<String, Double> given) {
        Map<String, String> filled = new LinkedHashMap<>();
        answers.forEach((cell, text) -> filled.put(
                cell,
                Formula.is(text)
                        ? Formula.text(text, given)
                        : CELL.matcher(text).replaceAll(found -> Formula.text(found.group(), given))));
        return filled;
    }
}
