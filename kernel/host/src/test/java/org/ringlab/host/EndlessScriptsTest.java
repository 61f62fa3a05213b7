package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that would fill the memory, the stack or the time of whoever simulates them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndlessScriptsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "x=aaaaaaaa; while true; do x=$x$x; done @ a variable of more than 1048576 characters",
                "echo 'sh /tmp/s; sh /tmp/s' > /tmp/s; sh /tmp/s @ Cannot allocate memory",
                "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; echo $x | grep -E '(a*)*b' @ a pattern that takes so many steps",
                "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; x=$x$x; echo $x | sed -E 's/(a*)*b/x/' @ a pattern that takes so many steps",
            })
    void areStoppedInWords(String script, String words) {
        Lab lab = Lab.boot(LabSpec.read(java.util.Map.of(
                        "name",
                        "x",
                        "hosts",
                        java.util.Map.of("a", java.util.Map.of("interfaces", java.util.Map.of()))))
                .spec());
        CommandResult result = lab.run("a", script);
        assertTrue(result.stderr().contains(words), result.stderr());
        assertTrue(lab.run("a", "echo well").stdout().contains("well"));
    }
}
