package org.ringlab.grader;

import java.util.Arrays;

/**
 * Whose attempt is graded: what the hidden parameters depend on.
 *
 * @param student the student's stable id
 * @param version the exercise's version
 * @param attempt from 1
 * @param secret the server's secret, at least 16 bytes; never written anywhere
 */
public record GradingContext(String student, int version, int attempt, byte[] secret) {
    /** Copies the secret. */
    public GradingContext {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret must have at least 16 bytes, got " + secret.length);
        }
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GradingContext that
                && student.equals(that.student)
                && version == that.version
                && attempt == that.attempt
                && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return student.hashCode() * 31 + attempt;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "GradingContext[" + student + ", version " + version + ", attempt " + attempt + "]";
    }
}
