package org.ringlab.mmu.replace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;

/** Textbook traces by hand, and what must hold for every trace. */
class PoliciesTest {
    private static final long[] BELADY = {1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5};
    private static final long[] TEXTBOOK = {7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1};

    private static int misses(String policy, Trace trace, int frames) {
        return Replacer.misses(
                trace, frames, Policies.byName(policy, trace, frames).orElseThrow());
    }

    private static Trace random(SeededRandom random) {
        int pages = 2 + random.nextInt(12);
        int length = 1 + random.nextInt(120);
        long[] references = new long[length];
        boolean[] writes = new boolean[length];
        for (int i = 0; i < length; i++) {
            references[i] = random.nextInt(3) == 0 && i > 0 ? references[i - 1] : random.nextInt(pages);
            writes[i] = random.nextInt(3) == 0;
        }
        return Trace.of(references, writes);
    }

    @ParameterizedTest
    @CsvSource({
        "FIFO, 3, 9",
        "FIFO, 4, 10", // Belady's anomaly: more frames, more faults
        "LRU, 3, 10",
        "LRU, 4, 8",
        "OPT, 3, 7",
        "OPT, 4, 6",
        "CLOCK, 3, 9",
        "CLOCK, 4, 10",
    })
    void beladysTrace(String policy, int frames, int misses) {
        assertEquals(misses, misses(policy, Trace.of(BELADY), frames));
    }

    @ParameterizedTest
    @CsvSource({"FIFO, 15", "LRU, 12", "OPT, 9", "OPT-OLDEST, 9"})
    void theTextbooksTraceInThreeFrames(String policy, int misses) {
        assertEquals(misses, misses(policy, Trace.of(TEXTBOOK), 3));
    }

    @Test
    void clockPassesPagesThatWereUsed() {
        Trace trace = Trace.of(1, 2, 3, 4, 2, 5);
        // 4 clears all bits and takes 1; 2 is used again, so 5 spares it and takes 3.
        List<Replacer.Step> steps = Replacer.steps(trace, 3, new Clock(3, 1));
        assertEquals(OptionalLong.of(1), steps.get(3).victim());
        assertEquals(List.of("1", "0", "0"), steps.get(3).marks());
        assertEquals(1, steps.get(3).hand());
        assertEquals(OptionalLong.of(3), steps.get(5).victim());
    }

    @Test
    void nruPrefersCleanPagesAndAgeingCountsTicks() {
        Trace trace = Trace.of(new long[] {1, 2, 3, 9}, new boolean[] {true, false, true, false});
        assertEquals(
                OptionalLong.of(2),
                Replacer.steps(trace, 3, new NotRecentlyUsed(3, 8)).get(3).victim());
        // Page 2 is used in both ticks, 1 in the first only, 3 in the second only.
        Trace ticks = Trace.of(1, 2, 2, 2, 3, 2, 3, 2, 9);
        assertEquals(
                OptionalLong.of(1),
                Replacer.steps(ticks, 3, new Ageing(3, 4)).get(8).victim());
    }

    @Test
    void lfuKeepsWhatIsUsedOften() {
        assertEquals(
                OptionalLong.of(2),
                Replacer.run(Trace.of(1, 1, 2, 3, 3, 4), 3, new LeastFrequentlyUsed(3))
                        .victims()
                        .get(3));
    }

    @Test
    void theWorkingSetIsWhatTheWindowTouched() {
        Trace trace = Trace.of(1, 2, 1, 1, 1, 3, 2);
        assertEquals(
                List.of(1, 2, 2, 2, 1, 2, 3),
                java.util.Arrays.stream(WorkingSet.sizes(trace, 3)).boxed().toList());
    }

    @Test
    void optNeverMissesMoreThanAnyOther() {
        SeededRandom random = new SeededRandom(7);
        for (int i = 0; i < 1_000; i++) {
            Trace trace = random(random);
            int frames = 1 + random.nextInt(8);
            int best = misses("OPT", trace, frames);
            assertEquals(best, misses("OPT-OLDEST", trace, frames));
            for (String policy : Policies.NAMES) {
                assertTrue(best <= misses(policy, trace, frames), policy);
            }
        }
    }

    /** What LRU holds in n frames it holds in n + 1 too, so it knows no Belady's anomaly; OPT neither. */
    @Test
    void lruIsAStackAlgorithm() {
        SeededRandom random = new SeededRandom(8);
        for (int i = 0; i < 500; i++) {
            Trace trace = random(random);
            for (int frames = 1; frames < 8; frames++) {
                List<Replacer.Step> few = Replacer.steps(trace, frames, new Recency(frames, false));
                List<Replacer.Step> more = Replacer.steps(trace, frames + 1, new Recency(frames + 1, false));
                for (int time = 0; time < trace.length(); time++) {
                    assertTrue(more.get(time).contents().containsAll(pages(few.get(time))));
                }
                assertTrue(misses("OPT", trace, frames + 1) <= misses("OPT", trace, frames));
            }
        }
    }

    private static List<OptionalLong> pages(Replacer.Step step) {
        return step.contents().stream().filter(OptionalLong::isPresent).toList();
    }

    @Test
    void secondChanceAndClockChooseTheSame() {
        SeededRandom random = new SeededRandom(9);
        for (int i = 0; i < 500; i++) {
            Trace trace = random(random);
            int frames = 1 + random.nextInt(8);
            assertEquals(
                    Replacer.run(trace, frames, new Clock(frames, 1)),
                    Replacer.run(trace, frames, new SecondChance(frames)));
        }
    }

    @Test
    void aLoopOneLargerThanMemoryDefeatsLruAndFifoButNotMru() {
        long[] loop = LongStream.range(0, 60).map(i -> i % 6).toArray();
        assertEquals(60, misses("LRU", Trace.of(loop), 5));
        assertEquals(60, misses("FIFO", Trace.of(loop), 5));
        assertTrue(misses("MRU", Trace.of(loop), 5) < 20);
    }
}
