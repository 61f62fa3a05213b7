package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words a misconception's pattern stands for. */
class TriggerTest {
    @ParameterizedTest
    @CsvSource({
        "ok, ok, true",
        "ok, okay, false",
        "icmp-unreachable:*, icmp-unreachable:port, true",
        "icmp-unreachable:*, timeout, false",
        "*Exception, ArithmeticException, true",
        "*Exception, Exceptional, false",
        "*, anything, true"
    })
    void aStarStandsForTheRestAtEitherEnd(String pattern, String word, boolean matches) {
        assertEquals(matches, Trigger.matches(pattern, word));
    }
}
