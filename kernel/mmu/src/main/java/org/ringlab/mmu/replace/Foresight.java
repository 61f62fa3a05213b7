package org.ringlab.mmu.replace;

/** OPT and its opposite: they know when each page is used next. */
final class Foresight implements ReplacementPolicy {
    /** Who goes. */
    enum Choice {
        /** The page used farthest in the future; among those never used again, the one loaded last. */
        FARTHEST_NEWEST,
        /** The page used farthest in the future; among those never used again, the one loaded first. */
        FARTHEST_OLDEST,
        /** The page used next, the worst choice; among those never used again, the one loaded first. */
        NEAREST
    }

    private final Choice choice;
    private final int[] nextUseOf; // by reference
    private final int[] nextUse; // by frame
    private final int[] loadedAt;

    Foresight(Trace trace, int frames, Choice choice) {
        this.choice = choice;
        nextUseOf = trace.nextUses();
        nextUse = new int[frames];
        loadedAt = new int[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        nextUse[frame] = nextUseOf[time];
        loadedAt[frame] = time;
    }

    @Override
    public void used(int frame, int time, boolean write) {
        nextUse[frame] = nextUseOf[time];
    }

    @Override
    public int victim(int time) {
        int best = 0;
        for (int f = 1; f < nextUse.length; f++) {
            if (goesBefore(f, best)) {
                best = f;
            }
        }
        return best;
    }

    private boolean goesBefore(int frame, int other) {
        if (nextUse[frame] != nextUse[other]) {
            return choice == Choice.NEAREST ? nextUse[frame] < nextUse[other] : nextUse[frame] > nextUse[other];
        }
        return choice == Choice.FARTHEST_NEWEST ? loadedAt[frame] > loadedAt[other] : loadedAt[frame] < loadedAt[other];
    }

    @Override
    public String mark(int frame) {
        return nextUse[frame] == nextUseOf.length ? "∞" : String.valueOf(nextUse[frame]);
    }
}
