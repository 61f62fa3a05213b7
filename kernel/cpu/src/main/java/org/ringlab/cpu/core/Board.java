package org.ringlab.cpu.core;

/** What a processor is plugged into: ports, the interrupt line, and time. */
public interface Board {
    /** Reads 1, 2 or 4 bytes of a port; all ones where nothing answers. */
    long portRead(int port, int size);

    /** Writes 1, 2 or 4 bytes to a port. */
    void portWrite(int port, int size, long value);

    /** Whether an interrupt is requested. */
    boolean interruptRequested();

    /** The processor takes the interrupt: its vector. */
    int acknowledge();

    /** How many instructions until a device does something by itself; {@link Long#MAX_VALUE} for never. */
    long untilNext();

    /** So many instructions went by. */
    void advance(long instructions);

    /** Nothing at all. */
    Board EMPTY = new Board() {
        @Override
        public long portRead(int port, int size) {
            return Operands.mask(size);
        }

        @Override
        public void portWrite(int port, int size, long value) {}

        @Override
        public boolean interruptRequested() {
            return false;
        }

        @Override
        public int acknowledge() {
            return 0xFF;
        }

        @Override
        public long untilNext() {
            return Long.MAX_VALUE;
        }

        @Override
        public void advance(long instructions) {}
    };
}
