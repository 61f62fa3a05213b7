package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matches that remember packets: {@code recent}, {@code hashlimit}, {@code statistic}, {@code quota}. */
class RememberingMatchesTest {
    /** Lets packets written as {@code MILLISECONDS:SOURCE} run through a rule; + for each that passed. */
    private static String passed(WrittenRules rules, String packets) {
        StringBuilder s = new StringBuilder();
        for (String packet : packets.strip().split(" ")) {
            String[] parts = packet.split(":");
            WrittenPacket written = WrittenPacket.of("udp size=72 ms=" + parts[0] + " src=10.0.0." + parts[1]
                            + (parts.length > 2 ? " ttl=" + parts[2] : "") + " out=")
                    .with(rules.rules().memories());
            Verdict verdict = ChainTraversal.run(rules.filter(), written, RuleListener.SILENT);
            s.append(verdict.equals(Verdict.ACCEPT) ? '+' : '-');
        }
        return s.toString();
    }

    private static WrittenRules rules(String words) {
        return WrittenRules.of("-P FORWARD DROP\n-A FORWARD " + words + " -j ACCEPT");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # recent: --set notes and passes; --rcheck asks, --update asks and notes.
            -m recent --set                                    | 0:1 0:1            | ++
            -m recent --rcheck                                 | 0:1                | -
            -m recent ! --rcheck                               | 0:1                | +
            # statistic: one packet of every three, the second.
            -m statistic --mode nth --every 3 --packet 1       | 0:1 0:1 0:1 0:1 0:1 0:1 | -+--+-
            -m statistic --mode nth ! --every 3 --packet 0     | 0:1 0:1 0:1 0:1    | -++-
            -m statistic --mode random --probability 1         | 0:1 0:1            | ++
            -m statistic --mode random --probability 0         | 0:1 0:1            | --
            # quota: packets of 100 bytes as long as they fit; then nothing more, be it small.
            -m quota --quota 250                               | 0:1 0:1 0:1 0:1    | ++--
            -m quota ! --quota 250                             | 0:1 0:1 0:1        | --+
            # hashlimit: a full bucket for each source.
            -m hashlimit --hashlimit-upto 1/second --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-name a | 0:1 0:1 0:1 0:2 0:2 0:2 | ++-++-
            -m hashlimit --hashlimit-upto 1/second --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-name a --hashlimit-htable-expire 60000 | 0:1 500:1 1000:1 1500:1 | +-+-
            -m hashlimit --hashlimit-above 1/second --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-name a | 0:1 0:1 | -+
            -m hashlimit --hashlimit-upto 1/second --hashlimit-burst 2 --hashlimit-mode dstip --hashlimit-name a | 0:1 0:2 0:3 | ++-
            -m hashlimit --hashlimit-upto 1/second --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-srcmask 24 --hashlimit-name a | 0:1 0:2 0:3 | ++-
            # A bucket that nobody used for a while is forgotten, and full again.
            -m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-name a --hashlimit-htable-expire 2000 | 0:1 1000:1 5000:1 | +-+
            # Bytes: 100-byte packets against a second's worth of 200 bytes.
            -m hashlimit --hashlimit-upto 200b/s --hashlimit-name a | 0:1 0:1 0:1 1000:1 | +--+
            """)
    void passes(String words, String packets, String expected) {
        assertEquals(expected, passed(rules(words), packets));
    }

    @Test
    void recentCountsHitsWithinSeconds() {
        WrittenRules rules = WrittenRules.of("""
                -P FORWARD ACCEPT
                -A FORWARD -m recent --name seen --update --seconds 60 --hitcount 3 -j DROP
                -A FORWARD -m recent --name seen --set
                """);
        // A refused packet counts as well: whoever goes on knocking stays outside.
        assertEquals("+++-+", passed(rules, "0:1 1000:1 2000:1 3000:1 3000:2"));
        assertEquals("-", passed(rules, "61000:1"));
        assertEquals("+", passed(rules, "200000:1"));
    }

    @Test
    void recentRemembersTheTimeToLive() {
        WrittenRules rules = WrittenRules.of("""
                -P FORWARD DROP
                -A FORWARD -m recent --rcheck --rttl -j ACCEPT
                -A FORWARD -m recent --set
                """);
        assertEquals("--+-", passed(rules, "0:1:64 0:1:63 0:1:63 0:1:60"));
    }

    @Test
    void recentListsShowAndTakeAddresses() {
        WrittenRules rules = rules("-m recent --name web --rcheck");
        RecentList web = rules.rules().memories().recent().get("web");
        assertTrue(web.write("+10.0.0.7\n", 0));
        assertEquals("+-", passed(rules, "0:7 0:8"));
        assertEquals("src=10.0.0.7 ttl: 0 last_seen: 4294892296 oldest_pkt: 1 4294892296\n", web.text());
        assertFalse(web.write("10.0.0.7", 0));
        assertTrue(web.write("-10.0.0.7", 0));
        assertEquals("", web.text());
    }

    @Test
    void namedMemoriesOutliveChangesOfTheTableButNotTheirRules() {
        WrittenRules rules = rules("-m recent --name web --set");
        assertEquals("+", passed(rules, "0:1"));
        rules.type("-A INPUT -j ACCEPT");
        assertTrue(rules.rules().memories().recent().get("web").text().startsWith("src=10.0.0.1 "));
        rules.type("-F FORWARD");
        assertTrue(rules.rules().memories().recent().isEmpty());
    }
}
