package org.ringlab.cpu.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instructions left guests of reference machines; and what the manuals say of pairs that weren't kept. */
class ExitReplayTest {
    /** Where two machines differ under SVM, either is right. */
    @Test
    void everyRowAgrees() {
        List<?> rows = (List<?>) Recordings.whole("vmexits.json.gz").get("rows");
        List<String> different = new ArrayList<>();
        for (Object each : rows) {
            Map<?, ?> row = (Map<?, ?>) each;
            Map<String, Object> input = new HashMap<>();
            row.forEach((key, value) -> input.put((String) key, value));
            Map<String, Object> ours = ExitReplay.answer(input);
            boolean vmx = row.get("vmx_bochs").equals(ours.get("vmx"));
            boolean svm = row.get("svm_bochs").equals(ours.get("svm"))
                    || row.get("svm_qemu").equals(ours.get("svm"));
            if (!vmx || !svm) {
                different.add(row + ", ours " + ours);
            }
        }
        assertEquals(141, rows.size());
        assertTrue(different.isEmpty(), () -> different.size() + " differ:\n" + String.join("\n", different));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // SDM 26.1.2: always; APM 15.9: by intercept
                "cpuid | 3 | minimal | exit 10 CPUID | no exit",
                "cpuid | 3 | all | exit 10 CPUID | exit 0x72 CPUID",
                // SDM 26.1.3
                "hlt | 0 | all | exit 12 HLT | exit 0x78 HLT",
                "mov to cr0, WP changed | 0 | all | exit 28 CR access cr0 type 0 | exit 0x10 CR0 write",
                "mov from cr8 | 0 | all | exit 28 CR access cr8 type 1 | exit 0x8 CR8 read",
                // SDM 26.1.1: MOV DR leaves from every ring; under SVM the ring comes first
                "mov from dr7 | 3 | all | exit 29 MOV DR | #GP(0x0)",
                "mov from dr7 | 3 | minimal | #GP(0x0) | #GP(0x0)",
                "clts | 0 | all | no exit | exit 0x10 CR0 write",
                "lldt null | 0 | all | exit 47 LDTR/TR access | exit 0x6c LDTR write"
            })
    void leavesAsTheManualsSay(String instruction, int ring, String controls, String vmx, String svm) {
        Map<String, Object> answer =
                ExitReplay.answer(Map.of("id", 1, "instruction", instruction, "ring", ring, "controls", controls));
        assertEquals(Map.of("id", 1, "vmx", vmx, "svm", svm), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nop | 1 | all | ring: 1 (allowed: 0, 3)",
                "nop | 7 | all | ring: 7 (allowed: 0 to 3)",
                "nop | 0 | some | controls: some (allowed: minimal, all)"
            })
    void badRowsSayWhatIsAllowed(String instruction, int ring, String controls, String problem) {
        Map<String, Object> answer =
                ExitReplay.answer(Map.of("id", 1, "instruction", instruction, "ring", ring, "controls", controls));
        assertEquals(Map.of("id", 1, "error", problem), answer);
    }
}
