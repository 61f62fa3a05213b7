package org.ringlab.cpu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructions in every ring, as reference machines executed them, and rows that nobody recorded. */
class PrivilegeReplayTest {
    private static final Set<String> INPUT =
            Set.of("id", "instruction", "group", "mode", "cpl", "iopl", "differs", "model");

    @Test
    void everyRowAgreesWithTheIntelModel() {
        List<?> rows = (List<?>) Recordings.whole("privileged.json.gz").get("rows");
        List<String> different = new ArrayList<>();
        for (Object each : rows) {
            Map<?, ?> row = (Map<?, ?>) each;
            Map<Object, Object> recorded = new HashMap<>(row);
            recorded.keySet().removeAll(INPUT);
            compare(row, recorded, PrivilegeReplay.answer(input(row, "bochs-intel")), different);
        }
        assertEquals(808, rows.size());
        assertTrue(different.isEmpty(), () -> different.size() + " differ:\n" + String.join("\n", different));
    }

    /** Where the other model did something else only that is recorded; elsewhere it did the same, but for its name in CPUID. */
    @Test
    void everyRowAgreesWithTheAmdModel() {
        List<?> rows = (List<?>) Recordings.whole("privileged.json.gz").get("rows");
        List<String> different = new ArrayList<>();
        for (Object each : rows) {
            Map<?, ?> row = (Map<?, ?>) each;
            Map<?, ?> differs = row.get("differs") instanceof Map<?, ?> others ? others : Map.of();
            Object other = differs.get("bochs-amd");
            Map<Object, Object> recorded = Map.of("outcome", other == null ? row.get("outcome") : other);
            Map<String, Object> answer = new HashMap<>(PrivilegeReplay.answer(input(row, "bochs-amd")));
            answer.keySet().retainAll(Set.of("outcome"));
            compare(row, recorded, answer, different);
        }
        assertTrue(different.isEmpty(), () -> different.size() + " differ:\n" + String.join("\n", different));
    }

    private static Map<String, Object> input(Map<?, ?> row, String model) {
        Map<String, Object> input = new HashMap<>();
        row.forEach((key, value) -> input.put((String) key, value));
        input.put("model", model);
        return input;
    }

    private static void compare(Map<?, ?> row, Map<?, ?> recorded, Map<String, Object> answer, List<String> different) {
        Map<String, Object> ours = new HashMap<>(answer);
        ours.remove("id");
        if (!recorded.equals(ours)) {
            different.add(row.get("id") + " " + row.get("instruction") + " " + row.get("mode") + " ring "
                    + row.get("cpl") + " iopl " + row.get("iopl") + ": recorded " + recorded + ", ours " + ours);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hlt | middle | 0 | 0 | mode: middle (allowed: protected, long)",
                "hlt | long | 4 | 0 | cpl: 4 (allowed: 0 to 3)",
                "hlt | long | 2 | 0 | cpl: 2 (allowed: 0, 1, 3)",
                "hlt | long | 0 | 9 | iopl: 9 (allowed: 0 to 3)",
                "swapgs | protected | 0 | 0 | instruction: swapgs doesn't exist in protected mode"
            })
    void badRowsSayWhatIsAllowed(String instruction, String mode, int cpl, int iopl, String problem) {
        Map<String, Object> row = Map.of("id", 7, "instruction", instruction, "mode", mode, "cpl", cpl, "iopl", iopl);
        assertEquals(Map.of("id", 7, "error", problem), PrivilegeReplay.answer(row));
    }

    /** Whatever could have been recorded gets an answer of the machine. */
    @Test
    void everyInstructionIsAnsweredInEveryModeRingAndIopl() {
        List<String> strange = new ArrayList<>();
        for (String name : PrivilegeCase.names()) {
            for (String mode : List.of("protected", "long")) {
                for (int cpl : new int[] {0, 1, 3}) {
                    for (int iopl = 0; iopl < 4; iopl++) {
                        Map<String, Object> answer = PrivilegeReplay.answer(
                                Map.of("instruction", name, "mode", mode, "cpl", cpl, "iopl", iopl));
                        String said = answer.containsKey("error")
                                ? String.valueOf(answer.get("error"))
                                : String.valueOf(answer.get("outcome"));
                        if (!said.matches("executes.*|silently ignored|#[A-Z]{2}.*|enters ring 0.*|mode not available|"
                                + "instruction: .* doesn't exist in (protected|long) mode")) {
                            strange.add(name + " " + mode + " " + cpl + " " + iopl + ": " + said);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), strange);
    }

    /** SDM vol. 2 CLAC, STAC: #UD above ring 0, whatever CR4.SMAP; nobody recorded it in long mode with SMAP. */
    @ParameterizedTest
    @CsvSource({"0, executes", "1, #UD", "3, #UD"})
    void clacAboveRing0IsUndefined(int cpl, String outcome) {
        for (String mode : List.of("protected", "long")) {
            for (String name :
                    List.of("clac, CR4.SMAP=0", "clac, CR4.SMAP=1", "stac, CR4.SMAP=0", "stac, CR4.SMAP=1")) {
                Map<String, Object> row = Map.of("instruction", name, "mode", mode, "cpl", cpl, "iopl", 0);
                assertEquals(outcome, PrivilegeReplay.answer(row).get("outcome"), name + " in " + mode);
            }
        }
    }

    @Test
    void anInstructionNobodyRecordedIsAnsweredWithThoseThatAre() {
        Object error = PrivilegeReplay.answer(Map.of("instruction", "fly", "mode", "long", "cpl", 0, "iopl", 0))
                .get("error");
        assertTrue(String.valueOf(error).startsWith("instruction: fly (allowed: one of hlt; lgdt; "), () -> "" + error);
    }
}
