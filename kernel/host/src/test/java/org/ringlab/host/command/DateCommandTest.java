package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;

/** What {@code date} prints four seconds after the lab began, as coreutils 9.1 does of that time. */
class DateCommandTest {
    private final Lab lab = Lab.boot(new LabSpec(
            "clock",
            new LabSpec.Title("", ""),
            "",
            "",
            Profile.DEBIAN12,
            List.of(),
            List.of(new HostSpec("box", false, false, List.of(), List.of())),
            List.of(),
            List.of()));

    @Test
    void everyDirective() {
        assertEquals(
                "Thu|Thursday|Jan|January|Thu Jan  1 00:00:04 2026|20|01|01/01/26| 1|2026-01-01|26|2026|Jan|00|12|001| 0|12|01|00|"
                        + "000000000|AM|am|1|12:00:04 AM|00:00|1767225604|04|00:00:04|4|00|01|4|00|01/01/26|00:00:04|26|2026|"
                        + "+0000|+00:00|+00:00:00|+00|UTC|%|%Q|1| 1|THU|02026|    1|1|0000:00:04|%:a|utcTHUam|%\n",
                lab.run(
                                "box",
                                "sleep 4; date '+%a|%A|%b|%B|%c|%C|%d|%D|%e|%F|%g|%G|%h|%H|%I|%j|%k|%l|%m|%M|%N|%p|%P|%q|%r|%R|%s|%S"
                                        + "|%T|%u|%U|%V|%w|%W|%x|%X|%y|%Y|%z|%:z|%::z|%:::z|%Z|%%|%Q|%-d|%_d|%^a|%5Y|%_5m|%-5d|%010T|%:a"
                                        + "|%#Z%#a%#p|%'")
                        .stdout());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            date          | 0 | Thu Jan  1 00:00:00 UTC 2026
            date -u       | 0 | Thu Jan  1 00:00:00 UTC 2026
            date -R       | 0 | Thu, 01 Jan 2026 00:00:00 +0000
            date +%s      | 0 | 1767225600
            date foo      | 1 | date: invalid date 'foo'
            date +%F x    | 1 | date: extra operand 'x'
            date -x       | 1 | date: invalid option -- 'x'
            date --foo    | 1 | date: unrecognized option '--foo'
            date -R +%F   | 1 | date: multiple output formats specified
            date -d now   | 1 | date: not simulated: -d
            date -I       | 1 | date: not simulated: -I
            """)
    void optionsAndMistakes(String line, int status, String text) {
        CommandResult result = lab.run("box", line);
        assertEquals(
                status + " " + text,
                result.status() + " "
                        + (result.stdout() + result.stderr())
                                .lines()
                                .findFirst()
                                .orElse(""));
    }
}
