package org.ringlab.service.pages;

/**
 * What waits for a teacher.
 *
 * @param failed submissions that the grader failed on
 * @param appeals without an answer
 */
public record Alerts(long failed, long appeals) {
    /** Nothing. */
    public static final Alerts NONE = new Alerts(0, 0);
}
