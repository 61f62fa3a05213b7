package org.ringlab.content;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Parsed;
import org.ringlab.common.Diagnostic;
import org.ringlab.grader.ExercisePack;

/** Reads an exercise from its two files; docs/authoring.md describes them. */
public final class ExerciseReader {
    private ExerciseReader() {}

    /**
     * Reads an exercise.
     *
     * @param exerciseYaml the public part
     * @param hiddenYaml the staff's part, or null to read the public part alone
     * @return the exercise, or every problem found, with line and column
     */
    public static Parsed<ExercisePack> read(String exerciseYaml, @Nullable String hiddenYaml) {
        return new Parsed<>(
                null,
                List.of(Diagnostic.error(
                        "not-yet",
                        null,
                        "the reader lands next (" + exerciseYaml.length() + (hiddenYaml == null ? "" : "+") + ")",
                        "")));
    }
}
