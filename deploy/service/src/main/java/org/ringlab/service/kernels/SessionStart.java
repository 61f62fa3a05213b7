package org.ringlab.service.kernels;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel learns when it is given to a student: the content of {@code session_start}.
 *
 * @param notebook path of the notebook in the student's files, or null for a kernel without one
 * @param language {@code zh} or {@code en}
 * @param lesson id of the lesson, or null outside lessons
 * @param files name → text: the lesson's lab files and public checks, nothing hidden
 * @param log the commands that lead to the lab's last state, an array of {@code {"host", "script"}}
 * @param lab id of the lab that was open, or null
 * @param student a number of the student's own, by which choices are shuffled
 * @param restarted whether the student asked for a restart: the kernel then offers the lab's past instead of replaying it
 */
public record SessionStart(
        @Nullable String notebook,
        String language,
        @Nullable String lesson,
        Map<String, String> files,
        @JsonProperty("log") JsonNode log,
        @Nullable String lab,
        int student,
        boolean restarted) {
    /** Copies the files. */
    public SessionStart {
        files = Map.copyOf(files);
    }

    /**
     * The same after a restart that the student asked for.
     *
     * @return a start whose lab waits until it is asked for
     */
    SessionStart afterRestart() {
        return new SessionStart(notebook, language, lesson, files, log, lab, student, true);
    }
}
