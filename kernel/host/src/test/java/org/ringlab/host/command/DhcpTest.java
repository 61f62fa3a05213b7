package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.HostSpec.InterfaceSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.dhcp.DhcpMessage;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.host.shell.Script;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/** dnsmasq 2.90 and dhclient 4.4.3, their texts and packets as on a Debian system with the same Ethernet addresses. */
class DhcpTest {
    private static final String DNSMASQ =
            "dnsmasq --interface=eth0 --bind-interfaces --port=0" + " --dhcp-range=192.168.122.100,192.168.122.200,2m";

    private final Lab lab = lab(List.of(
            host("srv", card("net", 1, "192.168.122.1/24")),
            host("vm", card("net", 2, "")),
            host("c2", card("net", 3, ""))));

    private static InterfaceSpec card(String segment, int number, String address) {
        MacAddress mac = MacAddress.parse("02:00:00:0" + number + ":00:01").orElseThrow();
        boolean dhcp = address.equals("dhcp");
        List<Ipv4Prefix> addresses = address.isEmpty() || dhcp ? List.of() : List.of(Ipv4Prefix.of(address));
        return new InterfaceSpec("eth0", segment, addresses, mac, 1500, true, dhcp, 0);
    }

    private static HostSpec host(String name, InterfaceSpec card, String... setup) {
        return new HostSpec(
                name,
                false,
                false,
                List.of(card),
                Stream.of(setup).map(Script::read).toList());
    }

    private static Lab lab(List<HostSpec> hosts, ServiceSpec... services) {
        return Lab.boot(new LabSpec(
                "dhcp",
                new LabSpec.Title("", ""),
                "",
                "",
                Profile.RECORDED,
                List.of(),
                hosts,
                List.of(services),
                List.of()));
    }

    @Test
    void aClientFindsAServerAndTakesAnAddress() {
        assertEquals("", lab.run("srv", DNSMASQ).stderr());
        lab.run("srv", "tcpdump -n -t -i eth0 &");
        CommandResult got = lab.run("vm", "dhclient -v eth0");
        assertEquals(
                """
                Internet Systems Consortium DHCP Client 4.4.3-P1
                Copyright 2004-2022 Internet Systems Consortium.
                All rights reserved.
                For info, please visit https://www.isc.org/software/dhcp/

                Listening on LPF/eth0/02:00:00:02:00:01
                Sending on   LPF/eth0/02:00:00:02:00:01
                Sending on   Socket/fallback
                DHCPDISCOVER on eth0 to 255.255.255.255 port 67 interval N
                DHCPOFFER of 192.168.122.200 from 192.168.122.1
                DHCPREQUEST for 192.168.122.200 on eth0 to 255.255.255.255 port 67
                DHCPACK of 192.168.122.200 from 192.168.122.1
                bound to 192.168.122.200 -- renewal in N seconds.
                """, got.stderr().replaceAll("interval \\d", "interval N").replaceAll("in \\d\\d sec", "in N sec"));
        assertEquals(0, got.status());
        assertEquals("""
                IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request from 02:00:00:02:00:01, length 300
                ARP, Request who-has 192.168.122.200 tell 192.168.122.1, length 28
                ARP, Request who-has 192.168.122.200 tell 192.168.122.1, length 28
                ARP, Request who-has 192.168.122.200 tell 192.168.122.1, length 28
                IP 192.168.122.1.67 > 192.168.122.200.68: BOOTP/DHCP, Reply, length 300
                IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request from 02:00:00:02:00:01, length 300
                IP 192.168.122.1.67 > 192.168.122.200.68: BOOTP/DHCP, Reply, length 300
                """, lab.run("srv", "kill %1").stdout().replaceFirst("\n$", ""));
        assertTrue(lab.run("vm", "ip addr show eth0")
                .stdout()
                .contains("    inet 192.168.122.200/24 brd 192.168.122.255 scope global dynamic eth0\n"
                        + "       valid_lft 120sec preferred_lft 120sec\n"));
        assertEquals("""
                default via 192.168.122.1 dev eth0
                192.168.122.0/24 dev eth0 proto kernel scope link src 192.168.122.200
                """, lab.run("vm", "ip route").stdout().replaceAll(" \n", "\n"));
        assertEquals("dhclient\n", lab.run("vm", "ps -eo comm= | grep dhclient").stdout());
        lab.run("c2", "dhclient eth0");
        assertEquals(
                """
                02:00:00:03:00:01 192.168.122.107 c2 *
                02:00:00:02:00:01 192.168.122.200 vm *
                """, lab.run("srv", "cat /var/lib/misc/dnsmasq.leases").stdout().replaceAll("(?m)^\\d+ ", ""));
        assertEquals(0, lab.run("c2", "ping -c 1 192.168.122.200").status(), "guests of one network reach each other");
    }

