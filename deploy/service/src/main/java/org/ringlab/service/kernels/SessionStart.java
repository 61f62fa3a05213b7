package org.ringlab.service.kernels;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
 */
public record SessionStart(
        @Nullable String notebook,
        String language,
        @Nullable String lesson,
        Map<String, String> files,
        @JsonProperty("log") JsonNode log,
        @Nullable String lab) {
    /** Copies the files. */
    public SessionStart {
        files = Map.copyOf(files);
    }

    /**
     * The same without the lab's past, for a restart that the student asked for.
     *
     * @return a start with an empty log
     */
    SessionStart fresh() {
        return new SessionStart(notebook, language, lesson, files, JsonNodeFactory.instance.arrayNode(), null);
    }
}
