package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.TableName;

/** Saving and restoring whole rule sets: nothing gets lost, nothing is half done, nothing throws. */
class RestoreTest {
    private static String save(RuleSet rules) {
        return IptablesSave.run(rules, List.of("-c"), Profile.RECORDED, "").stdout();
    }

    private static IptablesResult restore(RuleSet rules, String text) {
        return IptablesRestore.run(rules, List.of("-c"), text, Profile.RECORDED);
    }

    @Test
    void whatIsPrintedReadsBackAsTheSameRules() {
        RandomRules random = new RandomRules(7);
        for (int i = 0; i < 200; i++) {
            String typed = random.dump(10);
            RuleSet first = new RuleSet();
            // Some rules are refused (REJECT with a reset without -p tcp …): type them one by one.
            typed.lines().filter(line -> line.startsWith("-A")).forEach(line -> {
                new Iptables(first, Profile.RECORDED).run(List.of("-N", "web"));
                new Iptables(first, Profile.RECORDED).run(List.of("-N", "ssh-in"));
                new Iptables(first, Profile.RECORDED).run(WordSplitter.split(line));
            });
            String printed = save(first);
            RuleSet second = new RuleSet();
            assertEquals("", restore(second, printed).stderr(), printed);
            assertEquals(printed, save(second));
            assertSameRules(first, second);
        }
    }

    private static void assertSameRules(RuleSet first, RuleSet second) {
        for (Chain chain : first.touch(TableName.FILTER).chains()) {
            Chain other = second.touch(TableName.FILTER).chain(chain.name()).orElseThrow();
            assertEquals(chain.rules().size(), other.rules().size());
            for (int i = 0; i < chain.rules().size(); i++) {
                assertTrue(
                        chain.rules().get(i).sameAs(other.rules().get(i)),
                        chain.rules().get(i).text());
            }
        }
    }

    /** A carriage return ends no line, so what follows it is no COMMIT's business. */
    @Test
    void aCarriageReturnIsPartOfItsLine() {
        RuleSet rules = new RuleSet();
        IptablesResult result = restore(rules, "*nat\n-A POSTROUTING -j MASQUERADE\nCOMMIT\r\n*filter\nCOMMIT\n");
        assertEquals(2, result.status());
        assertTrue(result.stderr().startsWith("Bad argument `COMMIT\r'\n"), result.stderr());
        assertFalse(save(rules).contains("MASQUERADE"));
    }

    @Test
    void generatorIsMostlyAccepted() {
        RandomRules random = new RandomRules(8);
        int accepted = 0;
        for (int i = 0; i < 300; i++) {
            accepted += restore(new RuleSet(), random.dump(1)).status() == 0 ? 1 : 0;
        }
        assertTrue(accepted > 200, accepted + " of 300");
    }

    @Test
    void damagedInputNeverThrowsAndAFailureChangesNothing() {
        RandomRules random = new RandomRules(9);
        int failed = 0;
        for (int i = 0; i < 3000; i++) {
            RuleSet rules = new RuleSet();
            new Iptables(rules, Profile.RECORDED).run(List.of("-A", "INPUT", "-s", "1.2.3.4", "-c", "5", "6"));
            String before = save(rules);
            String input = damaged(random.dump(3), random);
            IptablesResult result = restore(rules, input);
            if (result.status() == 0) {
                continue;
            }
            failed++;
            assertNotEquals("", result.stderr(), input);
            List<String> lines = input.lines().map(String::strip).toList();
            if (!lines.subList(0, Math.max(0, lines.size() - 1)).contains("COMMIT")) {
                assertEquals(before, save(rules), input);
            }
            IptablesCheck.resave(input);
        }
        assertTrue(failed > 500, failed + " failures");
    }

