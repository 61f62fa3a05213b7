package org.ringlab.service.kernels;

import com.fasterxml.jackson.databind.JsonNode;

/** What the rest of the service does for kernels. Called on a kernel's reading thread. */
public interface KernelServices {
    /**
     * What to tell a kernel that begins to serve a notebook, with the log saved last.
     *
     * @param owner the student
     * @param notebook path of the notebook; may not exist (yet), may be empty
     * @return the content of {@code session_start}
     */
    SessionStart sessionStart(String owner, String notebook);

    /**
     * Keeps the lab's command log with the notebook.
     *
     * @param owner the student
     * @param notebook path of the notebook
     * @param state content of {@code state_save}
     */
    void saveState(String owner, String notebook, JsonNode state);

    /**
     * Submits on behalf of {@code %submit}.
     *
     * @param owner the student
     * @param notebook path of the notebook
     * @param request content of {@code submit_request}
     * @return content of {@code submit_reply}
     */
    Object submit(String owner, String notebook, JsonNode request);

    /**
     * The number of a student's next attempt at an exercise, by which {@code %given} draws.
     *
     * @param owner the student
     * @param exercise LESSON/EXERCISE; one that doesn't exist was never tried
     */
    int nextAttempt(String owner, String exercise);
}
