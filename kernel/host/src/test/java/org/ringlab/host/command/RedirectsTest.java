package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** A second router on the wire: what people see of it, as printed by iputils and iproute2 on Linux 6.18. */
class RedirectsTest {
    private final Lab lab = twoRouters("debian12");

    @Test
    void pingTellsOfAShorterWayUntilItIsTaken() {
        String printed = run("client", "tcpdump -lni eth0 icmp & sleep 1; ping -c 3 10.9.0.9");
        assertTrue(printed.contains("""
                        PING 10.9.0.9 (10.9.0.9) 56(84) bytes of data.
                        From 10.0.0.1: icmp_seq=1 Redirect Host(New nexthop: 10.0.0.2)
                        64 bytes from 10.9.0.9: icmp_seq=1 ttl=63 time=0.090 ms
                        From 10.0.0.1: icmp_seq=2 Redirect Host(New nexthop: 10.0.0.2)
                        64 bytes from 10.9.0.9: icmp_seq=2 ttl=63 time=0.090 ms
                        64 bytes from 10.9.0.9: icmp_seq=3 ttl=63 time=0.090 ms

                        --- 10.9.0.9 ping statistics ---
                        3 packets transmitted, 3 received, 0% packet loss, time 2000ms
                        """), printed);
        assertTrue(
                printed.contains("IP 10.0.0.1 > 10.0.0.5: ICMP redirect 10.9.0.9 to host 10.0.0.2, length 92\n"),
                printed);
    }

    /** As recorded: what neither somebody nor an address has settled follows. */
    @Test
    void newDefaultsReachInterfacesWithoutAddress() {
        assertEquals("1\n0\n2\n1\n", run("client", """
                ip link add d0 type dummy; ip link add d1 type dummy; ip addr add 10.9.0.1/24 dev d1
                cd /proc/sys/net/ipv4/conf; echo 2 > default/rp_filter; ip link add d2 type dummy
                echo 1 > default/rp_filter; cat d0/rp_filter d1/rp_filter d2/rp_filter
                ip link set d0 name d3; echo 1 > d3/rp_filter; echo 0 > default/rp_filter; cat d3/rp_filter
                """));
    }

    @Test
    void whatWasHeardStandsBesideTheTable() {
        run("client", "ping -c 2 10.9.0.9");
        assertEquals(
                "10.9.0.9 via 10.0.0.2 dev eth0 src 10.0.0.5 uid 0 \n    cache <redirected> expires 300sec \n",
                run("client", "ip route get 10.9.0.9"));
        assertEquals(
                "10.9.0.9 via 10.0.0.2 dev eth0 \n    cache <redirected> expires 297sec \n",
                run("client", "sleep 3; ip route show cache"));
        assertEquals(
                "default via 10.0.0.1 dev eth0 \n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5 \n",
                run("client", "ip route"));
        assertEquals(
                "10.9.0.8 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0 \n    cache \n",
                run("client", "ip route get 10.9.0.8"));
        assertEquals("", run("client", "ip route flush cache; ip route show cache"));
        assertEquals(
                "10.9.0.9 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0 \n    cache \n",
                run("client", "ip route get 10.9.0.9"));
    }

    @Test
    void aNarrowPathIsShownWithIt() {
        run("gw2", "ip link set eth1 mtu 1000");
        run("client", "ping -c 2 10.9.0.9; ping -M do -s 1200 -c 1 10.9.0.9");
        assertEquals(
                "10.9.0.9 via 10.0.0.2 dev eth0 \n    cache <redirected> expires 600sec mtu 1000 \n",
                run("client", "ip route show cache"));
        assertEquals("", run("client", "ip route flush cache; ip route show cache"));
        assertEquals(
                "10.9.0.9 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0 \n    cache \n",
                run("client", "ip route get 10.9.0.9"));
    }

    @Test
    void afterFiveMinutesTheRouterIsAskedAgain() {
        run("client", "ping -c 2 10.9.0.9; sleep 301");
        assertTrue(run("client", "ping -c 1 10.9.0.9").contains("From 10.0.0.1: icmp_seq=1 Redirect Host"));
    }

