package org.ringlab.checks;

/** How a check ended. */
public enum Outcome {
    /** It holds. */
    PASS,
    /** It doesn't. */
    FAIL,
    /** A check that it needs didn't pass, so it would say nothing new. */
    NOT_RUN
}
