package org.ringlab.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Students try their answers in a copy of the exercise's lab; it must be the lab that is graded. */
class ExerciseLabsTest {
    private static final Path LESSONS = Path.of(System.getProperty("ringlab.root", ".."), "content/lessons");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void labsOfExercisesAreTheOnesThatAreGraded() throws IOException {
        for (Lesson lesson : Course.open(LESSONS, null).lessons()) {
            assertFalse(lesson.exercises().isEmpty(), lesson.id());
            for (ExerciseText exercise : lesson.exercises()) {
                String name = exercise.id().substring(exercise.id().indexOf('/') + 1) + ".yaml";
                @Nullable String copy = lesson.labs().get(name);
                JsonNode graded = YAML.readTree(exercise.exerciseYaml()).path("lab");
                assertEquals(graded, copy == null ? null : YAML.readTree(copy), "labs/" + name);
            }
        }
    }
}