    @Test
    void theTraceNamesTheOtherNextHop() {
        run("client", "ping -c 3 10.9.0.9");
        assertTrue(lab.events().stream()
                .anyMatch(e -> e.toString().contains("default via 10.0.0.1 dev eth0, redirected to 10.0.0.2")));
    }

    @Test
    void settingsAreThoseOfTheKernel() {
        assertEquals(
                "net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.conf.all.send_redirects = 1\n"
                        + "net.ipv4.conf.eth0.accept_redirects = 1\nnet.ipv4.conf.eth0.secure_redirects = 1\n"
                        + "net.ipv4.conf.eth0.shared_media = 1\n",
                run(
                        "gw",
                        "sysctl net.ipv4.conf.all.accept_redirects net.ipv4.conf.all.send_redirects"
                                + " net.ipv4.conf.eth0.accept_redirects net.ipv4.conf.eth0.secure_redirects"
                                + " net.ipv4.conf.eth0.shared_media"));
        assertEquals(
                "1\n",
                run("gw", "echo 0 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/conf/all/accept_redirects"));
        assertEquals("1\n", run("gw", "sysctl -n net.ipv4.conf.eth0.send_redirects"));
    }

    @Test
    void withoutSendRedirectsNobodyIsTold() {
        run("gw", "for c in all eth0; do echo 0 > /proc/sys/net/ipv4/conf/$c/send_redirects; done");
        assertTrue(!run("client", "ping -c 2 10.9.0.9").contains("Redirect"));
        run("gw", "echo 1 > /proc/sys/net/ipv4/conf/all/send_redirects");
        assertTrue(run("client", "ping -c 2 10.9.0.9").contains("Redirect"));
    }

    /** net/netfilter/nf_nat_core.c, {@code nf_nat_icmp_reply_translation}. */
    @Test
    void whereNatSettledNothingARedirectIsBelieved() {
        run("client", "iptables -t nat -A POSTROUTING -o lo -j MASQUERADE; ping -c 2 10.9.0.9");
        assertEquals(
                "10.9.0.9 via 10.0.0.2 dev eth0 \n    cache <redirected> expires 300sec \n",
                run("client", "ip route show cache"));
    }

    @Test
    void aboutATranslatedConnectionItIsNot() {
        run("client", "iptables -t nat -A OUTPUT -d 10.9.0.7 -j DNAT --to-destination 10.9.0.9; ping -c 3 10.9.0.7");
        assertEquals("", run("client", "ip route show cache"));
        assertTrue(lab.events().stream()
                .anyMatch(e -> e.toString().contains("a redirect about a connection that is or may be translated")));
    }

    @Test
    void theOldKernelTellsToo() {
        Lab old = twoRouters("centos7");
        assertTrue(old.run("client", "ping -c 1 10.9.0.9")
                .stdout()
                .contains("From 10.0.0.1: icmp_seq=1 Redirect Host(New nexthop: 10.0.0.2)\n"));
    }

    private String run(String host, String line) {
        CommandResult result = lab.run(host, line);
        return result.stdout() + result.stderr();
    }

    private static Lab twoRouters(String profile) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put("client", host(false, List.of("ip route add default via 10.0.0.1"), "lan", "10.0.0.5/24"));
        hosts.put("gw", host(true, List.of("ip route add 10.9.0.0/24 via 10.0.0.2"), "lan", "10.0.0.1/24"));
        hosts.put("gw2", host(true, List.of(), "lan", "10.0.0.2/24", "far", "10.9.0.1/24"));
        hosts.put("server", host(false, List.of("ip route add default via 10.9.0.1"), "far", "10.9.0.9/24"));
        return Lab.boot(LabSpec.read(Map.of("name", "two-routers", "profile", profile, "hosts", hosts))
                .orThrow());
    }

    private static Map<String, Object> host(boolean forwarding, List<String> setup, String... cards) {
        Map<String, Object> interfaces = new LinkedHashMap<>();
        for (int i = 0; i < cards.length; i += 2) {
            interfaces.put("eth" + i / 2, Map.of("segment", cards[i], "address", cards[i + 1]));
        }
        return Map.of("forwarding", forwarding, "interfaces", interfaces, "setup", setup);
    }
}