    /** A text with a few characters or lines changed, doubled, swapped or lost. */
    private static String damaged(String text, RandomRules random) {
        StringBuilder s = new StringBuilder(text);
        for (int n = random.number(3); n >= 0 && s.length() > 0; n--) {
            int at = random.number(s.length());
            switch (random.number(5)) {
                case 0 -> s.deleteCharAt(at);
                case 1 ->
                    s.insert(
                            at,
                            random.one(
                                    "!", "-", "\"", "\\", " ", "\n", "\0", "[", "9", ":", "é", "*nat\n", "COMMIT\n"));
                case 2 -> s.setCharAt(at, (char) (32 + random.number(96)));
                case 3 -> s.setLength(at);
                default -> {
                    List<String> lines = new ArrayList<>(s.toString().lines().toList());
                    lines.add(random.number(lines.size() + 1), lines.get(random.number(lines.size())));
                    s = new StringBuilder(String.join("\n", lines) + "\n");
                }
            }
        }
        return s.toString();
    }

    @Test
    void eachTableIsPutInPlaceAtItsOwnCommit() {
        RuleSet rules = new RuleSet();
        IptablesResult result = restore(rules, """
                *mangle
                -A FORWARD -j ACCEPT
                COMMIT
                *filter
                -A FORWARD -j ACCEPT
                -A FORWARD -j NOWHERE
                COMMIT
                """);
        assertEquals(2, result.status());
        assertEquals(
                1,
                rules.touch(TableName.MANGLE)
                        .chain("FORWARD")
                        .orElseThrow()
                        .rules()
                        .size());
        assertEquals(
                0,
                rules.touch(TableName.FILTER)
                        .chain("FORWARD")
                        .orElseThrow()
                        .rules()
                        .size());
    }

    @Test
    void countersAreRestoredOnRequest() {
        RuleSet rules = new RuleSet();
        String dump = "*filter\n:INPUT DROP [7:700]\n[3:180] -A INPUT -j ACCEPT\nCOMMIT\n";
        restore(rules, dump);
        assertEquals(
                "*filter\n:INPUT DROP [7:700]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n[3:180] -A INPUT -j ACCEPT\nCOMMIT\n",
                save(rules));
        IptablesRestore.run(rules, List.of(), dump, Profile.RECORDED);
        assertTrue(save(rules).contains("[0:0] -A INPUT -j ACCEPT"));
    }

