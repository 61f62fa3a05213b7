package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;

/** {@code ip rule}, {@code ip route} and {@code ip neigh}: as recorded from iproute2 6.1 on a Linux 6.18 kernel. */
class RoutingCommandsTest {
    private final Lab lab = Lab.boot(new LabSpec(
            "routing",
            new LabSpec.Title("", ""),
            "",
            "",
            Profile.RECORDED,
            List.of(),
            List.of(new HostSpec("box", false, false, List.of(), List.of())),
            List.of(),
            List.of()));

    private String run(String line) {
        CommandResult result = lab.run("box", line);
        return result.stdout() + result.stderr();
    }

    @BeforeEach
    void twoCables() {
        run("ip netns add b; for e in e0 d0; do ip link add $e type veth peer name $e netns b; ip link set $e up;"
                + " ip -n b link set $e up; done; ip addr add 10.0.0.1/24 dev e0; ip -n b addr add 10.0.0.2/24 dev e0");
    }

    private static final String RULES = """
            ip rule add from 10.1.0.0/16 to 10.2.0.1 table 100
            ip rule add not from 10.1.2.3 lookup 100
            ip rule add fwmark 1 table 100
            ip rule add fwmark 0x10/0xf0 table main
            ip rule add iif e0 prohibit
            ip rule add oif e0 unreachable
            ip rule add from 10.3.0.1 blackhole pref 200
            """;

    @Test
    void rulesStandInFrontOfThoseBefore() {
        assertEquals("""
                0:\tfrom all lookup local
                200:\tfrom 10.3.0.1 blackhole
                32760:\tfrom all oif e0 unreachable
                32761:\tfrom all iif e0 prohibit
                32762:\tfrom all fwmark 0x10/0xf0 lookup main
                32763:\tfrom all fwmark 0x1 lookup 100
                32764:\tnot from 10.1.2.3 lookup 100
                32765:\tfrom 10.1.0.0/16 to 10.2.0.1 lookup 100
                32766:\tfrom all lookup main
                32767:\tfrom all lookup default
                """, run(RULES + "ip rule"));
    }

    /** What the words don't name doesn't count, nor does {@code not}; the first that has all goes. */
    @ParameterizedTest(name = "ip rule del {0}")
    @CsvSource(delimiter = '|', textBlock = """
            from 10.9.9.9                     |
            prohibit                          | 32761
            unreachable                       | 32760
            blackhole                         | 200
            blackhole table 100               |
            table 100                         | 32763
            table 100 pref 7                  |
            pref 200                          | 200
            not from 10.1.2.3 unreachable     |
            not from 10.1.2.3 lookup 100      | 32764
            from 10.1.2.3                     | 32764
            from 10.1.0.0/16                  | 32765
            to 10.2.0.1                       | 32765
            to 10.2.0.0/24                    |
            fwmark 0x10                       |
            fwmark 0x10/0xf0                  | 32762
            fwmark 0x20/0xf0                  |
            iif lo                            |
            iif e0                            | 32761
            oif lo                            |
            oif e0                            | 32760
            from all                          | 0
            """)
    void deletesTheFirstThatHasAllThatIsNamed(String words, String gone) {
        List<String> before = run(RULES + "ip rule").lines().toList();
        String answer = run("ip rule del " + words);
        List<String> after = run("ip rule").lines().toList();
        assertEquals(gone == null ? "RTNETLINK answers: No such file or directory\n" : "", answer);
        assertEquals(
                gone == null ? List.of() : List.of(gone),
                before.stream()
                        .filter(rule -> !after.contains(rule))
                        .map(rule -> rule.substring(0, rule.indexOf(':')))
                        .toList());
    }

    @Test
    void whereOnlyOneIsLeftTheNextComesInFrontOfIt() {
        assertEquals("""
                0:\tfrom all lookup local
                32765:\tfrom 10.1.0.1 lookup 7
                32766:\tfrom all lookup main
                """, run("ip rule del pref 32767; ip rule add from 10.1.0.1 table 7; ip rule"));
        assertEquals(
                "0:\tfrom all lookup local\n0:\tfrom 10.1.0.1 lookup 7\n",
                run("ip rule del pref 32766; ip rule del pref 32765; ip rule add from 10.1.0.1 table 7; ip rule"));
    }

