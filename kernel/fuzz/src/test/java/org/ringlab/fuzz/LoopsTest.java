package org.ringlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.labfile.LabFile;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/** What goes round in circles ends: by its time to live where it has one, by a budget and with a word where not. */
class LoopsTest {
    private static final String BUDGET = "lab-step-budget";

    /** Three hosts on one wire; all forward. */
    private static Lab lab() {
        return Lab.boot(LabFile.yaml("""
                name: circle
                segments: [wire]
                hosts:
                  a: {forwarding: true, interfaces: {eth0: {segment: wire, address: 10.0.0.1/24}}}
                  b: {forwarding: true, interfaces: {eth0: {segment: wire, address: 10.0.0.2/24}}}
                  c: {interfaces: {eth0: {segment: wire, address: 10.0.0.3/24}}}
                services:
                  - {host: a, kind: udp, port: 7}
                  - {host: b, kind: udp, port: 7}
                probes: []
                """).orThrow());
    }

    private static void run(Lab lab, String host, String... commands) {
        for (String command : commands) {
            CommandResult result = lab.run(host, command);
            assertEquals("", result.stderr(), command);
            assertEquals(List.of(), result.hints(), command);
        }
    }

    private static List<String> hints(CommandResult result) {
        return result.hints().stream().map(hint -> hint.code()).toList();
    }

    private static long drops(Lab lab, DropReason reason) {
        return lab.events().stream()
                .filter(e -> e instanceof PacketEvent.Dropped d && d.reason() == reason)
                .count();
    }

    @Test
    void routersThatSendToEachOther() {
        Lab lab = lab();
        run(lab, "a", "ip route add 10.9.0.0/16 via 10.0.0.2");
        run(lab, "b", "ip route add 10.9.0.0/16 via 10.0.0.1");
        run(lab, "c", "ip route add default via 10.0.0.1");
        CommandResult ping = lab.run("c", "ping -c 1 10.9.9.9");
        assertTrue(ping.stdout().contains("Time to live exceeded"), ping.stdout());
        assertEquals(List.of(), hints(ping));
        assertEquals(1, drops(lab, DropReason.TTL_EXPIRED));
    }

    @Test
    void routerThatSendsToItself() {
        Lab lab = lab();
        run(lab, "a", "ip route add 10.9.0.0/16 via 10.0.0.1");
        run(lab, "c", "ip route add default via 10.0.0.1");
        CommandResult ping = lab.run("c", "ping -c 1 10.9.9.9");
        assertEquals(1, ping.status(), "looked for on the link, where nobody has it");
        assertEquals(List.of(), hints(ping));
    }

    @Test
    void destinationTranslatedBackAndForth() {
        Lab lab = lab();
        run(lab, "a", "iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2");
        run(lab, "b", "iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.1");
        CommandResult curl = lab.run("c", "curl -s --connect-timeout 3 http://10.0.0.1/");
        assertTrue(curl.status() != 0);
        assertEquals(List.of(), hints(curl));
    }

    @Test
    void destinationTranslatedToTheHostItself() {
        Lab lab = lab();
        run(
                lab,
                "a",
                "iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 10.0.0.1:81",
                "iptables -t nat -A OUTPUT -p tcp -j DNAT --to-destination 10.0.0.1:81",
                "iptables -t nat -A PREROUTING -p udp -j REDIRECT --to-ports 9");
        CommandResult remote = lab.run("c", "curl -s http://10.0.0.1/");
        CommandResult own = lab.run("a", "curl -s http://10.0.0.2/");
        assertEquals("7 7", remote.status() + " " + own.status(), "nobody listens there");
        assertEquals(List.of(), hints(remote));
        assertEquals(List.of(), hints(own));
    }

    @Test
    void bridgesWithTwoCablesBetweenThem() {
        Lab lab = lab();
        run(
                lab,
                "c",
                "ip link add one type bridge",
                "ip link add two type bridge",
                "ip link add p type veth peer name q",
                "ip link add r type veth peer name s",
                "ip link set p master one",
                "ip link set r master one",
                "ip link set q master two",
                "ip link set s master two",
                "ip addr add 10.5.0.1/24 dev one",
                "ip link set one up; ip link set two up; ip link set p up; ip link set q up; ip link set r up; ip link set s up");
        CommandResult ping = lab.run("c", "ping -c 1 -W 1 10.5.0.9");
        assertTrue(hints(ping).contains(BUDGET), ping + "");
    }

