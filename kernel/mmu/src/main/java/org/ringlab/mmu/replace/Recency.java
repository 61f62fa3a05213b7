package org.ringlab.mmu.replace;

/** Least or most recently used: a list of the frames by last use, linked both ways, newest first. */
final class Recency implements ReplacementPolicy {
    private final boolean newestGoes;
    private final int head; // a list node that is no frame
    private final int[] newer;
    private final int[] older;

    Recency(int frames, boolean newestGoes) {
        this.newestGoes = newestGoes;
        head = frames;
        newer = new int[frames + 1];
        older = new int[frames + 1];
        for (int i = 0; i <= frames; i++) {
            newer[i] = i;
            older[i] = i;
        }
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        used(frame, time, write);
    }

    @Override
    public void used(int frame, int time, boolean write) {
        if (older[head] == frame) {
            return;
        }
        newer[older[frame]] = newer[frame];
        older[newer[frame]] = older[frame];
        int second = older[head];
        older[head] = frame;
        newer[frame] = head;
        older[frame] = second;
        newer[second] = frame;
    }

    @Override
    public int victim(int time) {
        return newestGoes ? older[head] : newer[head];
    }

    /** The frame's place in the order of use, 1 the newest. */
    @Override
    public String mark(int frame) {
        int place = 1;
        for (int f = older[head]; f != frame && f != head; f = older[f]) {
            place++;
        }
        return String.valueOf(place);
    }
}
