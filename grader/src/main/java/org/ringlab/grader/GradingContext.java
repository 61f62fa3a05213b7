package org.ringlab.grader;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whose attempt is graded: what the hidden parameters depend on.
 *
 * @param student the student's stable id
 * @param version the exercise's version
 * @param attempt from 1
 * @param secret the server's secret, at least 16 bytes; never written anywhere
 * @param seed the seed of an earlier grading that is repeated, as its staff's report says it; null for a new one, whose
 *     seed is made from all the others
 */
public record GradingContext(
        String student,
        int version,
        int attempt,
        byte[] secret,
        @Nullable String seed) {
    /** Copies the secret. */
    public GradingContext {
        if (secret.length < 16 && seed == null) {
            throw new IllegalArgumentException("the secret must have at least 16 bytes, got " + secret.length);
        }
        secret = secret.clone();
    }

    /** A new grading. */
    public GradingContext(String student, int version, int attempt, byte[] secret) {
        this(student, version, attempt, secret, null);
    }

    /** An earlier grading again; the secret isn't needed for that. */
    public static GradingContext again(String student, int version, int attempt, String seed) {
        return new GradingContext(student, version, attempt, new byte[0], seed);
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
                && Arrays.equals(secret, that.secret)
                && java.util.Objects.equals(seed, that.seed);
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
