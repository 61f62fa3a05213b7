package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be seen is written out, and what can stays as it is. */
class VisibleTextTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain text, 中文 and 🦊|plain text, 中文 and 🦊|text of all scripts",
                "'a\tb\nc\r\nd'|'a\tb\nc\r\nd'|tabs and line ends",
                "'pass\rfail'|pass<U+000D>fail|a line written over",
                "'\u001b[2J\u001b]0;x\u0007'|<U+001B>[2J<U+001B>]0;x<U+0007>|a terminal cleared and renamed",
                "'\u009b2J'|<U+009B>2J|the same by one character",
                "'a\bb\u007f'|a<U+0008>b<U+007F>|characters taken back",
                "'x \u202e// ok\u202c\u2066'|x <U+202E>// ok<U+202C><U+2066>|what follows turned round",
                "'m-\u200bgw\ufeff\u00ad'|m-<U+200B>gw<U+FEFF><U+00AD>|nothing to be seen",
                "'\udb40\udc41'|<U+E0041>|a tag beyond the first plane",
                "'half \ud800.'|half <U+D800>.|half a character",
                "👩\u200d💻|👩\u200d💻|a joined emoji",
            })
    void whatCannotBeSeenIsWrittenOut(String text, String shown, String name) {
        assertEquals(shown, VisibleText.of(text), name);
    }
}
