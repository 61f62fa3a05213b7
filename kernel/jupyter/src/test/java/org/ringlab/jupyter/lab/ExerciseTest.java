package org.ringlab.jupyter.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.checks.Answers;
import org.ringlab.host.Lab;

/** The public part of an exercise, as {@code %check} plays it. */
class ExerciseTest {
    private static final String YAML = """
            exercise: 01-test/e1
            answers: [{cell: e1-a, kind: commands, host: a}]
            lab:
              name: e1
              hosts: {a: {interfaces: {eth0: {segment: net, address: 10.0.0.1/24}}}}
            after: [{host: a, run: cat /tmp/answer > /tmp/after}]
            checks: []
            """;

    @Test
    void whatComesAfterTheAnswersIsDoneHereToo() {
        Exercise exercise = Exercise.read(YAML).exercise();
        assertNotNull(exercise);
        Lab typed = Lab.boot(exercise.lab());
        typed.run("a", "echo typed > /tmp/answer");
        assertEquals(
                "typed\n",
                exercise.whenAnswered(typed).run("a", "cat /tmp/after").stdout());
        Map<String, String> cells = Map.of("e1-a", "%%host a\necho graded > /tmp/answer");
        Answers answers = exercise.answered(cells, 0, 1).answers();
        assertEquals(
                "graded\n", exercise.labWith(answers).run("a", "cat /tmp/after").stdout());
        assertEquals(List.of(new Exercise.After("a", "cat /tmp/answer > /tmp/after")), exercise.after());
    }
}
