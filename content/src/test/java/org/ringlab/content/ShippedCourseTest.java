package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckTerms;
import org.ringlab.checks.Text;
import org.ringlab.grader.AnswerTexts;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Starter;
import org.ringlab.grader.Submission;
import org.ringlab.grader.isolated.JavaChildren;

/** Preflight of all lessons in this repository. */
class ShippedCourseTest {
    private static final int STUDENTS = Integer.getInteger("ringlab.preflight.students", 2);
    private static final Path CONTENT = Path.of(System.getProperty("ringlab.root", ".."), "content");

    private static JavaChildren java;
    private static String missing = "";

    @TestFactory
    Stream<DynamicTest> everyLessonIsAsItsAuthorsThink() {
        Path hidden = CONTENT.resolve("hidden");
        List<Lesson> lessons = Course.open(CONTENT.resolve("lessons"), hidden).lessons();
        assertFalse(lessons.isEmpty());
        Stream<DynamicTest> notebooks = lessons.stream()
                .map(lesson -> DynamicTest.dynamicTest(
                        lesson.id(),
                        () -> assertEquals(
                                List.of(), LessonCheck.run(lesson, hidden, id -> false, 1, JavaRunner.NONE))));
        Stream<DynamicTest> exercises = lessons.stream()
                .flatMap(lesson -> lesson.exercises().stream()
                        .map(text -> DynamicTest.dynamicTest(
                                text.id(),
                                () -> assertEquals(
                                        List.of(),
                                        ExerciseCheck.run(text, hidden, notebooks(lesson), STUDENTS, runner(text))))));
        return Stream.concat(notebooks, exercises);
    }

    /** Handed in as it came, a lesson's notebook answers none of its exercises. */
    @TestFactory
    Stream<DynamicTest> aLessonsNotebookIsNoAnswer() {
        return Course.open(CONTENT.resolve("lessons"), CONTENT.resolve("hidden")).lessons().stream()
                .flatMap(lesson -> lesson.exercises().stream()
                        .map(text -> DynamicTest.dynamicTest(text.id(), () -> {
                            List<AnswerSpec> specs = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml())
                                    .value()
                                    .orElseThrow()
                                    .answers();
                            Starter starter = Starter.of(specs, notebooks(lesson));
                            for (String notebook : notebooks(lesson)) {
                                assertEquals(
                                        Optional.of(Map.of()),
                                        AnswerTexts.touched(specs, new Submission(notebook), starter));
                            }
                        })));
    }

    /** Whatever fails, there is help: a question, a pointer and the rule, in both languages as all texts are. */
    @TestFactory
    Stream<DynamicTest> everyCheckHasALadderOfHints() {
        return Course.open(CONTENT.resolve("lessons"), CONTENT.resolve("hidden")).lessons().stream()
                .flatMap(lesson -> lesson.exercises().stream())
                .map(text -> DynamicTest.dynamicTest(text.id(), () -> assertEquals(List.of(), withoutLadder(text))));
    }

    private static List<String> withoutLadder(ExerciseText text) {
        ExercisePack pack = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml())
                .value()
                .orElseThrow();
        return Mini.allChecks(pack).stream()
                .map(Check::terms)
                .filter(terms -> Stream.of(
                                terms.hints().question(),
                                terms.hints().pointer(),
                                terms.hints().rule())
                        .anyMatch(Text::isEmpty))
                .map(CheckTerms::id)
                .toList();
    }

    @BeforeAll
    static void startJava() throws IOException {
        java = new JavaChildren(JavaChildren.Settings.defaults(false));
        try {
            java.prove();
        } catch (JavaRunner.Unavailable e) {
            missing = String.valueOf(e.getMessage());
        }
    }

    @AfterAll
    static void stopJava() {
        java.close();
    }

    /** Exercises with answers in Java are skipped where they can't run isolated. */
    private static JavaRunner runner(ExerciseText exercise) {
        assumeTrue(missing.isEmpty() || !exercise.exerciseYaml().contains("kind: java"), "SKIPPED: " + missing);
        return java;
    }

    private static List<String> notebooks(Lesson lesson) {
        return List.of(lesson.notebooks().zh(), lesson.notebooks().en());
    }
}
