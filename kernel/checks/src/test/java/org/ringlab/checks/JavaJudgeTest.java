package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a value that a student's code gave is the one asked for. */
class JavaJudgeTest {
    /** The last two lie 2^63 apart, whose distance fits no long. */
    @ParameterizedTest
    @CsvSource({
        "5, 5, 0, true",
        "5, 6, 0, false",
        "5, 6, 1, true",
        "0, -9223372036854775808, 0, false",
        "4096, -9223372036854771712, 1, false"
    })
    void wholeNumbersAreComparedWithoutOverflow(long right, long found, double tolerance, boolean same) {
        assertEquals(same, JavaJudge.same(right, found, tolerance));
    }
}
