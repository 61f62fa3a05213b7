package org.ringlab.service.submissions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {
    private static final Map<String, Double> EARNED = Map.of("a", 2.0, "b", 0.0);

    @ParameterizedTest(name = "{0} on {1} points, {2}% late: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "'', 2, 0, 2",
                "'', 2, 25, 1.5",
                "'b=1', 2, 0, 3",
                "'b=1 b=0.5', 2, 0, 2.5",
                "'a=1', 2, 0, 1",
                "'b=1 b=', 2, 0, 2",
                "'b=1', 2, 10, 2.7",
                // all of it as the teacher says, late or not
                "'*=4', 2, 50, 4",
                "'*=4 b=1', 2, 50, 4",
                "'*=4 *= b=1', 2, 50, 1.5",
                // of a version that has no such check
                "'z=9', 2, 0, 2",
                // nothing could be graded
                "'', -, 0, -",
                "'b=1', -, 0, -",
                "'*=4', -, 0, 4",
            })
    void theLastOfEachCounts(String given, @Nullable Double score, double late, @Nullable Double counted) {
        List<Mark> changes = new ArrayList<>();
        for (String word : given.split(" ", -1)) {
            if (!word.isEmpty()) {
                String[] pair = word.split("=", 2);
                changes.add(new Mark(
                        pair[0].equals("*") ? null : pair[0], pair[1].isEmpty() ? null : Double.valueOf(pair[1])));
            }
        }
        assertEquals(counted, Marks.of(changes).counted(score, EARNED, late));
    }
}