    @Test
    void aLeaseIsRenewedInTimeAndEndsWithoutAServer() {
        lab.run("srv", DNSMASQ);
        lab.run("vm", "dhclient eth0");
        lab.run("srv", "tcpdump -n -t -i eth0 udp &");
        assertEquals("""
                IP 192.168.122.200.68 > 192.168.122.1.67: BOOTP/DHCP, Request from 02:00:00:02:00:01, length 300
                IP 192.168.122.1.67 > 192.168.122.200.68: BOOTP/DHCP, Reply, length 300
                """, lab.run("srv", "sleep 61").stdout());
        assertTrue(lab.run("vm", "ip addr show eth0").stdout().contains("dynamic"));
        lab.run("srv", "pkill dnsmasq; sleep 200");
        assertEquals("", lab.run("vm", "ip addr show eth0 | grep inet").stdout());
        assertEquals("", lab.run("vm", "ip route").stdout());
    }

    @Test
    void whatIsReleasedIsLentAgain() {
        lab.run("srv", DNSMASQ);
        lab.run("vm", "dhclient eth0");
        assertTrue(lab.run("vm", "dhclient -v -r eth0")
                .stderr()
                .matches("(?s)Killed old client process\n.*\nSending on   Socket/fallback\n"
                        + "DHCPRELEASE of 192\\.168\\.122\\.200 on eth0 to 192\\.168\\.122\\.1 port 67\n"));
        assertEquals(
                "",
                lab.run("vm", "ip addr show eth0 | grep inet; ip route; ps -eo comm= | grep dhclient")
                        .stdout());
        assertEquals("", lab.run("srv", "cat /var/lib/misc/dnsmasq.leases").stdout());
        assertEquals(0, lab.run("vm", "dhclient -1 eth0").status());
    }

    @Test
    void withoutAServerItGivesUpAfterAMinute() {
        CommandResult none = lab.run("vm", "dhclient -1 -v eth0; echo $?; date");
        assertEquals("2\nThu Jan  1 00:01:00 UTC 2026\n", none.stdout());
        assertTrue(
                none.stderr().endsWith("No DHCPOFFERS received.\nUnable to obtain a lease on first try.  Exiting.\n"),
                none.stderr());
    }

    @Test
    void anAddressThatAnswersIsNotOffered() {
        lab.run("c2", "ip addr add 192.168.122.200/24 dev eth0");
        lab.run("srv", DNSMASQ);
        lab.run("vm", "dhclient eth0");
        assertTrue(lab.run("vm", "ip addr show eth0").stdout().contains("192.168.122.100/24"));
    }

    @Test
    void theServersInputChainIsAskedTheClientsIsNot() {
        lab.run("srv", DNSMASQ);
        lab.run("vm", "iptables -P INPUT DROP; iptables -P OUTPUT DROP");
        assertEquals(0, lab.run("vm", "dhclient -1 eth0").status());
        lab.run("srv", "iptables -A INPUT -p udp --dport 67 -j DROP");
        assertEquals(2, lab.run("c2", "dhclient -1 eth0").status());
    }

