package org.ringlab.netfilter.ipset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.RuleSet;

/** The command {@code ipset} as the real 7.17 answers, and what rules find in sets. */
class IpsetTest {
    private final RuleSet rules = new RuleSet();

    private Ipset.Result ipset(String words, long nanos) {
        List<String> split = words.isEmpty() ? List.of() : List.of(words.split(" "));
        return Ipset.run(rules.memories().sets(), split, "", nanos);
    }

    private IptablesResult iptables(String words) {
        return new Iptables(rules, Profile.RECORDED).run(List.of(words.split(" ")));
    }

    @BeforeEach
    void makeSets() {
        for (String words : List.of(
                "create s hash:ip",
                "add s 1.2.3.4",
                "create p bitmap:port range 0-1024",
                "add p 80",
                "create n hash:net",
                "add n 10.0.0.0/8",
                "add n 10.1.1.0/24 nomatch",
                "create ip hash:ip,port",
                "add ip 1.1.1.1,80",
                "add ip 1.1.1.1,udp:53",
                "create l list:set",
                "add l s",
                "add l n")) {
            assertEquals(new Ipset.Result(0, "", ""), ipset(words, 0), words);
        }
    }

    @ParameterizedTest(name = "ipset {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            add s 1.2.3.4               | 1 | ipset v7.17: Element cannot be added to the set: it's already added
            add s 1.2.3.4 -exist        | 0 |
            add s 1.2.3.0/30            | 0 |
            test s 1.2.3.4              | 0 | Warning: 1.2.3.4 is in set s.
            test s 1.2.3.5              | 1 | 1.2.3.5 is NOT in set s.
            del s 1.2.3.5               | 1 | ipset v7.17: Element cannot be deleted from the set: it's not added
            add nope 1.2.3.4            | 1 | ipset v7.17: The set with the given name does not exist
            create s hash:ip            | 1 | ipset v7.17: Set cannot be created: set with the same name already exists
            create s hash:ip -exist     | 0 |
            create x hash:foo           | 1 | ipset v7.17: Syntax error: typename 'hash:foo' is unknown
            create x                    | 2 | ipset v7.17: Missing second mandatory argument to command create
            add s 10.40.0.1-10.0.0.9    | 1 | ipset v7.17: Hash is full, cannot add more elements
            add s 10.0.0.0-10.0.255.255 | 1 | ipset v7.17: Hash is full, cannot add more elements
            add s foo                   | 1 | ipset v7.17: Syntax error: cannot parse foo: resolving to IPv4 address failed
            add p tcp:80                | 1 | ipset v7.17: Element cannot be added to the set: it's already added
            add p 2000                  | 1 | ipset v7.17: Element is out of the range of the set
            test n 10.2.3.4             | 0 | Warning: 10.2.3.4 is in set n.
            test n 10.1.1.1             | 1 | 10.1.1.1 is NOT in set n.
            add n 0.0.0.0/0             | 1 | ipset v7.17: The value of the CIDR parameter of the IP address is invalid
            add ip 1.1.1.1              | 1 | ipset v7.17: Syntax error: Second element is missing from 1.1.1.1.
            test ip 1.1.1.1,tcp:81      | 1 | 1.1.1.1,tcp:81 is NOT in set ip.
            add l nope                  | 1 | ipset v7.17: Set to be added/deleted/tested as element does not exist.
            test l s                    | 0 | Warning: s is in set l.
            swap s n                    | 1 | ipset v7.17: The sets cannot be swapped: their type does not match
            swap s nope                 | 1 | ipset v7.17: Sets cannot be swapped: the second set does not exist
            rename s t                  | 1 | ipset v7.17: Set cannot be renamed: it is in use by another system
            destroy t                   | 1 | ipset v7.17: The set with the given name does not exist
            destroy s                   | 1 | ipset v7.17: Set cannot be destroyed: it is in use by a kernel component
            destroy                     | 0 |
            foo                         | 2 | ipset v7.17: No command specified: unknown argument foo
            ~~                          | 2 | ipset v7.17: No command specified.
            """)
    void answers(String words, int status, @Nullable String firstLine) {
        Ipset.Result result = ipset(words, 0);
        assertEquals(
                firstLine == null ? "" : firstLine,
                result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }

    @Test
    void listsAsTheRealProgram() {
        assertEquals(
                """
                Name: ip
                Type: hash:ip,port
                Revision: 7
                Header: family inet hashsize 1024 maxelem 65536 bucketsize 12
                References: 0
                Number of entries: 2
                Members:
                1.1.1.1,tcp:80
                1.1.1.1,udp:53
                """,
                ipset("list ip", 0).stdout().replaceAll(" initval \\S+", "").replaceAll("Size.*\n", ""));
        assertEquals("s\np\nn\nip\nl\n", ipset("list -n", 0).stdout());
        assertTrue(ipset("save n", 0).stdout().endsWith("add n 10.0.0.0/8\nadd n 10.1.1.0/24 nomatch\n"));
    }

    @Test
    void savedSetsAreRestored() {
        String saved = ipset("save", 0).stdout();
        IpSets fresh = new IpSets();
        assertEquals(new Ipset.Result(0, "", ""), Ipset.run(fresh, List.of("restore"), saved, 0));
        assertEquals(saved, Ipset.run(fresh, List.of("save"), "", 0).stdout());
    }

    @Test
    void elementsEndWhenTheirTimeIsUp() {
        ipset("create t hash:ip timeout 10 comment", 0);
        ipset("add t 1.1.1.1 comment hello", 0);
        ipset("add t 1.1.1.2 timeout 20", 0);
        String list = ipset("list t", SimClock.SECOND).stdout();
        assertTrue(list.endsWith("1.1.1.1 timeout 9 comment \"hello\"\n1.1.1.2 timeout 19\n"), list);
        assertEquals(1, ipset("test t 1.1.1.1", 11 * SimClock.SECOND).status());
        assertEquals(0, ipset("test t 1.1.1.2", 11 * SimClock.SECOND).status());
    }

    @Test
    void rulesHoldSetsFast() {
        ipset("create used hash:ip", 0);
        assertEquals(0, iptables("-A INPUT -m set --match-set used src -j DROP").status());
        assertEquals(1, ipset("destroy used", 0).status());
        assertEquals(0, iptables("-F").status());
        assertEquals(0, ipset("destroy used", 0).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -A INPUT -m set --match-set nope src | iptables v1.8.9 (legacy): Set nope doesn't exist.
            -A INPUT -m set --match-set s        | iptables v1.8.9 (legacy): --match-set requires two args.
            -A INPUT -m set                      | iptables v1.8.9 (legacy): You must specify `--match-set' with proper arguments
            -A INPUT -j SET --add-set nope src   | iptables v1.8.9 (legacy): Set nope doesn't exist.
            -A INPUT -j SET                      | iptables v1.8.9 (legacy): You must specify either `--add-set' or `--del-set' or `--map-set'
            """)
    void rulesNeedTheirSets(String words, String firstLine) {
        IptablesResult result = iptables(words);
        assertEquals(firstLine, result.stderr().lines().findFirst().orElse(""));
        assertEquals(2, result.status());
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            s  | true         | 1.2.3.4  | yes
            s  | false        | 1.2.3.4  | no
            n  | true         | 10.9.9.9 | yes
            n  | true         | 10.1.1.9 | no
            p  | false        | 9.9.9.9  | yes
            p  | true         | 9.9.9.9  | no
            ip | true,true    | 1.1.1.1  | yes
            ip | true,false   | 1.1.1.1  | no
            ip | true         | 1.1.1.1  | no
            l  | true         | 10.9.9.9 | yes
            l  | true         | 11.9.9.9 | no
            """)
    void packetsAreFound(String set, String sources, String source, String found) {
        List<Boolean> ends = new ArrayList<>();
        for (String end : sources.split(",")) {
            ends.add(Boolean.valueOf(end));
        }
        Packet packet =
                Packet.of(Ipv4Address.of(source), Ipv4Address.of("7.7.7.7"), 64, new UdpDatagram(53, 80, Bytes.EMPTY));
        assertEquals(found.equals("yes"), rules.memories().sets().contains(set, ends, packet, 0));
    }

    @Test
    void randomWordsNeverThrow() {
        List<String> vocabulary = List.of(
                "create",
                "add",
                "del",
                "test",
                "list",
                "save",
                "restore",
                "swap",
                "rename",
                "destroy",
                "flush",
                "s",
                "n",
                "p",
                "ip",
                "l",
                "x",
                "hash:ip",
                "hash:net",
                "bitmap:port",
                "list:set",
                "range",
                "0-70000",
                "1-5",
                "timeout",
                "9",
                "comment",
                "nomatch",
                "-exist",
                "-n",
                "1.2.3.4",
                "1.2.3.0/24",
                "1.1.1.1,80",
                "tcp:http",
                "10.0.0.0/0",
                "1.1.1.9-1.1.1.1",
                ",",
                ":",
                "-",
                "netmask",
                "99999999999",
                "");
        SeededRandom random = new SeededRandom(3);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                words.add(vocabulary.get(random.nextInt(vocabulary.size())));
            }
            String input = String.join(" ", words);
            refused += Ipset.run(rules.memories().sets(), words, input, 0).status() == 0 ? 0 : 1;
        }
        assertTrue(refused > 100);
    }
}
