package org.ringlab.service.submissions;

import java.util.List;

/**
 * Submissions wait to be graded; observed after their commit.
 *
 * @param ids keys of those with a job in the queue; empty where others wait, to be graded again
 */
public record SubmissionsAccepted(List<Long> ids) {
    /** Copies the list. */
    public SubmissionsAccepted {
        ids = List.copyOf(ids);
    }
}