    @Test
    void mistakesAreToldAsTheRealProgramsDo() {
        assertEquals(
                "\ndnsmasq: bad command line options: try --help\n",
                lab.run("srv", "dnsmasq --foo").stderr());
        assertEquals(
                "\ndnsmasq: bad command line options: bad dhcp-range\n",
                lab.run("srv", "dnsmasq --dhcp-range=1.2.3").stderr());
        assertEquals(
                "\ndnsmasq: bad command line options: bad dhcp-range\n",
                lab.run("srv", "dnsmasq --dhcp-range=10.0.0.5,10.0.0.9,1x").stderr());
        assertEquals(
                "\ndnsmasq: bad command line options: bad dhcp-option\n",
                lab.run("srv", "dnsmasq --dhcp-option=foo").stderr());
        assertEquals(3, lab.run("srv", "dnsmasq --conf-file=/nosuch").status());
        lab.run("srv", DNSMASQ);
        CommandResult second = lab.run("srv", DNSMASQ);
        assertEquals("\ndnsmasq: failed to bind DHCP server socket: Address already in use\n", second.stderr());
        assertEquals(2, second.status());
        assertEquals(1, lab.run("vm", "dhclient nosuch").status());
    }

    @Test
    void aLabsNetworkLendsBeforeAnySetup() {
        DhcpRange range = new DhcpRange(
                "eth0",
                Ipv4Address.of("192.168.122.100"),
                Ipv4Address.of("192.168.122.200"),
                1800,
                Map.of(DhcpMessage.ROUTER, Bytes.EMPTY),
                List.of(),
                false,
                true,
                true);
        ServiceSpec dhcp = new ServiceSpec(
                "srv", ServiceSpec.Kind.DHCP, 67, null, "", Map.of(), new ServiceSpec.DhcpSpec(range, true));
        Lab booted = lab(
                List.of(
                        host("srv", card("net", 1, "192.168.122.1/24"), "echo 192.168.122.1 gate > /etc/hosts"),
                        host("vm", card("net", 2, "dhcp"), "ip addr show eth0 > /tmp/a")),
                dhcp);
        assertTrue(booted.run("vm", "cat /tmp/a").stdout().contains("192.168.122.200/24"));
        assertEquals(
                "nameserver 192.168.122.1\n",
                booted.run("vm", "cat /etc/resolv.conf").stdout());
        assertEquals("", booted.run("vm", "ip route | grep default").stdout(), "no router was told");
        assertTrue(booted.run("vm", "dig +short vm").stdout().contains("192.168.122.200"));
        assertEquals(
                "dnsmasq\n", booted.run("srv", "ps -eo comm= | grep dnsmasq").stdout());
        booted.run("srv", "systemctl stop dnsmasq");
        assertEquals(
                2,
                booted.run("vm", "dhclient -x eth0; ip addr flush dev eth0; dhclient -1 eth0")
                        .status());
    }

    @Test
    void aProxyPassesQuestionsOn() {
        ServiceSpec names = new ServiceSpec(
                "c2", ServiceSpec.Kind.DNS, 53, null, "", Map.of("www.lab", List.of(Ipv4Address.of("10.9.9.9"))));
        Lab booted = lab(
                List.of(
                        host("srv", card("net", 1, "192.168.122.1/24")),
                        host("vm", card("net", 2, "")),
                        host("c2", card("net", 3, "192.168.122.3/24"))),
                names);
        booted.run(
                "srv",
                "echo nameserver 192.168.122.3 > /etc/resolv.conf; "
                        + DNSMASQ.replace("--port=0", "--address=/a.lab/1.2.3.4"));
        booted.run("vm", "dhclient eth0");
        assertEquals(
                "10.9.9.9\n1.2.3.4\n",
                booted.run("vm", "dig +short www.lab; dig +short a.lab").stdout());
    }

    @Test
    void anyBytesAreReadWithoutAStackTrace() {
        SeededRandom random = new SeededRandom(4711);
        byte[] valid = new DhcpMessage(
                        false,
                        7,
                        0,
                        Ipv4Address.ANY,
                        Ipv4Address.ANY,
                        Ipv4Address.ANY,
                        MacAddress.BROADCAST,
                        Map.of(DhcpMessage.TYPE, DhcpMessage.of(DhcpMessage.Type.DISCOVER)))
                .encode()
                .toArray();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(valid, random.nextInt(valid.length + 40));
            for (int j = 0; j < 3; j++) {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            read += DhcpMessage.parse(Bytes.of(bytes))
                            .flatMap(DhcpMessage::type)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertTrue(read > 100, "some mutants are messages still: " + read);
    }
}
