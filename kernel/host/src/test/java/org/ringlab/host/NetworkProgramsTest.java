package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Network programs on three hosts; texts recorded from Debian 12's programs on the same network of namespaces. */
class NetworkProgramsTest {
    private static Lab lab() {
        Map<String, Object> tree = new LinkedHashMap<>(Labs.tree(true));
        List<Object> services = new ArrayList<>((List<?>) tree.get("services"));
        services.add(Map.of("host", "server", "kind", "dns", "zone", Map.of("www.lab", "172.18.133.212")));
        services.add(Map.of("host", "server", "kind", "ftp"));
        tree.put("services", services);
        return Lab.boot(LabSpec.read(tree).orThrow());
    }

    private static String on(Lab lab, String host, String script) {
        return lab.run(host, script).stdout().replaceAll("\\d+\\.\\d{3} ms", "T ms");
    }

    @Test
    void tracerouteNamesTheRouter() {
        String expected = """
                traceroute to 172.18.133.212 (172.18.133.212), 30 hops max, 60 byte packets
                 1  192.168.66.135  T ms  T ms  T ms
                 2  172.18.133.212  T ms  T ms  T ms
                """;
        for (String method : List.of("", "-I ", "-T ")) {
            assertEquals(expected, on(lab(), "client", "traceroute -n " + method + "172.18.133.212"), method);
        }
        assertEquals("""
                traceroute to 172.18.133.212 (172.18.133.212), 1 hops max, 60 byte packets
                 1  192.168.66.135 (192.168.66.135)  T ms
                """, on(lab(), "client", "traceroute -q 1 -m 1 172.18.133.212"));
    }

    @Test
    void tracerouteShowsWhoIsSilentAndWhoRefuses() {
        Lab lab = lab();
        lab.run("gw", "iptables -A FORWARD -d 172.18.133.212 -j DROP");
        assertEquals("""
                traceroute to 172.18.133.212 (172.18.133.212), 2 hops max, 60 byte packets
                 1  192.168.66.135  T ms
                 2  *
                """, on(lab, "client", "traceroute -n -q 1 -m 2 172.18.133.212"));
        lab.run("gw", "iptables -R FORWARD 1 -j REJECT --reject-with icmp-admin-prohibited");
        assertEquals("""
                traceroute to 172.18.133.212 (172.18.133.212), 30 hops max, 60 byte packets
                 1  192.168.66.135  T ms
                 2  192.168.66.135  T ms !X
                """, on(lab, "client", "traceroute -n -q 1 172.18.133.212"));
    }

    @Test
    void tracerouteComplains() {
        assertEquals(
                "first hop out of range\n",
                lab().run("client", "traceroute -m 0 1.1.1.1").stderr());
        assertEquals(
                "no more than 10 probes per hop\n",
                lab().run("client", "traceroute -q 0 1.1.1.1").stderr());
        assertEquals(
                "Bad option `-Z' (argc 1)\n",
                lab().run("client", "traceroute -Z 1.1.1.1").stderr());
    }

    /** A guest on a bridge whose other port is a tunnel. */
    private static void guest(Lab lab, String host, String local, String remote, String address) {
        lab.run(
                host,
                "ip netns add guest; ip link add v1 type veth peer name eth0 netns guest; ip link set v1 up;"
                        + " ip -n guest addr add " + address + "/24 dev eth0; ip -n guest link set eth0 up;"
                        + " brctl addbr br0; brctl addif br0 v1; ip link set br0 up;"
                        + " ip link add vx0 type vxlan id 100 local " + local + " remote " + remote + " dstport 4789;"
                        + " ip link set vx0 up; brctl addif br0 vx0");
    }

