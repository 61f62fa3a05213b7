package org.ringlab.jupyter.api;

import java.util.Map;

/** What came of running a guest under one method. */
public interface GuestRun {
    /** What it wrote to its serial port. */
    String output();

    /** How it ended, in a sentence. */
    String ending();

    /** Whether it switched itself off. */
    boolean finished();

    /** Cycles by the cost model. */
    long cycles();

    /** A counter by its name: {@code traps}, {@code exits}, {@code hypercalls}, {@code callouts}, {@code blocks}, … */
    long count(String counter);

    /** How often for each reason: exits by number and name, traps by vector, calls by name. */
    Map<String, Long> reasons();

    /** The trace as arrows between layers, the first events of it. */
    Html trace();
}
