package org.ringlab.grader;

/** How grading ended. */
public enum Status {
    /** There is a score. */
    GRADED,
    /** The submission can't be graded as it is; the message says what to mend. It costs no attempt. */
    NOT_GRADABLE,
    /** Our fault: the exercise or the grader is broken. Never a zero; staff must look. */
    GRADER_ERROR
}
