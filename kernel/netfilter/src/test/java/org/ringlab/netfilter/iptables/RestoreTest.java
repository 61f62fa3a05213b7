package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
                    s = new StringBuilder(String.join("\n", lines));
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
}
