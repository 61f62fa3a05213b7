package org.ringlab.mmu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;

/** Page walks of reference emulators and processors, and lines that nobody recorded. */
class WalkReplayTest {
    @ParameterizedTest
    @CsvSource({"mmu_cases.jsonl.gz, 10043", "nested_cases.jsonl.gz, 3974"})
    void everyRecordedWalkAgrees(String file, int rows) {
        List<Map<String, Object>> cases = Recordings.lines(file);
        List<String> different = new ArrayList<>();
        for (Map<String, Object> row : cases) {
            Map<String, Object> recorded = comparable(row.get("out"));
            Map<String, Object> ours = comparable(WalkReplay.answer(row).get("out"));
            if (!recorded.equals(ours)) {
                different.add(row.get("id") + ": recorded " + recorded + ", ours " + ours);
            }
        }
        assertEquals(rows, cases.size());
        assertTrue(
                different.isEmpty(),
                () -> different.size() + " differ:\n"
                        + String.join("\n", different.subList(0, Math.min(20, different.size()))));
    }

    /** Without what a recording only allows; entries in any order. */
    private static Map<String, Object> comparable(Object out) {
        Map<String, Object> plain = new LinkedHashMap<>();
        ((Map<?, ?>) out).forEach((key, value) -> {
            switch ((String) key) {
                case "may", "measured_qualification" -> {}
                case "written" -> {
                    Map<Object, Object> entries = new HashMap<>();
                    ((List<?>) value).forEach(w -> entries.put(((List<?>) w).get(0), ((List<?>) w).get(1)));
                    plain.put("written", entries);
                }
                default -> plain.put((String) key, value instanceof Number n ? n.longValue() : value);
            }
        });
        return plain;
    }

    private static final String GOOD = """
            {"id": 7, "mode": "4level", "cr0": "0x80010011", "cr4": "0x20", "efer": "0xd00", "cr3": "0x1000",
             "mem": [["0x1000", "0x2007"]], "la": "0x0", "type": "read", "cpl": 3, "ac": 0}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"4level\"   | \"6level\"          | mode: 6level (allowed: 32, pae, 4level, 5level)",
                "\"cpl\": 3   | \"cpl\": 4          | cpl: 4 (allowed: 0 to 3)",
                "\"read\"     | \"execute\"         | type: execute (allowed: read, write, fetch)",
                "\"0x2007\"   | \"0xzz\"            | mem value: 0xzz (allowed: 0x0 to 0xffffffffffffffff)",
                "[\"0x1000\",  | [\"0x1004\",         | mem address: 0x1004 (allowed: multiples of 8)",
                "[\"0x1000\",  | [\"0x10000000000000\", | mem address: 0x10000000000000 (allowed: 0x0 to 0xfffffffffffff)",
                "\"la\"       | \"address\"         | la: missing (allowed: 0x0 to 0xffffffffffffffff)",
                "\"4level\"   | \"pae\", \"kind\": \"shadow\" | kind: shadow (allowed: ept, npt)",
            })
    void aBadFieldIsNamedWithItsRange(String text, String instead, String error) throws Exception {
        assertEquals(
                null,
                WalkReplay.answer(Recordings.tree(Recordings.JSON.readTree(GOOD)))
                        .get("error"));
        Map<String, Object> answer = WalkReplay.answer(Recordings.tree(
                Recordings.JSON.readTree(GOOD.replaceFirst(java.util.regex.Pattern.quote(text), instead))));
        assertEquals(error, answer.get("error"));
        assertEquals(7, answer.get("id"));
    }

    @Test
    void noTreeMakesTheReplayThrow() {
        SeededRandom random = new SeededRandom(20260101);
        List<Map<String, Object>> cases = Recordings.lines("nested_cases.jsonl.gz");
        List<Object> odd = new ArrayList<>(List.of(
                -1, 3.5, "", "0x", "-0x1", "0xffffffffffffffffffff", List.of(), List.of(List.of(1)), Map.of(), true));
        odd.add(null);
        for (int i = 0; i < 20_000; i++) {
            Map<String, Object> row = new LinkedHashMap<>(cases.get(random.nextInt(cases.size())));
            List<String> keys = new ArrayList<>(row.keySet());
            for (int n = random.nextInt(3); n >= 0; n--) {
                row.put(keys.get(random.nextInt(keys.size())), odd.get(random.nextInt(odd.size())));
            }
            Map<String, Object> answer = WalkReplay.answer(row);
            assertTrue(answer.containsKey("out") || answer.containsKey("error"), answer::toString);
        }
    }
}
