package org.ringlab.mmu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 960 runs of the OSTEP course's simulator. */
class ReplacementReplayTest {
    private static Map<String, Object> row(Object trace, Object frames, Object policy) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", 1);
        row.put("trace", trace);
        row.put("frames", frames);
        row.put("policy", policy);
        return row;
    }

    private static List<Map<?, ?>> runs(String policy) {
        Map<String, Object> file = Recordings.whole("ostep_policy.json.gz");
        List<Map<?, ?>> runs = new ArrayList<>();
        for (Object run : (List<?>) file.get("runs")) {
            Map<Object, Object> tree = new LinkedHashMap<>((Map<?, ?>) run);
            if (tree.get("policy").equals(policy)) {
                tree.put("pages", ((Map<?, ?>) file.get("traces")).get(tree.get("trace")));
                runs.add(tree);
            }
        }
        return runs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIFO", "LRU", "MRU", "OPT", "UNOPT"})
    void everyRunHasTheSameHitsMissesAndVictims(String policy) {
        for (Map<?, ?> run : runs(policy)) {
            Map<String, Object> answer = ReplacementReplay.answer(row(run.get("pages"), run.get("frames"), policy));
            Map<Object, Object> recorded = new TreeMap<>();
            Map<Object, Object> ours = new TreeMap<>();
            for (String key : List.of("hits", "misses", "victims")) {
                recorded.put(key, run.get(key).toString());
                ours.put(key, String.valueOf(answer.get(key)));
            }
            assertEquals(recorded, ours, () -> run.get("trace") + " in " + run.get("frames"));
        }
    }

    /** Their CLOCK draws pages by chance, ours goes round: only the totals lie near each other. */
    @ParameterizedTest
    @ValueSource(strings = {"CLOCK1", "CLOCK2", "RAND"})
    void policiesWithChanceAgreeInTotal(String policy) {
        long recorded = 0;
        long ours = 0;
        for (Map<?, ?> run : runs(policy)) {
            recorded += ((Number) run.get("misses")).longValue();
            ours += ((Number) ReplacementReplay.answer(row(run.get("pages"), run.get("frames"), policy))
                            .get("misses"))
                    .longValue();
        }
        double ratio = (double) ours / recorded;
        assertTrue(ratio > 0.97 && ratio < 1.03, policy + ": " + ours + " for " + recorded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0       | FIFO  | 'frames: 0 (allowed: 1 to 1048576)'",
                "3       | LIFO  | 'policy: LIFO (allowed: FIFO, LRU, MRU, CLOCK, CLOCK1, CLOCK2, SECOND-CHANCE, NRU, LFU, AGEING, OPT, OPT-OLDEST, UNOPT, WORKING-SET, RAND)'",
            })
    void aBadRunIsNamedWithItsRange(int frames, String policy, String error) {
        assertEquals(
                error,
                ReplacementReplay.answer(row(List.of(1, 2), frames, policy)).get("error"));
    }

    @Test
    void aBadPageIsNamedByItsPlace() {
        assertEquals(
                "trace[1]: x (allowed: 0x0 to 0x7fffffffffffffff)",
                ReplacementReplay.answer(row(List.of(1, "x"), 2, "FIFO")).get("error"));
        assertEquals(
                Set.of("id", "error"),
                ReplacementReplay.answer(row("1 2", 2, "FIFO")).keySet());
    }
}
