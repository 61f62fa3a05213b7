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

    /** {@code \\t} and {@code \\n} stand for themselves. */
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    a:\\n\\tb: 1              @ 2:1 @ text-tab
                    a:\\n  b: 1\\n\\tc: 2     @ 3:1 @ text-tab
                    a:\\n  - b\\n \\t- c      @ 3:2 @ text-tab
                    a:\\n-\\tb: 1\\n  c: 2    @ 2:2 @ text-tab
                    a: 1\\n b: 2             @ 2:3 @ text-colon
                    a: x: y                 @ 1:5 @ text-colon
                    a: - b                  @ 1:4 @ text-dash
                    a: 1\\nbb\\nc: 2         @ 2:1 @ text-no-colon
                    a: "x\\nb: 2             @ 1:4 @ text-unclosed-quote
                    a: 'it's                @ 1:8 @ text-after-value
                    a: "\\x"                @ 1:5 @ text-escape
                    a: [1, 2\\nb: 3          @ 2:2 @ text-unclosed-bracket
                    a: {b: 1\\nc: [2]}       @ 2:2 @ text-unclosed-bracket
                    a: %b                   @ 1:4 @ text-reserved
                    a: *                    @ 1:4 @ text-reserved
                    a: "b" c                @ 1:8 @ text-after-value
                    a:\\n  b: 1\\n c: 2       @ 3:2 @ text-indentation
                    a: | b\\n  c             @ 1:6 @ text-block
                    a: \\u0000              @ 1:4 @ text-control-character
                    a: *b                   @ 1:4 @ text-alias
                    a: &b [1]\\nc: *d       @ 2:4 @ text-alias
                    a: &b [*b]              @ 1:8 @ text-alias
                    a: &b x\\n*b : c        @ 2:3 @ text-key
                    a: &b 1\\n<<: *b        @ 2:1 @ text-merge
                    """)
    void explainsWhatIsNoYaml(String text, String place, String code) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0000", "\u0000");
        List<Diagnostic> found = TextTree.yaml(yaml).diagnostics();
        assertEquals(1, found.size(), found.toString());
        Diagnostic mistake = found.getFirst();
        assertEquals(place + " " + code, mistake.text().replaceFirst(": .*", "") + " " + mistake.code());
        assertTrue(!mistake.hint().isEmpty() && mistake.fact().length() > 20, mistake.text());
    }

    @Test
    void namesStandForWhatWasWrittenThere() {
        String repeated = """
                name: x
                hosts:
                  a: &small
                    forwarding: &on true
                    setup: &lines [ip link, ip route]
                  b: *small
                  c: {<<: *small, forwarding: false}
                  d: {<<: [{forwarding: *on}, *small]}
                  e: {setup: *lines}
                """;
        String written = """
                name: x
                hosts:
                  a: {forwarding: true, setup: [ip link, ip route]}
                  b: {forwarding: true, setup: [ip link, ip route]}
                  c: {forwarding: false, setup: [ip link, ip route]}
                  d: {forwarding: true, setup: [ip link, ip route]}
                  e: {setup: [ip link, ip route]}
                """;
        assertEquals(TextTree.yaml(written).value(), TextTree.yaml(repeated).value());
        assertEquals(LabFile.yaml(written).orThrow(), LabFile.yaml(repeated).orThrow());
    }

    /** A mistake in what is repeated is told where it was written. */
    @Test
    void aMistakeBehindANameIsWhereItWasWritten() {
        List<String> told = LabFile.yaml("name: x\nhosts:\n  a: &h\n    interfaces: {}\n    frwarding: true\n  b: *h\n")
                .diagnostics()
                .stream()
                .map(Diagnostic::text)
                .toList();
        assertEquals(2, told.size(), told.toString());
        told.forEach(text -> assertTrue(text.startsWith("5:5: "), text));
    }

    @Test
    void namesOfNamesEnd() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        assertEquals(
                List.of("text-aliases"),
                TextTree.yaml(laughs.toString()).diagnostics().stream()
                        .map(Diagnostic::code)
                        .toList());
    }

    @Test
    void aTabInsideATextIsAText() {
        assertEquals(List.of(), TextTree.yaml("a: |\n  b\tc\n  \td\n").diagnostics());
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
