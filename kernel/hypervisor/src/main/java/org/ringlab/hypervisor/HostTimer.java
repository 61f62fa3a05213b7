package org.ringlab.hypervisor;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.Board;

/**
 * The hardware around a monitor: the timer that it set so that it gets control when a device of its guest wants something.
 * Time goes by for the guest's devices as the real processor executes.
 */
public final class HostTimer implements Board {
    /** The vector of the timer. */
    public static final int VECTOR = 0xF0;

    private final VirtualBoard guests;
    private VirtualBoard.@Nullable Device device;
    private boolean raised;

    /** For the devices of a guest. */
    public HostTimer(VirtualBoard guests) {
        this.guests = guests;
    }

    /** A device of the machine that the guest may reach by itself. */
    public void passThrough(VirtualBoard.Device real) {
        device = real;
    }

    @Override
    public long portRead(int port, int size) {
        VirtualBoard.Device real = device;
        return real != null && real.answers(port) ? real.read(port) : -1L >>> 64 - 8 * size;
    }

    @Override
    public void portWrite(int port, int size, long value) {
        VirtualBoard.Device real = device;
        if (real != null && real.answers(port)) {
            real.write(port, value);
        }
    }

    @Override
    public boolean interruptRequested() {
        return raised;
    }

    @Override
    public int acknowledge() {
        raised = false;
        return VECTOR;
    }

    @Override
    public long untilNext() {
        return guests.untilNext();
    }

    @Override
    public void advance(long instructions) {
        boolean before = guests.interruptRequested();
        guests.advance(instructions);
        raised |= guests.interruptRequested() && !before;
    }
}