    /** As Linux 6.18 does: what counts is what the network underneath carries, though vx0's own MTU is 1500. */
    @Test
    void aTunnelInABridgeTellsWhatFits() {
        Lab lab = lab();
        guest(lab, "client", "192.168.66.132", "172.18.133.212", "10.20.0.11");
        guest(lab, "server", "172.18.133.212", "192.168.66.132", "10.20.0.12");
        assertEquals("1\n", on(lab, "client", "ip netns exec guest ping -c 1 -s 1422 10.20.0.12 | grep -c 1430"));
        assertEquals(
                "From 10.20.0.12 icmp_seq=1 Frag needed and DF set (mtu = 1450)\n",
                on(lab, "client", "ip netns exec guest ping -c 1 -s 1423 10.20.0.12 | grep mtu"));
        lab.run("client", "ip link set vx0 mtu 1450");
        lab.run("server", "ip link set vx0 mtu 1450");
        assertEquals(
                "1 packets transmitted, 0 received, 100% packet loss, time 0ms\n",
                on(lab, "server", "ip netns exec guest ping -c 1 -s 1472 10.20.0.11 | grep loss"),
                "a bridge swallows what is too big for a port");
    }

    /** As Linux 6.18 does: a tunnel that says from where asks for its way with that address, others without one. */
    @Test
    void aTunnelsOwnAddressChoosesItsWay() {
        for (String local : List.of("local 192.168.66.132", "")) {
            Lab lab = lab();
            String vxlan = "ip link add vx0 type vxlan id 5 dstport 4789 remote ";
            lab.run(
                    "client",
                    vxlan + "172.18.133.212 " + local + "; ip addr add 10.9.0.1/24 dev vx0; ip link set vx0 up");
            lab.run(
                    "server",
                    vxlan + "192.168.66.132 local 172.18.133.212; ip addr add 10.9.0.2/24 dev vx0; ip link set vx0 up");
            String ping = "ping -c 1 10.9.0.2 | grep -o '[01] received'";
            assertEquals("1 received\n", on(lab, "client", ping), local);
            lab.run("client", "ip rule add from 192.168.66.132 prohibit");
            assertEquals((local.isEmpty() ? 1 : 0) + " received\n", on(lab, "client", ping), local);
        }
    }

    @Test
    void nameServersAnswer() {
        Lab lab = lab();
        assertEquals("172.18.133.212\n", on(lab, "client", "dig +short @172.18.133.212 www.lab"));
        assertEquals("""
                Using domain server:
                Name: 172.18.133.212
                Address: 172.18.133.212#53
                Aliases:\s

                Host nope.lab not found: 3(NXDOMAIN)
                """, on(lab, "client", "host nope.lab 172.18.133.212"));
        assertEquals(
                "Server:\t\t172.18.133.212\nAddress:\t172.18.133.212#53\n\n** server can't find nope.lab: NXDOMAIN\n\n",
                on(lab, "client", "nslookup nope.lab 172.18.133.212"));
        String dig = on(lab, "client", "dig @172.18.133.212 www.lab");
        assertTrue(dig.contains(";; QUESTION SECTION:\n;www.lab.\t\t\tIN\tA\n"), dig);
        assertTrue(dig.contains(";; ANSWER SECTION:\nwww.lab.\t\t60\tIN\tA\t172.18.133.212\n"), dig);
        assertTrue(dig.contains(";; MSG SIZE  rcvd: 41\n"), dig);
    }

    @Test
    void aSilentNameServerIsToldApartFromARefusingOne() {
        CommandResult refused = lab().run("client", "dig +short @192.168.66.135 www.lab");
        assertEquals(9, refused.status());
        assertEquals(
                ";; communications error to 192.168.66.135#53: connection refused\n".repeat(3)
                        + ";; no servers could be reached\n",
                refused.stdout());
    }

    @Test
    void programsFindNamesThroughResolvConf() {
        Lab lab = lab();
        lab.run("client", "echo nameserver 172.18.133.212 > /etc/resolv.conf");
        assertEquals("welcome\n", on(lab, "client", "curl -s http://www.lab/"));
    }

    @Test
    void wgetSavesThePage() {
        Lab lab = lab();
        CommandResult got = lab.run("client", "wget http://172.18.133.212/ && cat index.html");
        assertEquals("welcome\n", got.stdout());
        assertTrue(got.stderr().contains("""
                                Connecting to 172.18.133.212:80... connected.
                                HTTP request sent, awaiting response... 200 OK
                                Length: 8
                                Saving to: ‘index.html’
                                """), got.stderr());
        CommandResult refused = lab.run("client", "wget http://192.168.66.135/");
        assertEquals(4, refused.status());
        assertTrue(refused.stderr().endsWith("Connecting to 192.168.66.135:80... failed: Connection refused.\n"));
    }

