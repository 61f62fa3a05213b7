package org.ringlab.mmu.replace;

import org.ringlab.common.SeededRandom;

/** Random: any frame, by seeded chance. */
final class AnyFrame implements ReplacementPolicy {
    private final int frames;
    private final SeededRandom chance;

    AnyFrame(int frames, long seed) {
        this.frames = frames;
        chance = new SeededRandom(seed);
    }

    @Override
    public void loaded(int frame, int time, boolean write) {}

    @Override
    public void used(int frame, int time, boolean write) {}

    @Override
    public int victim(int time) {
        return chance.nextInt(frames);
    }
}
