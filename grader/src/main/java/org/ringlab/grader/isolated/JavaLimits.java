package org.ringlab.grader.isolated;

/**
 * What students' Java code may use.
 *
 * @param heapMb its heap, MiB
 * @param cpuSeconds processor time of one child, its start included
 * @param wallSeconds how long the parent waits for an answer
 * @param replyBytes what an answer may hold
 */
public record JavaLimits(int heapMb, int cpuSeconds, int wallSeconds, int replyBytes) {
    /** Limits that fit an exercise. */
    public static JavaLimits defaults() {
        return new JavaLimits(64, 3, 6, 1 << 20);
    }
}
