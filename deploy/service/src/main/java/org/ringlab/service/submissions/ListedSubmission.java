package org.ringlab.service.submissions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.Status;

/**
 * What a list shows of a submission.
 *
 * @param student the account's name
 * @param status null while it waits
 * @param score the report's points, and {@code max} those to be had; null while it waits, 0 of 0 unless GRADED
 * @param counted what counts, by hand and lateness; null for nothing
 */
public record ListedSubmission(
        Long id,
        Instant receivedAt,
        String student,
        String exercise,
        int version,
        int attempt,
        @Nullable Status status,
        @Nullable Double score,
        @Nullable Double max,
        @Nullable Double counted) {}
