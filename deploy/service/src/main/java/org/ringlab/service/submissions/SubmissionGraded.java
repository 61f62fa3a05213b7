package org.ringlab.service.submissions;

/**
 * A submission has its first report; observed after the commit.
 *
 * @param submission which
 * @param report as kept
 */
record SubmissionGraded(SubmissionRecord submission, ReportRecord report) {}
