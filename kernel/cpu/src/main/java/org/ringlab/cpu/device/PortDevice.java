package org.ringlab.cpu.device;

/** A device behind ports. Time comes to it in instructions that the processor executed. */
public interface PortDevice {
    /** Whether it answers at a port. */
    boolean answers(int port);

    /** Reads 1, 2 or 4 bytes of a port it answers at. */
    long read(int port, int size);

    /** Writes 1, 2 or 4 bytes. */
    void write(int port, int size, long value);

    /** How many instructions until it does something by itself. */
    default long untilNext() {
        return Long.MAX_VALUE;
    }

    /** So many went by. */
    default void advance(long instructions) {}

    /** Everything it remembers, as a value of its own kind that never changes. */
    Object save();

    /** Goes back to a value of {@link #save}. */
    void restore(Object saved);
}
