package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What targets change about packets, and what they tell of it. */
class AlteringTargetsTest {
    /** Notes every change. */
    private static final class Notes implements RuleListener {
        private final List<String> changes = new ArrayList<>();

        @Override
        public void changed(PacketChange change) {
            changes.add(change.field() + " " + change.before() + " " + change.after());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            MARK --set-mark 1                  | tcp                        | MARK 0x0 0x1
            MARK --set-mark 1                  | tcp mark=1                 |
            MARK --set-mark 0x5/0xf            | tcp mark=0xff              | MARK 0xff 0xf5
            MARK --set-xmark 0x5/0xf           | tcp mark=0xff              | MARK 0xff 0xf5
            MARK --set-xmark 0x10/0xf          | tcp mark=0xff              | MARK 0xff 0xe0
            MARK --and-mark 0x0f               | tcp mark=0xff              | MARK 0xff 0xf
            MARK --or-mark 0x100               | tcp mark=0xff              | MARK 0xff 0x1ff
            MARK --xor-mark 0x3                | tcp mark=0xff              | MARK 0xff 0xfc
            MARK --set-mark 0xffffffff         | tcp                        | MARK 0x0 0xffffffff
            # A connection's mark; nothing happens to packets without a connection.
            CONNMARK --set-mark 2              | tcp tracked=plain          | CONNECTION_MARK 0x0 0x2
            CONNMARK --set-mark 2              | tcp                        |
            CONNMARK --save-mark               | tcp tracked=plain mark=7   | CONNECTION_MARK 0x0 0x7
            CONNMARK --save-mark --nfmask 3 --ctmask 0xf0 | tcp tracked=plain mark=7 connmark=0xff | CONNECTION_MARK 0xff 0xc
            CONNMARK --restore-mark            | tcp tracked=plain connmark=9 | MARK 0x0 0x9
            CONNMARK --restore-mark --mask 0xf | tcp tracked=plain connmark=0x1a mark=0xff | MARK 0xff 0xfa
            CONNMARK --restore-mark            | tcp mark=3                 |
            # The type of service byte: DSCP leaves its last two bits alone.
            TOS --set-tos 0x10                 | tcp                        | TOS 0x0 0x10
            TOS --set-tos Minimize-Delay       | tcp tos=0xc3               | TOS 0xc3 0xd0
            TOS --or-tos 0x04                  | tcp tos=0xb0               | TOS 0xb0 0xb4
            TOS --and-tos 0xf0                 | tcp tos=0xbf               | TOS 0xbf 0xb0
            TOS --xor-tos 0xff                 | tcp tos=0x0f               | TOS 0xf 0xf0
            DSCP --set-dscp 10                 | tcp tos=0x03               | TOS 0x3 0x2b
            DSCP --set-dscp-class EF           | tcp                        | TOS 0x0 0xb8
            TTL --ttl-set 5                    | tcp                        | TTL 64 5
            TTL --ttl-inc 250                  | tcp                        | TTL 64 255
            TTL --ttl-dec 100                  | tcp                        | TTL 64 0
            CLASSIFY --set-class 1:a0          | tcp                        | PRIORITY 0:0 1:a0
            """)
    void changes(String target, String packet, @Nullable String change) {
        String table = target.startsWith("CONN") ? "mangle -A PREROUTING" : "mangle -A FORWARD";
        String hook = table.endsWith("PREROUTING") ? " hook=PREROUTING" : "";
        assertEquals(change == null ? "" : change, run("-t " + table + " -j " + target, packet + hook));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --set-mss 1000     | mss=1460 options=20           | MSS 1460 1000
            --set-mss 1000     | mss=900 options=20            |
            --clamp-mss-to-pmtu | mss=1460 options=20 mtu=1400 | MSS 1460 1360
            --clamp-mss-to-pmtu | mss=1460 options=20          |
            # A SYN without the option gets one that promises no more than everybody takes.
            --set-mss 1000     | options=0                     | MSS 0 536
            --set-mss 100      | options=0                     | MSS 0 100
            --set-mss 100      | options=0 size=1              |
            """)
    void lowersTheLargestSegment(String option, String syn, @Nullable String change) {
        assertEquals(
                change == null ? "" : change,
                run("-t mangle -A FORWARD -p tcp --syn -j TCPMSS " + option, "tcp flags=SYN " + syn));
    }

    private static String run(String rule, String packet) {
        Notes notes = new Notes();
        Table mangle = WrittenRules.of(rule).rules().touch(TableName.MANGLE);
        assertEquals(Verdict.ACCEPT, ChainTraversal.run(mangle, WrittenPacket.of(packet), notes));
        return String.join(", ", notes.changes);
    }
}
