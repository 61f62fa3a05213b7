package org.ringlab.cpu.core;

/** Hears what the processor does. */
@FunctionalInterface
public interface CpuListener {
    /** One event, as it happens. */
    void event(CpuEvent event);
}
