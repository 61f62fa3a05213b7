package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ringlab.grader.JavaRunner;

/** Preflight of all lessons in this repository. */
class ShippedCourseTest {
    private static final int STUDENTS = Integer.getInteger("ringlab.preflight.students", 2);
    private static final Path CONTENT = Path.of(System.getProperty("ringlab.root", ".."), "content");

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
                                        ExerciseCheck.run(
                                                text, hidden, notebooks(lesson), STUDENTS, JavaRunner.NONE)))));
        return Stream.concat(notebooks, exercises);
    }

    private static List<String> notebooks(Lesson lesson) {
        return List.of(lesson.notebooks().zh(), lesson.notebooks().en());
    }
}
