package org.ringlab.mmu.replace;

import java.util.Arrays;

/**
 * The working set's page replacement (Denning): a page not used within the window is outside the set and goes; if all are
 * inside, the one used longest ago. Time is counted in references.
 */
public final class WorkingSet implements ReplacementPolicy {
    private final int window;
    private final int[] lastUse;

    WorkingSet(int frames, int window) {
        this.window = window;
        lastUse = new int[frames];
    }

    @Override
    public void loaded(int frame, int time, boolean write) {
        lastUse[frame] = time;
    }

    @Override
    public void used(int frame, int time, boolean write) {
        lastUse[frame] = time;
    }

    /** The first frame outside the window as a scan meets it, else the one used longest ago. */
    @Override
    public int victim(int time) {
        int oldest = 0;
        for (int f = 0; f < lastUse.length; f++) {
            if (time - lastUse[f] > window) {
                return f;
            }
            if (lastUse[f] < lastUse[oldest]) {
                oldest = f;
            }
        }
        return oldest;
    }

    @Override
    public String mark(int frame) {
        return String.valueOf(lastUse[frame]);
    }

    /**
     * How many different pages the last {@code window} references touched, after each reference.
     *
     * @param window 1 or more
     */
    public static int[] sizes(Trace trace, int window) {
        int[] last = new int[trace.distinct()];
        Arrays.fill(last, Integer.MIN_VALUE / 2);
        int[] sizes = new int[trace.length()];
        int inside = 0;
        for (int time = 0; time < trace.length(); time++) {
            int page = trace.number(time);
            if (time - last[page] > window - 1) {
                inside++;
            }
            last[page] = time;
            int leaving = time - window;
            if (leaving >= 0 && last[trace.number(leaving)] == leaving) {
                inside--;
            }
            sizes[time] = inside;
        }
        return sizes;
    }
}
