package org.ringlab.mmu.os;

import java.util.List;
import org.ringlab.mmu.paging.Access;

/**
 * What a process does when it has the processor.
 *
 * @param steps one after the other; the process ends after the last
 */
public record Program(List<Step> steps) {
    /** One thing that a program does. */
    public sealed interface Step {}

    /** Computes for some ticks. */
    public record Compute(int ticks) implements Step {}

    /** Touches an address, which takes one tick, and more where the disk is needed. */
    public record Touch(long address, Access.Type type) implements Step {}
}
