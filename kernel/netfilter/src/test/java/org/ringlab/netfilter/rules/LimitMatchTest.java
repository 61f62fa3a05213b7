package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token bucket of {@code -m limit}, against the simulated clock. */
class LimitMatchTest {
    private static String passed(WrittenRules rules, String milliseconds) {
        StringBuilder s = new StringBuilder();
        for (String time : milliseconds.strip().split(" ")) {
            Verdict verdict =
                    ChainTraversal.run(rules.filter(), WrittenPacket.of("icmp ms=" + time), RuleListener.SILENT);
            s.append(verdict.equals(Verdict.ACCEPT) ? '+' : '-');
        }
        return s.toString();
    }

    private static WrittenRules limited(String words) {
        return WrittenRules.of("-P FORWARD DROP\n-A FORWARD -m limit " + words + " -j ACCEPT");
    }

    @ParameterizedTest(name = "{0} at {1} ms")
    @CsvSource(delimiter = '|', textBlock = """
            # The bucket is full at the start and holds five where nothing is said.
            --limit 1/second                     | 0 0 0 0 0 0 0            | +++++--
            --limit 1/second --limit-burst 1     | 0 0 999 1000 1001 2000   | +--+-+
            --limit 1/second --limit-burst 2     | 0 0 0 1000 1000 5000 5000 5000 | ++-+-++-
            # No more is saved than the burst, however long it is quiet.
            --limit 10/minute --limit-burst 3    | 0 0 0 0 3600000 3600000 3600000 3600000 | +++-+++-
            --limit 10/minute --limit-burst 1    | 0 5999 6000 12000 17996  | +-++-
            # Three an hour is the default rate.
            --limit-burst 1                      | 0 1199996 1200000        | +-+
            """)
    void bucketLetsPass(String words, String milliseconds, String expected) {
        assertEquals(expected, passed(limited(words), milliseconds));
    }

    @Test
    void everyChangeOfTheTableRefillsItAndLeavesCountersAlone() {
        WrittenRules rules = limited("--limit 1/minute --limit-burst 2");
        assertEquals("++-", passed(rules, "0 0 0"));
        rules.type("-A OUTPUT -j ACCEPT");
        assertEquals("++-", passed(rules, "0 0 0"));
        rules.type("-Z OUTPUT");
        assertEquals("++-", passed(rules, "0 0 0"));
        assertEquals("[6:168] -m limit --limit 1/min --limit-burst 2 -j ACCEPT\n", rules.counted("FORWARD"));
    }

    @Test
    void looksAndChangesOfOtherTablesRefillNothing() {
        WrittenRules rules = limited("--limit 1/minute --limit-burst 1");
        assertEquals("+-", passed(rules, "0 0"));
        rules.type("-L");
        rules.type("-C FORWARD -m limit --limit 1/minute --limit-burst 1 -j ACCEPT");
        rules.type("-t mangle -A FORWARD -j ACCEPT");
        assertEquals("-", passed(rules, "0"));
    }

    @Test
    void onlyPacketsThatComeAsFarUseItUp() {
        WrittenRules rules = WrittenRules.of("""
                -P FORWARD DROP
                -A FORWARD -p tcp -m limit --limit 1/minute --limit-burst 1 -j ACCEPT
                """);
        assertEquals("---", passed(rules, "0 0 0"));
        assertEquals(Verdict.ACCEPT, ChainTraversal.run(rules.filter(), WrittenPacket.of("tcp"), RuleListener.SILENT));
    }
}
