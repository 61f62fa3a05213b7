package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;

/** Values of each student's own, and right answers worked out from them. */
class GivenTest {
    private static final Map<String, Double> VALUES = Map.of("frame", 154.0, "step", 64.0, "which", 2.0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "= frame * 4096 + 4095 | 634879",
                "= frame << 12 | 630784",
                "= (0x12345678 >> 12) & 0xff | 69",
                "= 100 - 100 * step / 4096 | 98.4375",
                "= at(which, 11, 10, 7) | 7",
                "= floor(7 / 2) + log2(1024) - -2 | 15",
                "= min(step, 3, frame) * max(1, 2) % 4 | 2",
                "= 1 + 2 * 3 << 1 | 14"
            })
    void formulasBindAsInC(String formula, double value) {
        assertEquals(new Formula.Result(value, ""), Formula.value(formula, VALUES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "= ; the formula ends too early",
                "= frame + ; the formula ends too early",
                "= 2 2 ; expected an operator at `2`",
                "= (1 ; `)` is missing",
                "= 1 / 0 ; `= 1 / 0` has no value",
                "= at(which, 1) ; at: there is no number 2.0 among 1",
                "= sqrt(2) ; no function is called `sqrt` (there are floor, log2, min, max, at)",
                "= 0x ; `0x` is no number",
                "= 0.5 << 1 ; << >> & | ^ need whole numbers below 2^53, got 0.5"
            })
    void whatCannotBeWorkedOutSaysWhy(String formula, String problem) {
        assertEquals(problem, Formula.value(formula, VALUES).problem());
    }

    @Test
    void noTextMakesItThrowOrHang() {
        List<String> pieces =
                List.of("=", "(", ")", "frame", "1", "0x", "<<", ">>", "-", ",", "at(", "^", "%", " ", "é");
        SeededRandom random = new SeededRandom(5);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("=");
            for (int n = random.nextInt(200); n > 0; n--) {
                text.append(pieces.get(random.nextInt(i % 2 == 0 ? pieces.size() : 2)));
            }
            Formula.value(text.toString(), VALUES);
        }
    }

    private static Given read(Map<String, Object> tree, List<Diagnostic> problems) {
        return Given.read(Node.root(tree, Places.UNKNOWN, problems));
    }

    @Test
    void valuesFollowFromTheStudentTheExerciseAndTheAttempt() {
        List<Diagnostic> problems = new ArrayList<>();
        Map<String, Object> says = Map.of("zh", "页框", "en", "the frame");
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        tree.put("frame", Map.of("from", 16, "to", 4096, "step", 16));
        tree.put("at", Map.of("is", "= frame << 12", "shown", "hex", "says", says));
        tree.put("trace", Map.of("pick", List.of("1 2 3", "2 3 1", "3 1 2", "3 2 1"), "says", says));
        Given given = read(tree, problems);
        assertEquals(List.of(), problems);
        Map<String, Double> ann = given.of(Given.student("ann"), "08-paging/e1", 1);
        assertEquals(ann, given.of(Given.student("ann"), "08-paging/e1", 1));
        assertNotEquals(ann, given.of(Given.student("bob"), "08-paging/e1", 1));
        assertNotEquals(ann, given.of(Given.student("ann"), "08-paging/e2", 1));
        assertNotEquals(ann, given.of(Given.student("ann"), "08-paging/e1", 2));
        Set<Map<String, Double>> attempts = new HashSet<>();
        for (int attempt = 1; attempt <= 50; attempt++) {
            attempts.add(given.of(Given.student("ann"), "08-paging/e1", attempt));
        }
        assertTrue(attempts.size() > 40, attempts.size() + " different ones in 50 attempts");
        List<Given.Shown> shown = given.shown(ann);
        assertEquals(2, shown.size()); // the frame's number isn't said
        long frame = ann.getOrDefault("frame", 0.0).longValue();
        assertEquals("0x" + Long.toHexString(frame << 12), shown.get(0).text());
        assertTrue(frame >= 16 && frame <= 4096 && frame % 16 == 0);
        Set<Double> seen = new HashSet<>();
        for (int student = 0; student < 200; student++) {
            seen.add(given.of(student, "e", 1).getOrDefault("trace", -1.0));
        }
        assertEquals(Set.of(0.0, 1.0, 2.0, 3.0), seen);
    }

    @Test
    void whatIsWrongIsSaidToTheAuthor() {
        List<Diagnostic> problems = new ArrayList<>();
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        tree.put("a", Map.of("pick", List.of(1, 2)));
        tree.put("b", Map.of());
        tree.put("c", Map.of("is", "= d + 1"));
        tree.put("d-e", Map.of("from", 5, "to", 1));
        read(tree, problems);
        assertEquals(
                List.of("given-pick", "given-kind", "given-formula", "given-name", "given-range"),
                problems.stream().map(Diagnostic::code).toList());
    }
}
