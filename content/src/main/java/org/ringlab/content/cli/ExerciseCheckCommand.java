package org.ringlab.content.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ringlab.content.ContentException;
import org.ringlab.content.Course;
import org.ringlab.content.ExerciseText;
import org.ringlab.content.Lesson;
import org.ringlab.content.LessonCheck;
import org.ringlab.content.MutantSurvey;
import org.ringlab.content.Remark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab exercise check}: preflight. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Proves that lessons and exercises do what their authors think: reference answers earn full marks, blank ones",
            "nothing, known-wrong ones lose points for the reason they name, and no report tells a hidden value.",
            "Says how many small mistakes in the reference are noticed, which are not, and what a grading takes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab exercise check                                     everything",
            "  ringlab exercise check 01-forwarding                       one lesson",
            "  ringlab exercise check 01-forwarding/e3-white-list --seeds 1000 --mutants 200"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all is well", "1:something is wrong", "2:wrong use"})
public final class ExerciseCheckCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "LESSON[/EXERCISE]",
            description = "What to check; everything unless given.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", description = "How many students are drawn; 100 unless given.")
    private int seeds = 100;

    @Option(
            names = "--mutants",
            paramLabel = "N",
            description =
                    "How many small mistakes are made in each reference, to see whether they are noticed; 40 unless "
                            + "given, 0 for none.")
    private int mutants = 40;

    @Option(names = "--java-without-sandbox", description = JavaAnswers.WITHOUT_SANDBOX)
    private boolean unisolated;

    @Mixin
    private ContentFolders folders = new ContentFolders();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        atLeast("--seeds", seeds, 1);
        atLeast("--mutants", mutants, 0);
        try (JavaAnswers java = new JavaAnswers(unisolated)) {
            int wrong = 0;
            int exercises = 0;
            List<Lesson> lessons =
                    Course.open(folders.lessons(), folders.hiddenIfThere()).lessons();
            requireKnown(lessons);
            for (Lesson lesson : lessons) {
                long asked = lesson.exercises().stream()
                        .filter(e -> isWanted(e.id()))
                        .count();
                if (asked == 0 && !isWanted(lesson.id())) {
                    continue;
                }
                List<Remark> remarks = LessonCheck.run(lesson, folders.hidden(), this::isWanted, seeds, java);
                remarks.forEach(out::println);
                for (ExerciseText exercise : lesson.exercises()) {
                    if (mutants > 0 && remarks.isEmpty() && isWanted(exercise.id())) {
                        MutantSurvey.of(
                                        exercise,
                                        List.of(
                                                lesson.notebooks().zh(),
                                                lesson.notebooks().en()),
                                        folders.hidden(),
                                        mutants,
                                        java)
                                .ifPresent(out::println);
                        out.flush();
                    }
                }
                wrong += remarks.size();
                exercises += (int) asked;
            }
            out.println(exercises + " exercises, " + seeds + " students each: "
                    + (wrong == 0 ? "all is well" : wrong + " remarks"));
            out.flush();
            return wrong == 0 ? 0 : 1;
        } catch (ContentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(
                    spec.commandLine(), option + ": expected a whole number from " + least + ", found " + value);
        }
    }

    private void requireKnown(List<Lesson> lessons) {
        List<String> ids = new ArrayList<>();
        for (Lesson lesson : lessons) {
            ids.add(lesson.id());
            lesson.exercises().forEach(exercise -> ids.add(exercise.id()));
        }
        List<String> unknown =
                wanted.stream().filter(name -> !ids.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no lesson or exercise " + String.join(", ", unknown) + ". Lessons: "
                            + String.join(", ", lessons.stream().map(Lesson::id).toList()));
        }
    }

    private boolean isWanted(String id) {
        return wanted.isEmpty() || wanted.contains(id) || wanted.contains(id.replaceFirst("/.*", ""));
    }
}
