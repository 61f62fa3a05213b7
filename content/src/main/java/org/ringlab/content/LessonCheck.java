package org.ringlab.content;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.JavaRunner;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;

/** Preflight of a lesson: its notebooks, labs, times, and those of its exercises that were asked for. */
public final class LessonCheck {
    private LessonCheck() {}

    /**
     * Checks a lesson.
     *
     * @param hiddenDir the folder of all hidden parts
     * @param wanted which exercises, by id
     * @param seeds how many students are drawn for each exercise
     * @param javaRunner runs answers in Java
     * @return what is wrong; empty where all is well
     */
    public static List<Remark> run(
            Lesson lesson, Path hiddenDir, Predicate<String> wanted, int seeds, JavaRunner javaRunner) {
        NotebookCheck zh = NotebookCheck.of(
                lesson.id() + "/lesson.zh.ipynb", lesson.notebooks().zh());
        NotebookCheck en = NotebookCheck.of(
                lesson.id() + "/lesson.en.ipynb", lesson.notebooks().en());
        List<Remark> remarks = new ArrayList<>();
        int minutes = 0;
        for (ExerciseText text : lesson.exercises()) {
            Optional<ExercisePack> pack =
                    ExerciseReader.read(text.exerciseYaml(), null).value();
            pack.ifPresent(zh::requireAnswers);
            pack.ifPresent(en::requireAnswers);
            minutes += pack.map(ExercisePack::minutes).orElse(0);
            if (wanted.test(text.id())) {
                List<String> notebooks =
                        List.of(lesson.notebooks().zh(), lesson.notebooks().en());
                remarks.addAll(ExerciseCheck.run(text, hiddenDir, notebooks, seeds, javaRunner));
            }
        }
        remarks.addAll(zh.remarks());
        remarks.addAll(en.remarks());
        compare(lesson, zh, en, remarks);
        if (minutes > lesson.minutes()) {
            remarks.add(new Remark(
                    lesson.id(), "the exercises take " + minutes + " minutes, the lesson only " + lesson.minutes()));
        }
        labs(lesson, remarks);
        return remarks;
    }

    private static void compare(Lesson lesson, NotebookCheck zh, NotebookCheck en, List<Remark> remarks) {
        for (int i = 0; i < Math.max(zh.ids().size(), en.ids().size()); i++) {
            String left = i < zh.ids().size() ? zh.ids().get(i) : "nothing";
            String right = i < en.ids().size() ? en.ids().get(i) : "nothing";
            if (!left.equals(right)) {
                remarks.add(new Remark(
                        lesson.id(),
                        "cell " + (i + 1) + " is " + left + " in the Chinese notebook, " + right
                                + " in the English one"));
                return;
            }
        }
    }

    private static void labs(Lesson lesson, List<Remark> remarks) {
        for (Map.Entry<String, String> lab : lesson.labs().entrySet()) {
            LabSpec.Parsed parsed = LabFile.yaml(lab.getValue());
            parsed.diagnostics().forEach(d -> remarks.add(new Remark(lesson.id() + "/labs/" + lab.getKey(), d.text())));
        }
    }
}