    @Test
    void bridgeCabledToItself() {
        Lab lab = lab();
        run(
                lab,
                "c",
                "ip link add one type bridge",
                "ip link add p type veth peer name q",
                "ip link set p master one",
                "ip link set q master one",
                "ip addr add 10.5.0.1/24 dev one",
                "ip link set one up; ip link set p up; ip link set q up");
        CommandResult ping = lab.run("c", "ping -c 1 -W 1 10.5.0.9");
        assertTrue(hints(ping).contains(BUDGET), ping + "");
    }

    /** Each outer packet is routed into the tunnel again; Linux notices, and here the packet outgrows what IPv4 holds. */
    @Test
    void tunnelThroughItself() {
        for (String kind : List.of("ipip", "gre")) {
            Lab lab = lab();
            run(
                    lab,
                    "a",
                    "ip tunnel add w mode " + kind + " remote 10.9.0.9 local 10.0.0.1 ttl 64",
                    "ip addr add 10.9.0.1/24 dev w",
                    "ip link set w up");
            CommandResult ping = lab.run("a", "ping -c 1 -W 1 10.9.0.9");
            assertEquals(1, ping.status(), kind);
        }
    }

    /** Profiles that name each other as bridges: a bridge is no port of a bridge. */
    @Test
    void bridgesOfNetworkManagerInThemselves() {
        Lab lab = Lab.boot(LabFile.yaml("""
                name: bridges
                profile: centos7
                hosts:
                  a: {interfaces: {eth0: {segment: wire, address: 10.0.0.1/24}}}
                """).orThrow());
        lab.run("a", "systemctl start NetworkManager");
        for (String line : List.of(
                "nmcli con add type bridge master br0 ifname br0 ip4 10.0.0.9/24",
                "nmcli con add type bridge master br2 ifname br1; nmcli con add type bridge master br1 ifname br2")) {
            assertEquals(List.of(), hints(lab.run("a", line)), line);
        }
    }

    @Test
    void vxlanThroughItself() {
        Lab lab = lab();
        run(
                lab,
                "a",
                "ip link add v type vxlan id 1 remote 10.9.0.9 dstport 4789",
                "ip addr add 10.9.0.1/24 dev v",
                "ip link set v up");
        CommandResult ping = lab.run("a", "ping -c 1 -W 1 10.9.0.9");
        assertEquals(1, ping.status());
    }

    /** No hop counts down between two programs that answer each other's answers. */
    @Test
    void echoOfEchoes() {
        Lab lab = lab();
        run(lab, "c", "iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 10.0.0.2:7");
        CommandResult sent = lab.run("c", "echo hello | nc -u -w 1 10.0.0.1 7");
        assertTrue(
                hints(sent).contains(BUDGET), hints(sent) + " " + lab.events().size());
        assertTrue(
                sent.hints().stream().anyMatch(h -> h.text().contains("circles")),
                sent.hints().toString());
    }

    /** The same without any switch, which would count the frames. */
    @Test
    void echoOfEchoesByVirtualCables() {
        Lab lab = Lab.boot(LabFile.yaml("""
                name: cables
                segments: []
                hosts:
                  box:
                    setup:
                    - ip netns add n1; ip netns add n2; ip netns add n3
                    - ip link add x type veth peer name y; ip link set x netns n3; ip link set y netns n1
                    - ip link add v type veth peer name w; ip link set v netns n1; ip link set w netns n2
                    - ip -n n3 addr add 10.1.0.3/24 dev x; ip -n n3 link set x up
                    - ip -n n1 addr add 10.1.0.1/24 dev y; ip -n n1 link set y up
                    - ip -n n1 addr add 10.2.0.1/24 dev v; ip -n n1 link set v up
                    - ip -n n2 addr add 10.2.0.2/24 dev w; ip -n n2 link set w up
                    - ip -n n3 route add default via 10.1.0.1
                    - ip netns exec n3 iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 10.2.0.2:7
                services:
                  - {host: box/n1, kind: udp, port: 7}
                  - {host: box/n2, kind: udp, port: 7}
                probes: []
                """).orThrow());
        assertEquals(List.of(), lab.failures());
        CommandResult sent = lab.run("box/n3", "echo hello | nc -u -w 1 10.2.0.1 7");
        assertEquals(List.of(BUDGET), hints(sent));
        assertTrue(lab.events().size() < 1_000_000, "what is kept of a storm has to fit a student's kernel");
    }
}
