package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both output streams come to one terminal in the order of printing (every row was tried with bash on a Linux box). */
class TerminalOrderTest {
    private static final String MISSING = "cat: /nope: No such file or directory";

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            echo a; cat /nope; echo b                                      ~ 1:a / 2:? / 1:b
            cat /nope; echo a; cat /nope                                   ~ 2:? / 1:a / 2:?
            echo a >&2; echo b                                             ~ 2:a / 1:b
            { echo a; cat /nope; echo b; } 2>&1                            ~ 1:a+?+b
            { echo a; cat /nope; echo b; } 2>&1 | grep -v x                ~ 1:a+?+b
            { echo a; cat /nope; echo b; } | grep -v x                     ~ 2:? / 1:a+b
            { echo a; cat /nope; echo b; } 2>/dev/null                     ~ 1:a+b
            { echo a; cat /nope; echo b; } >/dev/null                      ~ 2:?
            { echo a; cat /nope; echo b; } 2>&1 >/dev/null | grep .        ~ 1:?
            { echo a; cat /nope; echo b; } >/tmp/f 2>&1; cat /tmp/f        ~ 1:a+?+b
            { echo a; cat /nope; echo b; } &>/tmp/f; tail -n 2 /tmp/f      ~ 1:?+b
            echo x$(cat /nope)y                                            ~ 2:? / 1:xy
            for i in 1 2; do echo $i; cat /nope; done                      ~ 1:1 / 2:? / 1:2 / 2:?
            echo a > /tmp/f; cat /tmp/f /nope /tmp/f                       ~ 1:a / 2:? / 1:a
            echo a > /tmp/f; ls /tmp/f /nope 2>&1 | grep -c .              ~ 1:2
            """)
    void keepsTheOrderOfPrinting(String script, String order) {
        assertEquals(order, shown(Labs.threeHosts(true).run("client", script)));
    }

    /** {@code 1:a+b / 2:c}: the streams' numbers, their lines, the usual error as a question mark. */
    private static String shown(CommandResult result) {
        return result.printed().stream()
                .map(piece -> (piece.stream().ordinal() + 1) + ":"
                        + piece.text().strip().replace(MISSING, "?").replace("\n", "+"))
                .collect(Collectors.joining(" / "));
    }

    @Test
    void theStreamsAreAlsoToBeHadOneByOne() {
        CommandResult result = Labs.threeHosts(true).run("client", "echo a; cat /nope; echo b");
        assertEquals("a\nb\n", result.stdout());
        assertEquals(MISSING + "\n", result.stderr());
        assertEquals("a\n" + MISSING + "\nb\n", result.text());
    }

    @Test
    void lsComplainsBeforeItLists() {
        CommandResult result = Labs.threeHosts(true).run("client", "cd /tmp; echo x > f; mkdir d; ls d f /nope");
        assertEquals("ls: cannot access '/nope': No such file or directory\nf\n\nd:\n", result.text());
    }
}
