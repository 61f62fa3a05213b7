package org.ringlab.mmu.replace;

/**
 * CLOCK as textbooks have it: a hand goes round over the frames and takes the first whose use counter is 0, counting down
 * those it passes. With counters up to 1 they are the reference bits of page-table entries.
 */
final class Clock implements ReplacementPolicy {
    private final int most;
    private final byte[] counters;
    private int hand;

    Clock(int frames, int most) {
        this.most = most;
        counters = new byte[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        counters[frame] = 1;
    }

    @Override
    public void used(int frame, int time, boolean write) {
        if (counters[frame] < most) {
            counters[frame]++;
        }
    }

    @Override
    public int victim(int time) {
        while (counters[hand] > 0) {
            counters[hand]--;
            advance();
        }
        int frame = hand;
        advance();
        return frame;
    }

    private void advance() {
        hand = hand + 1 == counters.length ? 0 : hand + 1;
    }

    @Override
    public String mark(int frame) {
        return String.valueOf(counters[frame]);
    }

    @Override
    public int hand() {
        return hand;
    }
}
