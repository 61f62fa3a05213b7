package org.ringlab.cpu.core;

/**
 * GDTR or IDTR.
 *
 * @param base linear
 * @param limit offset of the last byte, 16 bits
 */
public record TableRegister(long base, int limit) {
    /** As after a reset: everything at 0. */
    public static final TableRegister RESET = new TableRegister(0, 0xFFFF);
}
