package org.ringlab.service.submissions;

/**
 * Submissions wait to be graded; observed after their commit.
 *
 * @param count how many
 */
public record SubmissionsAccepted(int count) {}
