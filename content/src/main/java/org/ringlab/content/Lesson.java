package org.ringlab.content;

import java.util.List;
import java.util.Map;
import org.ringlab.checks.Text;

/**
 * A lesson, ready to be shown.
 *
 * @param id its folder's name: {@code 01-forwarding}
 * @param title its name
 * @param summary what it is about, in a sentence
 * @param minutes how long it takes
 * @param notebooks the two notebooks' texts: zh and en
 * @param labs the texts of its lab files by file name
 * @param exercises its exercises, in the order of lesson.yaml
 */
public record Lesson(
        String id,
        Text title,
        Text summary,
        int minutes,
        Text notebooks,
        Map<String, String> labs,
        List<ExerciseText> exercises) {
    /** Copies the list. */
    public Lesson {
        exercises = List.copyOf(exercises);
    }
}
