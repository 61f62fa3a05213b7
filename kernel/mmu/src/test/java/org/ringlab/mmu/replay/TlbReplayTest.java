package org.ringlab.mmu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ringlab.common.SeededRandom;

/** Scripts that were run on two emulators and a processor: what one of them saw, we may see. */
class TlbReplayTest {
    private static final List<String> ENGINES = List.of("bochs", "qemu", "kvm");

    private static List<Map<String, Object>> scripts() {
        Map<String, Object> file = new LinkedHashMap<>(Recordings.whole("tlb_scripts.json.gz"));
        List<?> scripts = (List<?>) file.remove("scripts");
        return scripts.stream()
                .map(script -> {
                    Map<String, Object> row = new LinkedHashMap<>(file);
                    ((Map<?, ?>) script).forEach((key, value) -> row.put((String) key, value));
                    return row;
                })
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyScriptIsSeenAsOneMachineSawIt() {
        return scripts().stream()
                .map(row -> DynamicTest.dynamicTest((String) row.get("name"), () -> {
                    List<?> operations = (List<?>) row.get("ops");
                    Map<String, Object> answer = TlbReplay.answer(row);
                    List<?> each = (List<?>) answer.get("each");
                    List<Object> accesses = new ArrayList<>();
                    for (int i = 0; i < operations.size(); i++) {
                        Map<?, ?> operation = (Map<?, ?>) operations.get(i);
                        List<Object> seen = new ArrayList<>();
                        ENGINES.stream()
                                .filter(operation::containsKey)
                                .forEach(engine -> seen.add(operation.get(engine)));
                        Object ours = each.get(i);
                        assertTrue(
                                seen.isEmpty() ? ours == null : seen.contains(ours),
                                i + " " + operation + ", ours " + ours);
                        if (List.of("read", "write", "fetch").contains(operation.get("op"))) {
                            accesses.add(ours);
                        }
                    }
                    assertEquals(accesses, answer.get("ops"));
                }));
    }

    @Test
    void aBadLineOfAScriptIsNamed() {
        Map<String, Object> row = new LinkedHashMap<>(scripts().get(0));
        row.put("ops", List.of(Map.of("op", "read", "a", "0x8000000004"), Map.of("op", "flush")));
        assertEquals(
                "ops[1]: op: flush (allowed: read, write, fetch, read physical, store, invlpg, invpcid, mov cr0, mov cr3,"
                        + " mov cr4)",
                TlbReplay.answer(row).get("error"));
    }

    @Test
    void noScriptMakesTheReplayThrow() {
        SeededRandom random = new SeededRandom(8);
        List<Map<String, Object>> scripts = scripts();
        List<Object> odd =
                List.of(-1, "0x", "0xffffffffffffffff", 3.5, List.of(), Map.of("op", "store"), "0x800000000000");
        for (int i = 0; i < 5_000; i++) {
            Map<String, Object> row = new LinkedHashMap<>(scripts.get(random.nextInt(scripts.size())));
            List<Object> operations = new ArrayList<>((List<?>) row.get("ops"));
            int at = random.nextInt(operations.size());
            Map<Object, Object> operation = new LinkedHashMap<>((Map<?, ?>) operations.get(at));
            List<Object> keys = new ArrayList<>(operation.keySet());
            operation.put(keys.get(random.nextInt(keys.size())), odd.get(random.nextInt(odd.size())));
            operations.set(at, random.nextInt(10) == 0 ? odd.get(random.nextInt(odd.size())) : operation);
            row.put("ops", operations);
            if (random.nextInt(4) == 0) {
                row.put("cr4", odd.get(random.nextInt(odd.size())));
            }
            Map<String, Object> answer = TlbReplay.answer(row);
            assertTrue(answer.containsKey("ops") || answer.containsKey("error"), answer::toString);
        }
    }
}