    @Test
    void flushLeavesPriorityZero() {
        assertEquals(
                "0:\tfrom all lookup local\n0:\tfrom 10.77.0.1 lookup 100\n0:\tfrom 1.2.3.4 lookup 7\n",
                run(RULES + "ip rule add pref 0 from 10.77.0.1 table 100; ip rule flush;"
                        + " ip rule add from 1.2.3.4 table 7; ip rule"));
    }

    /** By which card a packet came: from the other end it is refused, from here it isn't. */
    @Test
    void aRuleMayAskWhereAPacketComesFrom() {
        run(
                "echo 1 > /proc/sys/net/ipv4/ip_forward; ip addr add 10.4.0.1/24 dev d0; ip -n b route add default via 10.0.0.1;"
                        + " ip netns add c; ip link add c0 type veth peer name e0 netns c; ip link set c0 up; ip addr add 10.5.0.1/24 dev c0;"
                        + " ip -n c addr add 10.5.0.2/24 dev e0; ip -n c link set e0 up; ip -n c route add default via 10.5.0.1;"
                        + " ip rule add iif e0 to 10.5.0.0/24 prohibit");
        assertTrue(run("ip netns exec b ping -c 1 -W 1 10.5.0.2").contains("Packet filtered"));
        assertTrue(run("ping -c 1 -W 1 10.5.0.2").contains(" 1 received"));
        assertTrue(run("ip netns exec c ping -c 1 -W 1 10.0.0.2").contains(" 0 received"), "no way back");
        assertTrue(run("ip rule del iif e0; ip netns exec c ping -c 1 -W 1 10.0.0.2")
                .contains(" 1 received"));
    }

    @Test
    void addressesBringTheirRows() {
        assertEquals("""
                broadcast 10.4.0.255 dev d0 proto kernel scope link src 10.4.0.1
                broadcast 10.4.0.98 dev d0 proto kernel scope link src 10.4.0.1
                broadcast 10.4.0.99 dev d0 proto kernel scope link src 10.4.0.1
                broadcast 10.5.0.255 dev d0 proto kernel scope link src 10.5.0.1
                broadcast 10.6.0.255 dev d0 proto kernel scope link src 10.6.0.1
                broadcast 10.8.0.255 dev d0 proto kernel scope link src 10.8.0.1
                broadcast 10.9.0.3 dev d0 proto kernel scope link src 10.9.0.1
                local 10.4.0.1 dev d0 proto kernel scope host src 10.4.0.1
                local 10.4.0.2 dev d0 proto kernel scope host src 10.4.0.1
                local 10.5.0.1 dev d0 proto kernel scope host src 10.5.0.1
                local 10.6.0.1 dev d0 proto kernel scope host src 10.6.0.1
                local 10.7.0.1 dev d0 proto kernel scope host src 10.7.0.1
                local 10.8.0.1 dev d0 proto kernel scope host src 10.8.0.1
                local 10.9.0.1 dev d0 proto kernel scope host src 10.9.0.1
                local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1
                local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1
                local 127.5.0.0/24 dev lo proto kernel scope host src 127.5.0.1
                local 127.5.0.1 dev lo proto kernel scope host src 127.5.0.1
                """, run("""
                ip addr add 10.4.0.1/24 broadcast 10.4.0.99 dev d0
                ip addr add 10.5.0.1/24 brd 255.255.255.255 dev d0
                ip addr add 10.6.0.1/24 brd + dev d0
                ip addr add 10.7.0.1/31 dev d0; ip addr add 127.5.0.1/24 dev lo
                ip addr add 10.8.0.1/24 brd 0.0.0.0 dev d0; ip addr add 10.9.0.1/30 dev d0
                ip addr add 10.4.0.2/24 brd 10.4.0.98 dev d0
                ip route show table local | grep -v -e e0 -e broadcast.127 | sed 's/ $//' | LC_ALL=C sort
                """));
    }

    @Test
    void rowsFollowAnInterfaceThatIsCalledByAnotherName() {
        assertEquals(
                "10.0.0.0/24 dev e1 proto kernel scope link src 10.0.0.1 \n10.97.0.0/16 via 10.0.0.7 dev e1 \n",
                run("ip addr add 10.4.0.1/24 dev d0; ip route add 10.97.0.0/16 via 10.0.0.7 table 7;"
                        + " ip link set e0 name e1; ip route | grep -v d0; ip route show table 7"));
        assertEquals("10.4.0.0/24 dev d0 proto kernel scope link src 10.4.0.1 \n", run("ip route | grep d0"));
    }