    /** Options and broken lines as the real programs of 1.8.9 answer them; {@code ;} ends a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            save    | -t BAD     |   | 1 | iptables-save v1.8.9 (legacy): Cannot initialize: Table does not exist (do you need to insmod?)
            save    | -t         |   | 1 | iptables-save: option requires an argument -- 't'
            save    | --table    |   | 1 | iptables-save: option '--table' requires an argument
            save    | --bogus    |   | 1 | iptables-save: unrecognized option '--bogus'
            save    | -cQ        |   | 1 | iptables-save: invalid option -- 'Q'
            save    | extra -Q   |   | 1 | iptables-save: invalid option -- 'Q'
            save    | extra      |   | 1 | Unknown arguments found on commandline
            save    | -t BAD x   |   | 1 | Unknown arguments found on commandline
            save    | --counters=3 | | 1 | iptables-save: option '--counters' doesn't allow an argument
            save    | -h         |   | 1 | iptables-save: invalid option -- 'h'
            save    | -b         |   | 0 | -b/--binary option is not implemented
            save    | --tab raw  |   | 0 | ~~
            restore | -Q         |   | 1 | iptables-restore: invalid option -- 'Q'
            restore | --bogus    |   | 1 | iptables-restore: unrecognized option '--bogus'
            restore | -T         |   | 1 | iptables-restore: option requires an argument -- 'T'
            restore | --v        |   | 1 | iptables-restore: option '--v' is ambiguous; possibilities: '--verbose' '--version'
            restore | --t        |   | 1 | iptables-restore: option '--t' is ambiguous; possibilities: '--test' '--table'
            restore | a b        |   | 1 | Unknown arguments found on commandline
            restore | -w x       |   | 2 | iptables-restore v1.8.9 (legacy): wait seconds not numeric
            restore | -w3        |   | 1 | iptables-restore: invalid option -- '3'
            restore | -w 3       | *filter;COMMIT | 0 | ~~
            restore | --wait=3   | *filter;COMMIT | 0 | ~~
            restore | -W         |   | 2 | iptables-restore v1.8.9 (legacy): wait interval value required
            restore | -w -W x    |   | 2 | iptables-restore v1.8.9 (legacy): wait interval not numeric
            restore | -w -W 5    | *filter;COMMIT | 0 | Ignoring deprecated --wait-interval option.
            restore | -W 5       | *filter;COMMIT | 1 | Ignoring deprecated --wait-interval option.
            restore | -T nat     | *filter;-A INPUT --bogus;*raw | 0 | ~~
            restore | ~~         | *filter;:INPUT | 2 | iptables-restore v1.8.9 (legacy): iptables-restore: line 2 policy invalid
            restore | ~~         | *filter;:      | 2 | iptables-restore v1.8.9 (legacy): iptables-restore: line 2 chain name invalid
            restore | ~~         | *       | 2 | iptables-restore v1.8.9 (legacy): iptables-restore: line 1 table name invalid
            restore | ~~         | *BAD    | 2 | iptables-restore v1.8.9 (legacy): iptables-restore: unable to initialize table 'BAD'
            restore | -c         | *filter;:INPUT DROP [a:b] | 2 | iptables-restore v1.8.9 (legacy): invalid policy counters for chain 'INPUT'
            restore | ~~         | *filter;:INPUT DROP [a:b];COMMIT | 0 | ~~
            restore | -c         | *filter;[x:2] -A INPUT -j ACCEPT  | 2 | iptables-restore v1.8.9 (legacy): -c packet counter not numeric
            restore | ~~         | *filter;[x:2] -A INPUT;COMMIT | 0 | ~~
            restore | ~~         | *filter;[1:2 -A INPUT     | 2 | iptables-restore v1.8.9 (legacy): Bad line 2: need ]
            restore | ~~         | *filter;[3] -A INPUT      | 2 | iptables-restore v1.8.9 (legacy): Bad line 2: need ]
            restore | ~~         | *filter;:ACCEPT - [0:0]   | 2 | iptables-restore v1.8.9 (legacy): error creating chain 'ACCEPT':File exists
            restore | ~~         | *filter;:x -;:x -         | 2 | iptables-restore v1.8.9 (legacy): error creating chain 'x':File exists
            restore | ~~         | *filter;:FOO DROP [0:0]   | 1 | iptables-restore v1.8.9 (legacy): Can't set policy `DROP' on `FOO' line 2: Bad built-in chain name
            restore | ~~         | *filter;:averyveryverylongchainnamethatistoolong - | 2 | iptables-restore v1.8.9 (legacy): Invalid chain name `averyveryverylongchainnamethatistoolong' (28 chars max)
            restore | ~~         | *filter;COMMIT x          | 2 | Bad argument `COMMIT'
            restore | ~~         | COMMIT                    | 1 | iptables-restore: line 1 failed
            restore | ~~         | *filter;-X nope           | 1 | iptables-restore: line 2 failed
            restore | -t         | *filter;-A INPUT          | 1 | iptables-restore: COMMIT expected at line 3
            """)
    void refusesWithTheRealText(String program, String options, @Nullable String input, int status, String firstLine) {
        List<String> words =
                Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).toList();
        String text = input == null ? "" : input.replace(';', '\n') + "\n";
        IptablesResult result = program.equals("save")
                ? IptablesSave.run(new RuleSet(), words, Profile.RECORDED, "")
                : IptablesRestore.run(new RuleSet(), words, text, Profile.RECORDED);
        assertEquals(firstLine, result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }

    @Test
    void verboseRestoreSaysWhatItDoes() {
        RuleSet rules = new RuleSet();
        new Iptables(rules, Profile.RECORDED).run(List.of("-N", "x"));
        String dump = "# a remark\n*filter\n-A INPUT -p tcp -j ACCEPT\nCOMMIT\n";
        String printed = IptablesRestore.run(rules, List.of("-v"), dump, Profile.RECORDED)
                .stdout();
        assertEquals("""
                # a remark
                Flushing chain `INPUT'
                Flushing chain `FORWARD'
                Flushing chain `OUTPUT'
                Flushing chain `x'
                Deleting chain `x'
                ACCEPT  tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0 \040
                """, printed);
    }

    @Test
    void fileIsTheWordThatIsNoOption() {
        assertEquals(Optional.of("rules.v4"), IptablesRestore.file(List.of("-T", "nat", "rules.v4", "-c")));
        assertEquals(Optional.empty(), IptablesRestore.file(List.of("-T", "nat")));
    }
}
