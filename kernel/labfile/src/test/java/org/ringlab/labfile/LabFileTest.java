package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.LabSpec;

class LabFileTest {
    private static final String GOOD =
            "name: x\nhosts:\n  a:\n    interfaces:\n      eth0: {segment: s, address: 10.0.0.1/8}\n"
                    + "probes:\n  - {from: a, kind: ping, to: 10.0.0.1}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    address: 10.0.0.1/8 | address: 10.0.0.300/8 | 5:35 | expected an address like 192.168.66.132/24
                    address:            | adress:               | 5:26 | unknown key `adress`
                    kind: ping          | kind: pong            | 7:21 | unknown kind of probe `pong`
                    from: a             | from: b               | 7:12 | unknown host `b`
                    name: x             | name: x\\nname: y     | 2:1  | the key `name` is written twice
                    """)
    void namesLineAndColumn(String good, String bad, String place, String fact) {
        LabSpec.Parsed parsed = LabFile.yaml(GOOD.replace(good, bad.replace("\\n", "\n")));
        List<String> texts = parsed.diagnostics().stream().map(Diagnostic::text).toList();
        assertTrue(texts.stream().anyMatch(t -> t.startsWith(place + ": ") && t.contains(fact)), texts.toString());
    }

    @Test
    void titlesMayBeInTwoLanguages() {
        LabSpec spec = LabFile.yaml("title: {zh: 转发, en: Forwarding}\nprofile: centos7\n" + GOOD)
                .orThrow();
        assertEquals(new LabSpec.Title("转发", "Forwarding"), spec.title());
    }

    /** Any text ends in a lab or in diagnostics. */
    @Test
    void survivesAnyText() {
        SeededRandom random = new SeededRandom(7);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int j = 0; j < 3; j++) {
                int at = random.nextInt(text.length());
                text.replace(
                        at,
                        at + random.nextInt(3) % (text.length() - at),
                        "" + "{}[]:,-&*!|>%@\"'\t\n# \u0000ü".charAt(random.nextInt(22)));
            }
            LabSpec.Parsed parsed = LabFile.yaml(text.toString());
            assertTrue(parsed.spec() != null || !parsed.diagnostics().isEmpty(), text.toString());
            LabSpec.Parsed json = LabFile.json(text.toString());
            assertTrue(json.spec() != null || !json.diagnostics().isEmpty(), text.toString());
        }
    }
}
