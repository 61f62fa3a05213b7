package org.ringlab.cpu.trap;

/**
 * A processor does something here that this one doesn't; the machine stops and says so.
 *
 * @param what as it is told: {@code task gates}
 */
public record NotSimulated(String what) implements Event {}
