package org.ringlab.common;

/**
 * One thing an engine did, said by the one evaluator that did it. Displays, feedback and explanations only render
 * events; they never work anything out again.
 */
public interface TraceEvent {
    /** When, in nanoseconds since the lab's boot. */
    long nanos();

    /** The simulated machine (or {@code host/namespace}) it happened on. */
    String host();
}