    @ParameterizedTest(name = "ip route {0}")
    @CsvSource(delimiter = '|', textBlock = """
            add 10.99.0.0/16 via 10.0.0.7 dev d9   | 1 | Cannot find device "d9"
            add 10.99.0.0/16 via 10.0.0.7 dev d0   | 2 | Error: Nexthop has invalid gateway.
            add 10.99.0.0/16 via 10.0.0.255        | 2 | Error: Nexthop has invalid gateway.
            add 10.99.0.0/16 via 10.0.0.1 dev d0   | 2 | Error: Nexthop has invalid gateway.
            del 10.96.0.0/16 metric 0              | 0 | ''
            del 10.96.0.0/16 metric 6              | 2 | RTNETLINK answers: No such process
            del 10.96.0.0/16 metric 5              | 0 | ''
            """)
    void routeAnswers(String words, int status, String error) {
        run("ip addr add 10.4.0.1/24 dev d0; ip route add 10.96.0.0/16 via 10.0.0.7 metric 5");
        CommandResult result = lab.run("box", "ip route " + words);
        assertEquals(
                status + " " + error,
                result.status() + " " + result.stderr().lines().findFirst().orElse(""));
    }

    /** Who gives an own address as gateway leads nowhere else: such a row means that all is on the link. */
    @Test
    void oneselfAsGateway() {
        run("ip -n b addr add 10.6.0.9/32 dev lo");
        assertEquals("", run("ip route add 10.6.0.0/16 via 10.0.0.1; ip route add 10.8.0.0/16 via 127.0.0.1"));
        assertEquals("", run("ip route add 10.7.0.0/16 via 10.0.0.1 dev e0; route add -net 10.9.0.0/16 gw 10.0.0.1"));
        assertEquals(
                "10.0.0.0/24 dev e0 proto kernel scope link src 10.0.0.1 \n10.6.0.0/16 via 10.0.0.1 dev e0 \n"
                        + "10.7.0.0/16 via 10.0.0.1 dev e0 \n10.8.0.0/16 via 127.0.0.1 dev lo \n"
                        + "10.9.0.0/16 via 10.0.0.1 dev e0 scope link \n",
                run("ip route"));
        assertEquals("10.6.0.9 dev e0 src 10.0.0.1 uid 0 \n    cache \n", run("ip route get 10.6.0.9"));
        assertTrue(run("ping -c 1 10.6.0.9").contains("1 received"));
        assertTrue(run("ip neigh").contains("10.6.0.9 dev e0 lladdr"));
        assertEquals("10.0.0.1 UG\n", run("route -n | grep 10.7.0.0 | awk '{print $2, $4}'"));
        assertEquals("", run("ip route del 10.7.0.0/16 via 10.0.0.1; ip route | grep 10.7"));
    }

    /** The longest prefix wins, though it came last. */
    @Test
    void anAddressThatComesLaterHasItsOwnWay() {
        run("ip route add default via 10.0.0.2; ip addr add 10.4.0.1/24 dev d0");
        assertEquals("10.4.0.9 dev d0 src 10.4.0.1 uid 0 \n    cache \n", run("ip route get 10.4.0.9"));
    }

    /** {@code --limit-iface-in}: an address of another card is none of this one's. */
    @Test
    void whoseAnAddressIs() {
        run("ip addr add 10.4.0.1/24 dev d0; ip -n b route add default via 10.0.0.1;"
                + " iptables -A INPUT -m addrtype --dst-type LOCAL --limit-iface-in -j DROP");
        assertTrue(run("ip netns exec b ping -c 1 -W 1 10.4.0.1").contains(" 1 received"));
        assertTrue(run("ip netns exec b ping -c 1 -W 1 10.0.0.1").contains(" 0 received"));
    }

    @Test
    void neighboursAreShownAndStruckOut() {
        String row = "10.0.0.2 dev e0 lladdr M REACHABLE \n";
        assertEquals(row, run("ping -c 1 10.0.0.2 > /dev/null; ip neigh | sed 's/[0-9a-f:]* REA/M REA/'"));
        assertEquals("10.0.0.9 dev e0 FAILED \n", run("ping -c 1 -W 5 10.0.0.9 > /dev/null; ip neigh | grep 10.0.0.9"));
        assertEquals(
                "RTNETLINK answers: No such file or directory\n",
                run(
                        "ip neigh del 10.0.0.2 dev e0; ip neigh del 10.0.0.9 dev e0; ip neigh; ip neigh del 10.0.0.8 dev e0"));
    }
}
