package org.ringlab.mmu.replace;

import java.util.ArrayDeque;

/**
 * Second chance: a FIFO queue whose oldest page goes to the end with its bit cleared if it was used since. CLOCK without
 * moving the hand instead of the pages; both choose the same victims.
 */
final class SecondChance implements ReplacementPolicy {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final boolean[] referenced;

    SecondChance(int frames) {
        referenced = new boolean[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        queue.addLast(frame);
        referenced[frame] = true;
    }

    @Override
    public void used(int frame, int time, boolean write) {
        referenced[frame] = true;
    }

    @Override
    public int victim(int time) {
        int oldest = queue.removeFirst();
        while (referenced[oldest]) {
            referenced[oldest] = false;
            queue.addLast(oldest);
            oldest = queue.removeFirst();
        }
        return oldest;
    }

    @Override
    public String mark(int frame) {
        return referenced[frame] ? "1" : "0";
    }
}
