package org.ringlab.grader;

import org.ringlab.checks.Text;

/**
 * Why a submission can't be graded: becomes NOT_GRADABLE. It carries a value out of the parts of the pipeline that read
 * untrusted text; {@link Grader} catches it.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Text reason;

    Refusal(String zh, String en) {
        super(en);
        reason = new Text(zh, en);
    }

    /** What is wrong and what to do about it, for the student. */
    Text reason() {
        return reason;
    }
}
