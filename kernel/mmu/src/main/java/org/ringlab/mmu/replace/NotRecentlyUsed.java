package org.ringlab.mmu.replace;

import java.util.Arrays;

/**
 * Not recently used: frames fall into four classes by their bits R and M (used since the last tick; written since loaded);
 * the first frame of the lowest class goes.
 */
final class NotRecentlyUsed implements ReplacementPolicy {
    private final int tick;
    private final boolean[] referenced;
    private final boolean[] modified;
    private int nextTick;

    NotRecentlyUsed(int frames, int tick) {
        this.tick = tick;
        nextTick = tick;
        referenced = new boolean[frames];
        modified = new boolean[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        modified[frame] = false;
        used(frame, time, write);
    }

    @Override
    public void used(int frame, int time, boolean write) {
        clearBits(time);
        referenced[frame] = true;
        modified[frame] |= write;
    }

    @Override
    public int victim(int time) {
        clearBits(time);
        int best = 0;
        for (int f = 1; f < referenced.length; f++) {
            if (rank(f) < rank(best)) {
                best = f;
            }
        }
        return best;
    }

    private void clearBits(int time) {
        if (time >= nextTick) {
            Arrays.fill(referenced, false);
            nextTick = time - time % tick + tick;
        }
    }

    private int rank(int frame) {
        return (referenced[frame] ? 2 : 0) + (modified[frame] ? 1 : 0);
    }

    @Override
    public String mark(int frame) {
        return (referenced[frame] ? "R" : "-") + (modified[frame] ? "M" : "-");
    }
}
