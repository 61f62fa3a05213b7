package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.rules.RuleSet;

/** Rules, errors and listings as the recorded iptables 1.8.9 gives them. */
class IptablesTest {
    private static final String HEAD = "iptables v1.8.9 (legacy): ";
    private final RuleSet rules = new RuleSet();

    private IptablesResult iptables(String line) {
        return new Iptables(rules, Profile.RECORDED).run(WordSplitter.split(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -s 192.168.0.0/16 -p tcp --dport 80 -m state --state NEW -j ACCEPT | -s 192.168.0.0/16 -p tcp -m tcp --dport 80 -m state --state NEW -j ACCEPT
            -m state --state ESTABLISHED,RELATED -j ACCEPT | -m state --state RELATED,ESTABLISHED -j ACCEPT
            -p udp --dport ssh | -p udp -m udp --dport 22
            -p tcp --syn -j DROP | -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP
            -j REJECT | -j REJECT --reject-with icmp-port-unreachable
            -p icmp --icmp-type ping -j REJECT --reject-with icmp-admin-prohibited | -p icmp -m icmp --icmp-type 8 -j REJECT --reject-with icmp-admin-prohibited
            -s 10.11.12.13/255.0.255.0 ! -d 1.1.1.1 | -s 10.0.12.0/255.0.255.0 ! -d 1.1.1.1/32
            -p tcp -m multiport --dports 80,21,53 | -p tcp -m multiport --dports 80,21,53
            -m comment --comment "closed for now" | -m comment --comment "closed for now"
            -p icmp -m limit --limit 10/minute --limit-burst 3 | -p icmp -m limit --limit 10/min --limit-burst 3
            -p tcp --dport 22 -j LOG --log-prefix "ssh: " --log-level 4 | -p tcp -m tcp --dport 22 -j LOG --log-prefix "ssh: "
            """)
    void savesRulesAsRecorded(String typed, String saved) {
        IptablesCheck.Row row = IptablesCheck.check("filter", List.of("INPUT", "FORWARD"), typed);
        assertEquals(saved, row.save().orElse(row.error()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -A INPUT -p udp -j REJECT --reject-with tcp-reset | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -C INPUT -s 10.0.0.0/8 -j ACCEPT | 1 | iptables: Bad rule (does a matching rule exist in that chain?).
            -R INPUT 9 -j DROP | 1 | iptables: Index of replacement too big.
            -D INPUT 7 | 1 | iptables: Index of deletion too big.
            -A NOCHAIN -j DROP | 1 | iptables: No chain/target/match by that name.
            -A INPUT -j NOWHERE | 2 | iptables v1.8.9 (legacy): Couldn't load target `NOWHERE':No such file or directory
            -A INPUT -o eth0 | 2 | iptables v1.8.9 (legacy): Can't use -o with INPUT
            -A INPUT －p tcp | 2 | Bad argument `－p'
            -A INPUT -s www.example.com | 2 | iptables v1.8.9 (legacy): host/network `www.example.com' not found
            -A INPUT -j NFQUEUE --nflog-group 1 | 2 | iptables: not simulated: target "NFQUEUE"
            -P INPUT REJECT | 1 | iptables: Bad policy name. Run `dmesg' for more information.
            -X INPUT | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -A INPUT -p tcp -fQ -j ACCEPT | 2 | iptables v1.8.9 (legacy): multiple -f flags not allowed
            -A INPUT -p tcp -Qf | 2 | iptables v1.8.9 (legacy): unknown option "tcp"
            -t nope -L | 3 | iptables v1.8.9 (legacy): can't initialize iptables table `nope': Table does not exist (do you need to insmod?)
            """)
    void refusesWithTheRealText(String typed, int status, String firstLine) {
        IptablesResult result = iptables(typed);
        assertEquals(firstLine, result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }

    @Test
    void optionOfNoKnownProtocolIsUnknown() {
        assertEquals(
                HEAD + "unknown option \"--dport\"\nTry `iptables -h' or 'iptables --help' for more information.\n",
                iptables("-A INPUT --dport 80 -j ACCEPT").stderr());
    }

    @Test
    void circlesAreRefusedOnceABuiltInChainLeadsIntoThem() {
        for (String line : List.of("-N a", "-N b", "-A a -j b", "-A b -j a")) {
            assertEquals(0, iptables(line).status(), line);
        }
        IptablesResult result = iptables("-A INPUT -j a");
        assertEquals("iptables: Too many levels of symbolic links.\n", result.stderr());
        assertEquals(1, result.status());
    }

    @Test
    void listsAsTheRealProgram() {
        iptables("-P INPUT DROP");
        iptables("-N web");
        iptables("-A INPUT -p tcp --syn -j web");
        iptables("-A web ! -d 172.18.133.212 -p tcp --dport 8080:8090 -j DROP");
        assertEquals("""
                Chain INPUT (policy DROP)
                target     prot opt source               destination
                web        tcp  --  0.0.0.0/0            0.0.0.0/0            tcp flags:0x17/0x02
                """, iptables("-L INPUT -n").stdout().replaceAll(" +\n", "\n"));
        assertEquals("""
                Chain web (1 references)
                num   pkts bytes target     prot opt in     out     source               destination
                1        0     0 DROP       tcp  --  *      *       0.0.0.0/0           !172.18.133.212       tcp dpts:8080:8090
                """, iptables("-L web -nv --line-numbers").stdout().replaceAll(" +\n", "\n"));
    }

    @Test
    void listsWithNamesAsTheRealProgram() {
        for (String line : List.of(
                "-N web",
                "-A INPUT -p gre -j ACCEPT",
                "-A INPUT -i eth0 ! -s 1.2.3.0/24 -p tcp --dport 80 -j web",
                "-A INPUT -p 58 -j DROP",
                "-A INPUT -g web",
                "-A INPUT -p icmp ! -d 1.1.1.1 -m limit --limit 5/min -j REJECT")) {
            assertEquals("", iptables(line).stderr());
        }
        assertEquals("""
                Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
                 pkts bytes target     prot opt in     out     source               destination
                    0     0 ACCEPT     gre  --  any    any     anywhere             anywhere
                    0     0 web        tcp  --  eth0   any    !1.2.3.0/24           anywhere             tcp dpt:http
                    0     0 DROP       ipv6-icmp --  any    any     anywhere             anywhere
                    0     0 web        all  --  any    any     anywhere             anywhere            [goto]
                    0     0 REJECT     icmp --  any    any     anywhere            !1.1.1.1              limit: avg 5/min burst 5 reject-with icmp-port-unreachable
                """, iptables("-L INPUT -v").stdout().replaceAll(" +\n", "\n"));
    }

    /** What {@code -v} prints before it works, as the real 1.8.9 does; {@code ;} ends a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            -A INPUT -s 10.0.0.0/8 -p tcp --dport 80 -j ACCEPT|0|ACCEPT  tcp opt -- in * out *  10.0.0.0/8  -> 0.0.0.0/0   tcp dpt:80;
            -I INPUT 1 ! -s 10.0.0.0/8 -i eth0 -p udp --sport 53 -m comment --comment hi -j DROP|0|DROP  udp opt -- in eth0 out * !10.0.0.0/8  -> 0.0.0.0/0   udp spt:53 /* hi */;
            -C INPUT -s 1.2.3.4 -j DROP|0|DROP  all opt -- in * out *  1.2.3.4  -> 0.0.0.0/0  ;
            -C INPUT -s 1.2.3.5 -j DROP|1|DROP  all opt -- in * out *  1.2.3.5  -> 0.0.0.0/0  ;
            -D INPUT -s 1.2.3.4 -j DROP|0|DROP  all opt -- in * out *  1.2.3.4  -> 0.0.0.0/0  ;
            -D INPUT -s 1.2.3.5 -j DROP|1|DROP  all opt -- in * out *  1.2.3.5  -> 0.0.0.0/0  ;
            -D INPUT 1|0|
            -R INPUT 1 -p tcp -j ACCEPT|0|ACCEPT  tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  ;
            -R INPUT 99 -p tcp|1|  tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  ;
            -A FORWARD -i eth0 -o eth1+ -f -j LOG --log-prefix x|0|LOG  all opt -f in eth0 out eth1+  0.0.0.0/0  -> 0.0.0.0/0   LOG flags 0 level 4 prefix "x";
            -A FORWARD -j REJECT|0|REJECT  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0   reject-with icmp-port-unreachable;
            -A FORWARD|0|  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  ;
            -A INPUT -s 1.1.1.1,2.2.2.2 -p icmp --icmp-type 8 -j ACCEPT|0|ACCEPT  icmp opt -- in * out *  1.1.1.1  -> 0.0.0.0/0   icmptype 8;ACCEPT  icmp opt -- in * out *  2.2.2.2  -> 0.0.0.0/0   icmptype 8;
            -A INPUT -g web|0|web  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  [goto] ;
            -A INPUT ! -f -p 47 ! -i + -j ACCEPT|0|ACCEPT  47 opt !f in !+ out *  0.0.0.0/0  -> 0.0.0.0/0  ;
            -A FORWARD ! -s 10.0.0.0/8 ! -d 1.2.3.4 ! -p tcp ! -o eth0 -j ACCEPT|0|ACCEPT !tcp opt -- in * out !eth0 !10.0.0.0/8 !-> 1.2.3.4  ;
            -A INPUT -m limit --limit 5/min -m state --state NEW -p tcp -m multiport --dports 22,80 -j RETURN|0|RETURN  tcp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0   limit: avg 5/min burst 5 state NEW multiport dports 22,80;
            -A FORWARD -s 1.2.3.0/255.0.255.0 -p 132|0|  sctp opt -- in * out *  1.0.3.0/255.0.255.0  -> 0.0.0.0/0  ;
            -A NOPE -s 1.2.3.4 -j DROP|1|DROP  all opt -- in * out *  1.2.3.4  -> 0.0.0.0/0  ;
            -I INPUT 5 -s 1.2.3.4 -j DROP|1|DROP  all opt -- in * out *  1.2.3.4  -> 0.0.0.0/0  ;
            -A FORWARD -j INPUT|1|INPUT  all opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0  ;
            -A INPUT -p udp -j REJECT --reject-with tcp-reset|1|REJECT  udp opt -- in * out *  0.0.0.0/0  -> 0.0.0.0/0   reject-with tcp-reset;
            -A INPUT -j NOWHERE|2|
            -A INPUT -g NOWHERE|2|
            -F|0|Flushing chain `INPUT';Flushing chain `FORWARD';Flushing chain `OUTPUT';Flushing chain `web';
            -F NOPE|1|Flushing chain `NOPE';
            -Z INPUT|0|Zeroing chain `INPUT';
            -Z INPUT 99|1|
            -X|0|Deleting chain `web';
            -X NOPE|1|Deleting chain `NOPE';
            -N new|0|
            -P INPUT ACCEPT|0|
            """)
    void saysWhatItDoes(String typed, int status, @Nullable String printed) {
        iptables("-N web");
        iptables("-A INPUT -s 1.2.3.4 -j DROP");
        IptablesResult result = iptables("-v " + typed);
        assertEquals(printed == null ? "" : printed.replace(";", "\n"), result.stdout());
        assertEquals(status, result.status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -A INPUT -p foo | 2 | iptables-restore v1.8.9 (legacy): unknown protocol "foo" specified
            -A NOPE -j DROP | 1 | iptables-restore: line 2 failed
            -A INPUT -p udp -j REJECT --reject-with tcp-reset | 1 | iptables-restore: line 3 failed
            :INPUT FOO [0:0] | 1 | iptables-restore v1.8.9 (legacy): Can't set policy `FOO' on `INPUT' line 2: Bad policy name
            """)
    void restoreNamesTheLine(String line, int status, String firstLine) {
        IptablesResult result = IptablesCheck.resave("*filter\n" + line + "\nCOMMIT\n");
        assertEquals(firstLine, result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }

    @Test
    void randomWordsNeverThrow() {
        List<String> vocabulary = List.of(
                "-A",
                "INPUT",
                "-D",
                "-I",
                "1",
                "-p",
                "tcp",
                "--dport",
                "80",
                "!",
                "-j",
                "ACCEPT",
                "-m",
                "state",
                "--state",
                "NEW",
                "-s",
                "1.2.3.4/8",
                "－p",
                "",
                "--",
                "-",
                "--tcp-flags",
                "SYN",
                "-t",
                "nat",
                "-L",
                "-n",
                "-c",
                "multiport",
                "limit",
                "--limit",
                "5/s",
                "conntrack",
                "--ctstate",
                "--ctorigsrc",
                "x",
                "-N",
                "-E",
                "-P",
                "-Z",
                "-F",
                "-X",
                "-vnL",
                "--icmp-type",
                "icmp",
                "LOG",
                "--log-prefix",
                "\u00a0",
                "“a”");
        SeededRandom random = new SeededRandom(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(9); n >= 0; n--) {
                words.add(vocabulary.get(random.nextInt(vocabulary.size())));
            }
            refused += new Iptables(rules, Profile.CENTOS7).run(words).status() == 0 ? 0 : 1;
        }
        assertTrue(refused > 1000);
    }
}
