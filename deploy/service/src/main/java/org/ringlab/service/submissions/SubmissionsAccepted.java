package org.ringlab.service.submissions;

/**
 * New submissions wait to be graded; observed after their commit.
 *
 * @param count how many
 */
record SubmissionsAccepted(int count) {}
