package org.ringlab.netfilter.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.rules.RuleSet;

/** Rules of the tables nat and raw as iptables 1.8.9 takes, prints and refuses them. */
class NatRulesTest {
    private static final String HEAD = "iptables v1.8.9 (legacy): ";

    private final RuleSet rules = new RuleSet();

    private IptablesResult iptables(String line) {
        return new Iptables(rules, Profile.RECORDED).run(WordSplitter.split(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nat POSTROUTING -o eth1 -j SNAT --to 1.1.1.9-1.1.1.1                | -o eth1 -j SNAT --to-source 1.1.1.9-1.1.1.1
            nat POSTROUTING -p tcp -j SNAT --to-source :80                      | -p tcp -j SNAT --to-source :80
            nat POSTROUTING -p tcp -j SNAT --to 1.1.1.1:80-90/3                 | -p tcp -j SNAT --to-source 1.1.1.1:80-90/0
            nat POSTROUTING ! -p tcp -j SNAT --to 1.1.1.1:80                    | ! -p tcp -j SNAT --to-source 1.1.1.1:80
            nat POSTROUTING -j SNAT --persistent --random --to 1.1.1.1          | -j SNAT --to-source 1.1.1.1 --random --persistent
            nat PREROUTING -p tcp -j DNAT --to 1.1.1.1-1.1.1.3:80-90/100        | -p tcp -j DNAT --to-destination 1.1.1.1-1.1.1.3:80-90/100
            nat PREROUTING -p tcp -j DNAT --to 1.1.1.1:0x50                     | -p tcp -j DNAT --to-destination 1.1.1.1:80
            nat PREROUTING -p icmp -j DNAT --to 1.1.1.1:100                     | -p icmp -j DNAT --to-destination 1.1.1.1:100
            nat POSTROUTING -p tcp -j MASQUERADE --to-ports 80-90 --random      | -p tcp -j MASQUERADE --to-ports 80-90 --random
            nat PREROUTING -p tcp -j REDIRECT --to-port http                    | -p tcp -j REDIRECT --to-ports 80
            nat INPUT -j NETMAP --to 1.2.3.77/24                                | -j NETMAP --to 1.2.3.0/24
            nat PREROUTING -j NETMAP --to 1.2.3                                 | -j NETMAP --to 1.2.0.3/32
            raw PREROUTING -p tcp -j CT --zone 3 --ctevents mark,new --helper ftp | -p tcp -j CT --helper ftp --ctevents new,mark --zone 3
            raw PREROUTING -p tcp -j CT --zone mark --helper ftp                    | -p tcp -j CT --helper ftp --zone mark
            raw PREROUTING -j CT --zone-orig mark                                   | -j CT --zone-orig mark
            raw PREROUTING -j CT --zone-orig mark --zone-reply 3                    | -j CT --zone mark
            raw PREROUTING -j CT --notrack --timeout x                              | -j CT --notrack --timeout x
            raw PREROUTING -j CT --zone-reply 1                                 | -j CT --zone-reply 1
            raw PREROUTING -j CT                                                | -j CT
            raw OUTPUT -j NOTRACK                                               | -j NOTRACK
            filter INPUT -m helper ! --helper ftp-2121                          | -m helper ! --helper ftp-2121
            filter INPUT -m helper --helper ""                                  | -m helper --helper ""
            """)
    void savesRulesAsTheKernelReturnsThem(String typed, String saved) {
        String[] words = typed.split(" ", 3);
        IptablesCheck.Row row = IptablesCheck.check(words[0], List.of(words[1]), words[2]);
        assertEquals(saved, row.save().orElse(row.error()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POSTROUTING -p icmp -j SNAT --to 1.1.1.1:5-6         | SNAT icmp -- 0.0.0.0/0 0.0.0.0/0 to:1.1.1.1:5-6
            POSTROUTING -j SNAT --to 1.1.1.1 --random-fully      | SNAT all -- 0.0.0.0/0 0.0.0.0/0 to:1.1.1.1 random-fully
            POSTROUTING -p tcp -j MASQUERADE --to-ports 80       | MASQUERADE tcp -- 0.0.0.0/0 0.0.0.0/0 masq ports: 80
            PREROUTING -p tcp -j REDIRECT --to-ports 80 --random | REDIRECT tcp -- 0.0.0.0/0 0.0.0.0/0 redir ports 80 random
            OUTPUT -j REDIRECT --random                          | REDIRECT all -- 0.0.0.0/0 0.0.0.0/0 random
            PREROUTING -j NETMAP --to 1.2.3.0/24                 | NETMAP all -- 0.0.0.0/0 0.0.0.0/0 to:1.2.3.0/24
            """)
    void listsThem(String typed, String listed) {
        assertEquals("", iptables("-t nat -A " + typed).stderr());
        String chain = typed.substring(0, typed.indexOf(' '));
        String line =
                iptables("-t nat -L " + chain + " -n").stdout().lines().toList().get(2);
        assertEquals(listed, line.replaceAll(" +", " ").strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -t nat -A PREROUTING -j SNAT --to 1.1.1.1               | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -A FORWARD -j DNAT --to 1.1.1.1                         | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -t nat -A INPUT -j MASQUERADE                           | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -t nat -A POSTROUTING -j SNAT                           | 2 | HEAD SNAT: option "--to-source" must be specified
            -t nat -A POSTROUTING -j SNAT --to 1.1.1.1:80 -p tcp    | 2 | HEAD Need TCP, UDP, SCTP or DCCP with port specification
            -t nat -A POSTROUTING -p tcp -j SNAT --to 1.1.1.1:90-80 | 2 | HEAD Port range `80' funky
            -t nat -A POSTROUTING -p tcp -j SNAT --to 1.1.1         | 2 | HEAD Bad IP address "1.1.1"
            -t nat -A PREROUTING -p tcp -j DNAT --to 1.1.1.1:1:2    | 2 | HEAD Bad IP address "1.1.1.1:1:2"
            -t nat -A PREROUTING -p tcp -j DNAT --to 1.1.1.1:80x-90 | 2 | HEAD Garbage after port value: `x-90'
            -t nat -A PREROUTING -p tcp -j DNAT --to 1.1.1.1:80-90x | 2 | HEAD Garbage after port range: `x'
            -t nat -A PREROUTING -p tcp -j DNAT --to [::1]:2        | 2 | HEAD Invalid address format
            -t nat -A PREROUTING -p tcp -j DNAT --to 1.1.1.1 --random-fully | 2 | HEAD unknown option "--random-fully"
            -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 80:90 | 2 | HEAD Invalid port:port syntax - use dash
            -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 42-1234/567 | 2 | HEAD Shifted portmap ranges not supported with this kernel
            -t nat -A PREROUTING -j NETMAP --to 1.2.3.0/x           | 2 | HEAD NETMAP: bad value for option "--to", neither a valid network mask nor valid CIDR (0-32).
            -t raw -A PREROUTING -j CT --helper ftp                 | 1 | iptables: No chain/target/match by that name.
            -t raw -A PREROUTING -p udp -j CT --helper ftp          | 1 | iptables: No chain/target/match by that name.
            -t raw -A PREROUTING -p tcp -j CT --helper nope         | 1 | iptables: No chain/target/match by that name.
            -t raw -A PREROUTING -p udp -j CT --helper sip          | 2 | iptables: not simulated: target "CT" with helper "sip"
            -t raw -A PREROUTING -p tcp -j CT --timeout x           | 1 | iptables: No chain/target/match by that name.
            -t raw -A PREROUTING -j CT --timeout x                  | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -t raw -A PREROUTING ! -p tcp -j CT --timeout x         | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            -t raw -A PREROUTING -j CT --ctevents NEW               | 2 | HEAD Unknown event type "NEW"
            -A INPUT -j NOTRACK                                     | 1 | iptables: Invalid argument. Run `dmesg' for more information.
            """)
    void refusesWithTheRealText(String typed, int status, String firstLine) {
        IptablesResult result = iptables(typed);
        assertEquals(
                firstLine.replaceFirst("^HEAD ", HEAD),
                result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }
}
