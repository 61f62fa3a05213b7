package org.ringlab.mmu.replace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Runs a trace through a number of frames under a policy, in one go or step by step. */
public final class Replacer {
    /** The most frames a run may have. */
    public static final int MOST_FRAMES = 1 << 20;

    private static final int EMPTY = -1;

    private final Trace trace;
    private final ReplacementPolicy policy;
    private final int[] frameOf; // by page number
    private final int[] pageIn; // by frame
    private int filled;
    private int time;
    private int victim;
    private int frame;
    private int hits;

    /**
     * Empty frames before a trace.
     *
     * @param frames 1 to {@link #MOST_FRAMES}
     */
    public Replacer(Trace trace, int frames, ReplacementPolicy policy) {
        if (frames < 1 || frames > MOST_FRAMES) {
            throw new IllegalArgumentException("frames must be 1 to " + MOST_FRAMES + ", got " + frames);
        }
        this.trace = trace;
        this.policy = policy;
        frameOf = new int[trace.distinct()];
        Arrays.fill(frameOf, EMPTY);
        pageIn = new int[frames];
        Arrays.fill(pageIn, EMPTY);
    }

    /**
     * What a run came to.
     *
     * @param hits references whose page was there
     * @param misses the others
     * @param victims who had to go for each miss; empty while frames were free
     */
    public record Run(int hits, int misses, List<OptionalLong> victims) {}

    /**
     * One reference.
     *
     * @param time which, from 0
     * @param page what was wanted
     * @param write whether it was written
     * @param hit whether it was there
     * @param frame where it is now
     * @param victim who had to go
     * @param contents the page of each frame afterwards; empty frames last
     * @param marks what the policy remembers of each frame
     * @param hand the frame that a clock's hand points to, or -1
     */
    public record Step(
            int time,
            long page,
            boolean write,
            boolean hit,
            int frame,
            OptionalLong victim,
            List<OptionalLong> contents,
            List<String> marks,
            int hand) {}

    /** The whole trace. */
    public static Run run(Trace trace, int frames, ReplacementPolicy policy) {
        Replacer replacer = new Replacer(trace, frames, policy);
        List<OptionalLong> victims = new ArrayList<>();
        while (replacer.time < trace.length()) {
            if (!replacer.touch()) {
                victims.add(replacer.victimName());
            }
        }
        return new Run(replacer.hits, victims.size(), victims);
    }

    /** How many references of the whole trace miss; nothing else is kept. */
    public static int misses(Trace trace, int frames, ReplacementPolicy policy) {
        Replacer replacer = new Replacer(trace, frames, policy);
        int length = trace.length();
        while (replacer.time < length) {
            replacer.touch();
        }
        return length - replacer.hits;
    }

    /** Every reference with what lies in the frames after it. */
    public static List<Step> steps(Trace trace, int frames, ReplacementPolicy policy) {
        Replacer replacer = new Replacer(trace, frames, policy);
        List<Step> steps = new ArrayList<>();
        while (replacer.time < trace.length()) {
            int now = replacer.time;
            boolean hit = replacer.touch();
            List<OptionalLong> contents = new ArrayList<>();
            List<String> marks = new ArrayList<>();
            for (int f = 0; f < frames; f++) {
                int page = replacer.pageIn[f];
                contents.add(page == EMPTY ? OptionalLong.empty() : OptionalLong.of(trace.name(page)));
                marks.add(page == EMPTY ? "" : policy.mark(f));
            }
            steps.add(new Step(
                    now,
                    trace.page(now),
                    trace.write(now),
                    hit,
                    replacer.frame,
                    hit ? OptionalLong.empty() : replacer.victimName(),
                    contents,
                    marks,
                    policy.hand()));
        }
        return steps;
    }

    private OptionalLong victimName() {
        return victim == EMPTY ? OptionalLong.empty() : OptionalLong.of(trace.name(victim));
    }

    /** The next reference; whether it hit. */
    private boolean touch() {
        int page = trace.number(time);
        boolean write = trace.write(time);
        frame = frameOf[page];
        if (frame != EMPTY) {
            hits++;
            policy.used(frame, time++, write);
            return true;
        }
        victim = EMPTY;
        if (filled < pageIn.length) {
            frame = filled++;
        } else {
            frame = policy.victim(time);
            if (frame < 0 || frame >= pageIn.length) {
                throw new IllegalStateException("at reference " + time + " the policy chose frame " + frame
                        + " (allowed: 0 to " + (pageIn.length - 1) + ")");
            }
            victim = pageIn[frame];
            frameOf[victim] = EMPTY;
        }
        pageIn[frame] = page;
        frameOf[page] = frame;
        policy.loaded(frame, time++, write);
        return false;
    }
}
