package org.ringlab.content;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.ExercisePack;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.TextTree;

/**
 * An answer whose grade is known beforehand: the reference, or a mistake that students make.
 *
 * @param name its file's name
 * @param notebook the notebook to grade
 * @param misconception what the report must name; null where nothing particular
 * @param fails ids of checks that must fail
 */
record Sample(String name, String notebook, @Nullable String misconception, List<String> fails) {
    private static final List<String> KEYS = List.of("answers", "misconception", "fails", "why");

    /** The reference answer of an exercise's hidden folder; null where there is none. */
    static @Nullable Sample reference(Path folder, ExercisePack pack) {
        Path yaml = folder.resolve("reference.yaml");
        Path notebook = folder.resolve("reference.ipynb");
        if (Files.isRegularFile(yaml)) {
            return fromYaml(yaml, pack);
        }
        return Files.isRegularFile(notebook)
                ? new Sample("reference.ipynb", Course.read(notebook), null, List.of())
                : null;
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
                samples.add(new Sample(name, Course.read(file), told.misconception(), told.fails()));
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
                AnswerNotebook.of(pack, answers),
                misconception.isMissing() ? null : misconception.text(""),
                fails);
    }
}
