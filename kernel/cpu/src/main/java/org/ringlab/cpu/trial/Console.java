package org.ringlab.cpu.trial;

import org.ringlab.cpu.core.Board;

/** A board with one device: what is written to port 0xE9 is text. */
final class Console implements Board {
    private static final int PORT = 0xE9;
    private static final int MOST = 4096;

    private final StringBuilder text = new StringBuilder();

    String text() {
        return text.toString();
    }

    @Override
    public long portRead(int port, int size) {
        return -1L >>> 64 - 8 * size;
    }

    @Override
    public void portWrite(int port, int size, long value) {
        if (port == PORT && text.length() < MOST) {
            text.append((char) (value & 0xFF));
        }
    }

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
}
