package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;

class NumberTextTest {
    @ParameterizedTest(name = "\"{0}\" in \"{1}\" is {2}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "64, '', 64",
                "  64  , '', 64",
                "-3, '', -3",
                "0x40, '', 64",
                "0b1000000, '', 64",
                "2^6, '', 64",
                "2**6, '', 64",
                "2 ^ 32, '', 4294967296",
                "1_000, '', 1000",
                "6.4e1, '', 64",
                "0.5, '', 0.5",
                "hops = 2;, '', 2",
                "int hops = 2;, '', 2",
                "'# two hops\n2', '', 2",
                "'// zwei\n\n2\n', '', 2",
                "4, KiB, 4",
                "4 KiB, KiB, 4",
                "4KiB, B, 4096",
                "4096 B, KiB, 4",
                "1500 ms, s, 1.5",
                "1 Gbit/s, Mbit/s, 1000",
                "50 %, %, 50",
                "1L << 23, '', 8388608",
                "long pages = 1L << 23;, '', 8388608",
                "long x = (8L << 30) / 4096;, '', 2097152",
                "3 * 4096 + 0x1f, KiB, 12319",
                "0x9a3000 | 0xfff, '', 10108927",
                "0xffL & 0x0f, '', 15",
                "1_000 * 2, '', 2000",
                "5 - 7, '', -2",
            })
    void readsWhatStudentsType(String text, String unit, double value) {
        NumberText read = NumberText.read(text, unit);
        assertEquals("", read.problem().en());
        assertEquals(value, read.value(), 0);
    }

    @ParameterizedTest(name = "\"{0}\" in \"{1}\" is refused: {2}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', '', no number yet",
                "'# only a comment', '', no number yet",
                "'２', '', Character 1",
                "'6４', '', Character 2",
                "'−3', '', Character 1",
                "'1 2', '', Expected one number",
                "'1\n2', '', Expected one number",
                "'2 or 3', '', Expected one number",
                "'1,000', '', Expected one number",
                "0x, '', unit x",
                "7 / 2, '', Expected one number",
                "7 / 2 * 2, '', Expected one number",
                "2 ^ 3 + 1, '', Expected one number",
                "1 <<, '', Expected one number",
                "ab, '', Expected one number",
                "(1, '', Expected one number",
                "9e999, '', too big",
                "4 KiB, s, unit KiB",
                "4 parsec, KiB, unit parsec",
                "4 KiB, '', unit KiB",
            })
    void saysWhyItCannotReadTheRest(String text, String unit, String problem) {
        NumberText read = NumberText.read(text, unit);
        assertTrue(read.problem().en().contains(problem), read.problem().en());
        assertFalse(read.problem().zh().isEmpty());
    }

    @Test
    void anyTextIsANumberOrAProblem() {
        SeededRandom random = new SeededRandom(7);
        String alphabet = "0123456789xbeE^*._-+= ;#/%kKMiB\n２−";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            NumberText read = NumberText.read(text.toString(), i % 2 == 0 ? "" : "KiB");
            assertTrue(Double.isFinite(read.value()), text.toString());
            assertTrue(read.problem().isEmpty() || read.value() == 0, text.toString());
        }
    }
}
