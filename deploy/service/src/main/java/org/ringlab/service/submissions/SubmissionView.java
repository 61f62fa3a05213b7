package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission as its student sees it.
 *
 * @param id its key
 * @param exercise {@code LESSON/EXERCISE}
 * @param version the exercise's version it is graded by
 * @param attempt the student's how-manieth attempt at the exercise, from 1
 * @param receivedAt when it was accepted
 * @param status WAITING, GRADED, NOT_GRADABLE or GRADER_ERROR
 * @param report the student's report, with the members submission, attempt and url added; null while it waits
 * @param link where it can be asked for again
 */
public record SubmissionView(
        long id,
        String exercise,
        int version,
        int attempt,
        Instant receivedAt,
        String status,
        @Nullable JsonNode report,
        String link) {
    /** Status of a submission without a report. */
    public static final String WAITING = "WAITING";

    /** Status of an exercise that was left out. */
    public static final String REFUSED = "REFUSED";

    /** Whether there is no report yet. */
    public boolean waiting() {
        return report == null;
    }
}
