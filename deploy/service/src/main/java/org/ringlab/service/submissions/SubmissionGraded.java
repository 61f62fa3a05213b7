package org.ringlab.service.submissions;

/**
 * A submission has its report; observed after the commit.
 *
 * @param submission its key
 */
record SubmissionGraded(long submission) {}
