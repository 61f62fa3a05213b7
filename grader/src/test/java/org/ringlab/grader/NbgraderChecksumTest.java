package org.ringlab.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NbgraderChecksumTest {
    @ParameterizedTest(name = "{0} is {1} in Python")
    @CsvSource({
        "0, 0.0",
        "1, 1.0",
        "0.5, 0.5",
        "100, 100.0",
        "0.1, 0.1",
        "1e7, 10000000.0",
        "123456789, 123456789.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e16, 1.5e+16",
        "1e22, 1e+22",
        "1.25e100, 1.25e+100",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1.5e-7, 1.5e-07",
        "3.3333333333333335, 3.3333333333333335",
        "9007199254740993, 9007199254740992.0",
        "-2.5, -2.5"
    })
    void pointsAreSpelledAsPythonDoes(double points, String python) {
        assertEquals(python, NbgraderChecksum.pythonFloat(points));
    }
}
