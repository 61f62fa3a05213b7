package org.ringlab.service.submissions;

import org.ringlab.checks.Text;

/**
 * An exercise of a notebook that was not handed in with the others.
 *
 * @param exercise {@code LESSON/EXERCISE}
 * @param title its name
 * @param status of the answer, had it been the only one; 200 where there was no need
 * @param message why, for the student
 * @param retryAfter seconds until it may be tried again; 0 where that isn't known
 */
public record Refused(String exercise, Text title, int status, Text message, long retryAfter) {}
