package org.ringlab.cpu.device;

/**
 * Channel 0 of an 8254 interval timer on line 0, ports 40h and 43h (Intel 8254 data sheet): modes 0, 2 and 3, both bytes or one. Channels 1
 * and 2 keep what is written and do nothing.
 */
public final class IntervalTimer implements PortDevice {
    private static final int LINE = 0;

    private final InterruptController controller;
    private final int instructionsPerTick;

    private int mode = 3;
    private int access = 3;
    private long reload = 0x1_0000;
    private boolean running;
    private long left; // instructions until the output rises
    private int written = -1; // the low byte, while the high one is missing
    private int latched = -1;
    private boolean highNext;

    /** A timer that isn't programmed; one of its 1,193,182 ticks a second lasts so many instructions. */
    public IntervalTimer(InterruptController controller, int instructionsPerTick) {
        this.controller = controller;
        this.instructionsPerTick = instructionsPerTick;
    }

    @Override
    public boolean answers(int port) {
        return port >= 0x40 && port <= 0x43;
    }

    @Override
    public long read(int port, int size) {
        if (port != 0x40) {
            return 0;
        }
        int count = latched >= 0 ? latched : count();
        boolean high = access == 2 || access == 3 && highNext;
        if (access == 3) {
            highNext = !highNext;
        }
        if (access != 3 || high) {
            latched = -1;
        }
        return high ? count >>> 8 : count & 0xFF;
    }

    private int count() {
        return (int) (left / instructionsPerTick) & 0xFFFF;
    }

    @Override
    public void write(int port, int size, long value) {
        int low = (int) value & 0xFF;
        if (port == 0x43 && low >>> 6 == 0) {
            if ((low >>> 4 & 3) == 0) {
                latched = count();
                return;
            }
            access = low >>> 4 & 3;
            mode = (low >>> 1 & 7) > 5 ? low >>> 1 & 3 : low >>> 1 & 7;
            running = false;
            written = -1;
            highNext = false;
            latched = -1;
        } else if (port == 0x40) {
            load(low);
        }
    }

    private void load(int value) {
        if (access == 3 && written < 0) {
            written = value;
            return;
        }
        int count = access == 3 ? written | value << 8 : access == 2 ? value << 8 : value;
        written = -1;
        reload = count == 0 ? 0x1_0000 : count;
        left = reload * instructionsPerTick;
        running = true;
        controller.lower(LINE);
    }

    @Override
    public long untilNext() {
        return running ? left : Long.MAX_VALUE;
    }

    @Override
    public void advance(long instructions) {
        if (!running) {
            return;
        }
        left -= instructions;
        if (left > 0) {
            return;
        }
        controller.raise(LINE);
        if (mode == 2 || mode == 3) {
            long period = reload * instructionsPerTick;
            left += period * ((-left + period) / period);
        } else {
            running = false;
            left = 0;
        }
    }

    @Override
    public Object save() {
        return new long[] {mode, access, reload, running ? 1 : 0, left, written, latched, highNext ? 1 : 0};
    }

    @Override
    public void restore(Object saved) {
        long[] all = (long[]) saved;
        mode = (int) all[0];
        access = (int) all[1];
        reload = all[2];
        running = all[3] != 0;
        left = all[4];
        written = (int) all[5];
        latched = (int) all[6];
        highNext = all[7] != 0;
    }
}
