package org.ringlab.content;

import org.jspecify.annotations.Nullable;

/**
 * An exercise as its author wrote it.
 *
 * @param id {@code LESSON/EXERCISE}
 * @param exerciseYaml the public part
 * @param hiddenYaml the staff's part; null where there is none, or where no hidden folder was given
 */
public record ExerciseText(
        String id, String exerciseYaml, @Nullable String hiddenYaml) {}
