package org.ringlab.mmu.replace;

/**
 * Ageing: at each tick an 8-bit counter of every frame moves right and takes the R bit in at the top; the lowest counter
 * goes, among equals the page loaded first.
 */
final class Ageing implements ReplacementPolicy {
    private final int tick;
    private final int[] ages;
    private final boolean[] referenced;
    private final int[] loadedAt;
    private int nextTick;

    Ageing(int frames, int tick) {
        this.tick = tick;
        nextTick = tick;
        ages = new int[frames];
        referenced = new boolean[frames];
        loadedAt = new int[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        ages[frame] = 0;
        loadedAt[frame] = time;
        used(frame, time, write);
    }

    @Override
    public void used(int frame, int time, boolean write) {
        age(time);
        referenced[frame] = true;
    }

    @Override
    public int victim(int time) {
        age(time);
        int best = 0;
        for (int f = 1; f < ages.length; f++) {
            int difference = rank(f) - rank(best);
            if (difference < 0 || difference == 0 && loadedAt[f] < loadedAt[best]) {
                best = f;
            }
        }
        return best;
    }

    private void age(int time) {
        for (; time >= nextTick; nextTick += tick) {
            for (int f = 0; f < ages.length; f++) {
                ages[f] = ages[f] >>> 1 | (referenced[f] ? 0x80 : 0);
                referenced[f] = false;
            }
        }
    }

    /** The R bit that the next tick will take in counts already: it is what keeps a page that just came. */
    private int rank(int frame) {
        return ages[frame] | (referenced[frame] ? 0x100 : 0);
    }

    @Override
    public String mark(int frame) {
        return String.format("%8s", Integer.toBinaryString(ages[frame])).replace(' ', '0')
                + (referenced[frame] ? "R" : "");
    }
}
