package org.ringlab.mmu.replace;

/** Least frequently used since it was loaded; among equals the one loaded first. */
final class LeastFrequentlyUsed implements ReplacementPolicy {
    private final int[] uses;
    private final int[] loadedAt;

    LeastFrequentlyUsed(int frames) {
        uses = new int[frames];
        loadedAt = new int[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        uses[frame] = 1;
        loadedAt[frame] = time;
    }

    @Override
    public void used(int frame, int time, boolean write) {
        uses[frame]++;
    }

    @Override
    public int victim(int time) {
        int best = 0;
        for (int f = 1; f < uses.length; f++) {
            if (uses[f] < uses[best] || uses[f] == uses[best] && loadedAt[f] < loadedAt[best]) {
                best = f;
            }
        }
        return best;
    }

    @Override
    public String mark(int frame) {
        return String.valueOf(uses[frame]);
    }
}
