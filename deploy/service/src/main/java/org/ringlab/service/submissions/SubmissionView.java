package org.ringlab.service.submissions;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission as its student sees it.
 *
 * @param id its key
 * @param exercise {@code LESSON/EXERCISE}
 * @param version the exercise's version it is graded by
 * @param attempt the student's how-manieth submission of the exercise, from 1
 * @param receivedAt when it was accepted
 * @param status WAITING, GRADED, NOT_GRADABLE or GRADER_ERROR
 * @param report the student's report as JSON; null while it waits
 * @param link where it can be asked for again
 */
public record SubmissionView(
        long id,
        String exercise,
        int version,
        int attempt,
        Instant receivedAt,
        String status,
        @JsonRawValue @Nullable String report,
        String link) {
    /** Status of a submission without a report. */
    public static final String WAITING = "WAITING";

    /** The student's view of a submission. */
    public static SubmissionView of(SubmissionRecord submission) {
        ReportRecord report = submission.report();
        return new SubmissionView(
                submission.id(),
                submission.exercise(),
                submission.version(),
                submission.attempt(),
                submission.receivedAt(),
                report == null ? WAITING : report.status().name(),
                report == null ? null : report.studentJson(),
                "/api/ringlab/submissions/" + submission.id());
    }

    /** Whether there is no report yet. */
    public boolean waiting() {
        return report == null;
    }
}
