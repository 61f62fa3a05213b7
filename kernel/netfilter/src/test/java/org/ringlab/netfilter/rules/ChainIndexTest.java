package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesSave;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.iptables.RandomRules;

/** A long chain's index holds what asking rule by rule says: the same matches in the same order, every counter. */
class ChainIndexTest {
    /** Rules that matched, and what else is told; of failures only how many there were. */
    private static final class Notes implements RuleListener {
        private final boolean everyRule;
        private final List<String> told = new ArrayList<>();
        private int failures;

        Notes(boolean everyRule) {
            this.everyRule = everyRule;
        }

        @Override
        public boolean hearsFailures() {
            return everyRule;
        }

        @Override
        public void compared(TableName table, String chain, int number, Rule rule, String failed) {
            if (failed.isEmpty()) {
                told.add(chain + " " + number);
            } else {
                failures++;
            }
        }

        @Override
        public void policy(TableName table, String chain, Verdict policy) {
            told.add("policy " + chain);
        }

        @Override
        public void changed(PacketChange change) {
            told.add(change.toString());
        }

        @Override
        public void logged(String line) {
            told.add(line);
        }
    }

    /** Simple rules in which many values come again, between rules of every kind. */
    private static String rules(RandomRules random, int count) {
        List<String> lines = new ArrayList<>(random.dump(count).lines().toList());
        for (int i = 0; i < count; i++) {
            lines.add(
                    4 + random.number(lines.size() - 4),
                    "-A " + random.one("FORWARD", "web", "ssh-in") + simple(random));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String simple(RandomRules random) {
        String addresses = random.one("", " -s 10.1." + random.number(3) + ".0/" + random.one("8", "16", "24", "32"))
                + random.one("", " -d 192.168.0." + random.number(4), " ! -d 192.168.0.1")
                + random.one("", "", " -i eth" + random.number(2), " ! -i eth0", " -i eth+")
                + random.one("", "", " -o eth1");
        String protocol = random.one("tcp", "udp");
        String ports = random.one(
                "",
                " -p " + protocol,
                " -p " + protocol + " -m " + protocol + " --dport " + random.one("80", "53", "1:1023"),
                " -p " + protocol + " -m " + protocol + " --dport 53 --sport 40000",
                " -p " + protocol + " -m multiport --" + random.one("dports", "sports", "ports") + " 53,80,40000",
                " -p icmp");
        String state = random.one(
                "",
                " -m state --state " + random.one("NEW", "ESTABLISHED,RELATED", "INVALID"),
                " -m conntrack --ctstate " + random.one("NEW", "NEW,SNAT") + random.one("", " --ctdir ORIGINAL"));
        String counted = random.one("", "", "", " -m statistic --mode nth --every 2 --packet 0");
        return addresses
                + (random.number(2) == 0 ? ports + counted + state : ports + state + counted)
                + random.one("", "", "", " -j RETURN", " -j ACCEPT", " -j LOG");
    }

    private static String packet(RandomRules random, int time) {
        return random.one("tcp", "udp", "icmp", "132")
                + " src=10.1." + random.number(4) + "." + random.number(4)
                + " dst=192.168.0." + random.number(5)
                + " dport=" + random.one("80", "53", "22")
                + " sport=" + random.one("40000", "53")
                + " in=eth" + random.number(3)
                + " out=eth" + random.number(3)
                + " state=" + random.one("NEW", "ESTABLISHED", "RELATED", "INVALID")
                + random.one("", " tracked=tcp")
                + random.one("", "", "", " fragment=later")
                + " ms=" + time;
    }

    private static RuleSet restored(String dump) {
        RuleSet rules = new RuleSet();
        assertEquals(
                "",
                IptablesRestore.run(rules, List.of(), dump, Profile.RECORDED).stderr(),
                dump);
        return rules;
    }

    private static String run(RuleSet rules, String packet, Notes notes) {
        WrittenPacket written = WrittenPacket.of(packet).with(rules.memories());
        Verdict verdict = ChainTraversal.run(rules.touch(TableName.FILTER), written, notes);
        return verdict + " mark " + written.mark() + " " + notes.told;
    }

    private static String saved(RuleSet rules) {
        return IptablesSave.run(rules, List.of("-c"), Profile.RECORDED, "").stdout();
    }

    @Test
    void findsWhatRuleByRuleFinds() {
        RandomRules random = new RandomRules(11);
        int asked = 0;
        int failures = 0;
        for (int i = 0; i < 40; i++) {
            String dump = rules(random, 20 + random.number(150));
            RuleSet plain = restored(dump);
            RuleSet indexed = restored(dump);
            for (int p = 0; p < 60; p++) {
                String packet = packet(random, p);
                Notes all = new Notes(true);
                Notes matches = new Notes(false);
                assertEquals(run(plain, packet, all), run(indexed, packet, matches), packet + "\n" + dump);
                asked += all.told.size() + all.failures;
                failures += all.failures;
            }
            assertEquals(saved(plain), saved(indexed), dump);
        }
        assertTrue(failures > asked / 2, "most rules fail, or nothing is tested: " + failures + " of " + asked);
    }

    /** Of 250 rules that differ in one value, how many a packet is compared with. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            -s 10.0.%d.1                              | src=10.0.5.1   | 1
            -s 10.%d.0.0/16                           | src=10.5.6.7   | 1
            -d 10.0.%d.0/255.255.127.0                | dst=10.0.132.9 | 2
            -p tcp -m tcp --dport %d                  | dport=7        | 1
            -p udp -m udp --sport %d                  | sport=7        | 0
            -p tcp -m multiport --dports %d,60000     | dport=60000    | 250
            -i eth%d                                  | in=eth3        | 1
            -m state --state NEW -s 10.0.0.%d         | state=NEW      | 1
            -m state --state NEW -s 10.0.0.%d         | state=INVALID  | 0
            # Behind a condition that counts its packets nothing is told from the rule.
            -m limit --limit %d1/s -m state --state NEW | state=INVALID  | 250
            -s 10.0.0.%d -m limit                     | src=10.0.0.7   | 1
            # Nor from inversions and ranges.
            ! -i eth%d                                | in=eth300      | 250
            -p tcp -m tcp --dport %d:65535            | dport=2        | 250
            """)
    void passesOverWhatCannotMatch(String condition, String packet, int expected) {
        StringBuilder dump = new StringBuilder("*filter\n");
        for (int i = 0; i < 250; i++) {
            dump.append("-A FORWARD ").append(condition.formatted(i)).append('\n');
        }
        Chain chain = restored(dump + "COMMIT\n")
                .touch(TableName.FILTER)
                .chain("FORWARD")
                .orElseThrow();
        WrittenPacket written = WrittenPacket.of("tcp " + packet);
        int candidates = 0;
        for (int next = chain.nextCandidate(written, 0); next < 250; next = chain.nextCandidate(written, next + 1)) {
            candidates++;
        }
        assertEquals(expected, candidates);
    }

    /** More kinds of conditions than there are groups, come and gone in every order: no rule is passed over. */
    @Test
    void manyKindsOfConditions() {
        StringBuilder dump = new StringBuilder("*filter\n");
        for (int i = 0; i < 60; i++) {
            int length = i < 30 ? 1 + i : 60 - i;
            dump.append("-A FORWARD -s 10.0.0.0/").append(length).append('\n');
        }
        Chain chain = restored(dump + "COMMIT\n")
                .touch(TableName.FILTER)
                .chain("FORWARD")
                .orElseThrow();
        WrittenPacket written = WrittenPacket.of("tcp src=10.0.0.1");
        for (int from = 0; from < 60; from++) {
            assertEquals(from, chain.nextCandidate(written, from));
        }
    }

    @Test
    void isMadeAnewWhenRulesChange() {
        StringBuilder dump = new StringBuilder("*filter\n");
        for (int i = 0; i < 100; i++) {
            dump.append("-A FORWARD -s 10.0.0.").append(i).append(" -j DROP\n");
        }
        Table filter = restored(dump + "COMMIT\n").touch(TableName.FILTER);
        WrittenPacket written = WrittenPacket.of("tcp src=10.0.0.50");
        assertEquals(Verdict.DROP, ChainTraversal.run(filter, written, RuleListener.SILENT));
        filter.chain("FORWARD").orElseThrow().rules().remove(50);
        assertEquals(Verdict.ACCEPT, ChainTraversal.run(filter, written, RuleListener.SILENT));
    }
}
