package org.ringlab.mmu.replace;

/** First in, first out: frames are filled in turn, so the oldest page is always at the hand. */
final class Fifo implements ReplacementPolicy {
    private final int frames;
    private int hand;

    Fifo(int frames) {
        this.frames = frames;
    }

    @Override
    public void loaded(int frame, int time, boolean write) {}

    @Override
    public void used(int frame, int time, boolean write) {}

    @Override
    public int victim(int time) {
        int oldest = hand;
        hand = oldest + 1 == frames ? 0 : oldest + 1;
        return oldest;
    }

    @Override
    public int hand() {
        return hand;
    }
}