    @Test
    void telnetSaysWhoIsThere() {
        CommandResult refused = lab().run("client", "telnet 172.18.133.212 81");
        assertEquals("Trying 172.18.133.212...\n", refused.stdout());
        assertEquals("telnet: Unable to connect to remote host: Connection refused\n", refused.stderr());
        assertTrue(lab().run("client", "telnet 172.18.133.212 80")
                .stdout()
                .startsWith("Trying 172.18.133.212...\nConnected to 172.18.133.212.\nEscape character is '^]'.\n"));
    }

    @Test
    void ncListensInTheBackground() {
        Lab lab = lab();
        assertEquals("[1] 2001\n", lab.run("server", "nc -l 5000 &").stderr());
        lab.run("client", "echo hello | nc 172.18.133.212 5000");
        CommandResult shown = lab.run("server", "jobs");
        assertEquals("hello\n", shown.stdout());
        assertEquals("[1]+  Done                    nc -l 5000\n", shown.stderr());
    }

    @Test
    void ftpListsPassivelyAndActively() {
        String passive = on(lab(), "client", "ftp -n 172.18.133.212 <<EOF\nuser a b\nls\nquit\nEOF");
        assertTrue(passive.startsWith("Connected to 172.18.133.212.\n220"), passive);
        assertTrue(passive.contains("227 Entering Passive Mode") && passive.contains("226 "), passive);
        String active = on(lab(), "client", "ftp -n 172.18.133.212 <<EOF\nuser a b\npassive\nls\nquit\nEOF");
        assertTrue(
                active.contains("Passive mode: off; fallback to active mode: off.\n200 ") && active.contains("226 "),
                active);
    }

    @Test
    void theIptablesServiceKeepsRulesInItsFile() {
        Lab lab = lab();
        lab.run("gw", "iptables -P FORWARD DROP; iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        assertEquals(
                "iptables: Saving firewall rules to /etc/sysconfig/iptables:[  OK  ]\n",
                lab.run("gw", "service iptables save").stdout());
        lab.run("gw", "systemctl stop iptables");
        assertEquals(
                "-P FORWARD DROP\n",
                lab.run("gw", "iptables -S FORWARD").stdout(),
                "nothing to stop: these rules were typed");
        assertEquals(
                0,
                lab.run("gw", "systemctl start iptables; systemctl stop iptables")
                        .status());
        assertEquals("-P FORWARD ACCEPT\n", lab.run("gw", "iptables -S FORWARD").stdout());
        assertEquals(
                "-P POSTROUTING ACCEPT\n",
                lab.run("gw", "iptables -t nat -S POSTROUTING").stdout());
        assertEquals("inactive\n", lab.run("gw", "systemctl is-active iptables").stdout());
        assertEquals(0, lab.run("gw", "systemctl start iptables").status());
        assertEquals("-P FORWARD DROP\n", lab.run("gw", "iptables -S FORWARD").stdout());
        CommandResult missing = lab.run("client", "systemctl restart iptables");
        assertEquals(1, missing.status());
        assertTrue(missing.stderr().startsWith("Job for iptables.service failed because the control process exited"));
        assertEquals(
                "Unknown command verb save.\n",
                lab.run("gw", "systemctl save iptables").stderr());
    }

    @Test
    void aNameMayHaveSeveralAddresses() {
        Map<String, Object> tree = new java.util.HashMap<>(Labs.tree(true));
        tree.put(
                "services",
                List.of(Map.of(
                        "host", "server", "kind", "dns", "zone", Map.of("www.lab", List.of("10.0.0.1", "10.0.0.2")))));
        Lab lab = Lab.boot(LabSpec.read(tree).orThrow());
        lab.run("server", "tcpdump -ni eth0 -c 2 udp > /tmp/seen &");
        assertEquals("10.0.0.1\n10.0.0.2\n", on(lab, "client", "dig @172.18.133.212 www.lab +short"));
        String seen = on(lab, "server", "cat /tmp/seen");
        assertTrue(seen.contains(" 2/0/0 A 10.0.0.1, A 10.0.0.2 ("), seen);
    }
}
