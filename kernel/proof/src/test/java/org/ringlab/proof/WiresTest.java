package org.ringlab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.proof.meaning.View;

/** Whole ways over bridges, namespaces and VLANs, each held to the simulator; and ways that aren't followed say so. */
class WiresTest {
    /** A client, something in between, and the web server 10.1.0.2 behind it. */
    private static final String NAMESPACE = """
            hosts:
              client:
                interfaces: {eth0: {segment: inside, address: 192.168.66.132/24}}
                setup: [ip route add default via 192.168.66.135]
              gw:
                forwarding: true
                interfaces: {eth0: {segment: inside, address: 192.168.66.135/24}}
                setup:
                  - ip netns add web
                  - ip link add veth0 type veth peer name veth1
                  - ip link set veth1 netns web
                  - ip link add br0 type bridge
                  - ip link set veth0 master br0
                  - ip link set veth0 up
                  - ip link set br0 up
                  - ip addr add 10.1.0.1/24 dev br0
                  - ip netns exec web ip addr add 10.1.0.2/24 dev veth1
                  - ip netns exec web ip link set veth1 up
                  - ip netns exec web ip route add default via 10.1.0.1
            """;

    private static final String SWITCH = """
            hosts:
              client:
                interfaces: {eth0: {segment: a, address: 10.1.0.9/24}}
              sw:
                interfaces: {eth0: {segment: a}, eth1: {segment: b}}
                setup:
                  - ip link add br0 type bridge
                  - ip link set eth0 master br0
                  - ip link set eth1 master br0
                  - ip link set eth0 up
                  - ip link set eth1 up
                  - ip link set br0 up
              gw:
                interfaces: {eth0: {segment: b, address: 10.1.0.2/24}}
                setup:
            """;

    private static final String TAGGED = """
            hosts:
              client:
                interfaces: {eth0: {segment: a}}
                setup:
                  - ip link set eth0 up
                  - ip link add link eth0 name eth0.10 type vlan id 10
                  - ip addr add 10.1.0.9/24 dev eth0.10
                  - ip link set eth0.10 up
              gw:
                interfaces: {eth0: {segment: a}}
                setup:
                  - ip link set eth0 up
                  - ip link add link eth0 name eth0.10 type vlan id 10
                  - ip addr add 10.1.0.2/24 dev eth0.10
                  - ip link set eth0.10 up
            """;

    private static final String TUNNEL = """
            hosts:
              client:
                interfaces: {eth0: {segment: a, address: 172.16.0.1/24}}
                setup:
                  - ip tunnel add t1 mode gre local 172.16.0.1 remote 172.16.0.2
                  - ip addr add 10.1.0.1/24 dev t1
                  - ip link set t1 up
              gw:
                interfaces: {eth0: {segment: a, address: 172.16.0.2/24}}
                setup:
                  - ip tunnel add t1 mode gre local 172.16.0.2 remote 172.16.0.1
                  - ip addr add 10.1.0.2/24 dev t1
                  - ip link set t1 up
            """;

    private static Lab boot(LabSpec spec) {
        Lab lab = Lab.boot(spec);
        assertEquals(List.of(), lab.failures());
        return lab;
    }

    private static Explained prove(String hosts, List<String> gateway, View view, Goal... goals) {
        StringBuilder text = new StringBuilder("name: wires\n").append(hosts);
        gateway.forEach(command -> text.append("      - '").append(command).append("'\n"));
        LabSpec.Parsed parsed = LabFile.yaml(text.toString());
        assertEquals(List.of(), parsed.diagnostics(), text.toString());
        LabSpec spec = Optional.ofNullable(parsed.spec()).orElseThrow();
        boot(spec);
        return Explained.goals(() -> Lab.boot(spec), view, List.of(goals), true, Groundwork.NONE);
    }

    private static Goal goal(Goal.Kind kind, String matches) {
        return Goal.parse(kind, matches, Hook.OUTPUT).goal().orElseThrow();
    }

    private static final Goal WEB = goal(Goal.Kind.ACCEPT, "-d 10.1.0.2 -p tcp --dport 80");
    private static final Goal ELSEWHERE = goal(Goal.Kind.ANY, "! -d 10.1.0.2");
    private static final Goal NOTHING_ELSE = goal(Goal.Kind.REJECT, "");

    /** What holds, and what one rule less makes of it: the simulator confirms the packet that shows it. */
    private static void holdsAndIsRefuted(String hosts, String to, String chain, String answers) {
        View view = new View.Path("client", to, true);
        List<String> rules = List.of(
                answers,
                "iptables -A " + chain + " -d 10.1.0.2 -p tcp --dport 80 -j ACCEPT",
                "iptables -A " + chain + " -j REJECT");
        Explained right = prove(hosts, rules, view, WEB, ELSEWHERE, NOTHING_ELSE);
        assertTrue(right.proof().holds(), right.proof().toString());
        Explained loose = prove(hosts, rules.subList(0, 2), view, WEB, ELSEWHERE, NOTHING_ELSE);
        Proof.Fails open = assertInstanceOf(Proof.Fails.class, loose.proof());
        assertEquals(Proof.Mismatch.NOT_REJECTED, open.mismatch());
        assertTrue(loose.confirmed(), open.toString());
        Explained strict = prove(hosts, List.of(rules.get(0), rules.get(2)), view, WEB);
        assertEquals(
                Proof.Mismatch.NOT_ACCEPTED,
                assertInstanceOf(Proof.Fails.class, strict.proof()).mismatch());
        assertTrue(strict.confirmed(), strict.toString());
    }

    @Test
    void aNamespaceBehindABridge() {
        holdsAndIsRefuted(NAMESPACE, "gw/web", "FORWARD", "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT");
    }

    @Test
    void aHostBehindASwitch() {
        holdsAndIsRefuted(SWITCH, "gw", "INPUT", "iptables -A INPUT -m state --state ESTABLISHED -j ACCEPT");
    }

    @Test
    void aVlan() {
        holdsAndIsRefuted(TAGGED, "gw", "INPUT", "iptables -A INPUT -m state --state ESTABLISHED -j ACCEPT");
    }

    /** Neither that it arrives nor that it doesn't. */
    @ParameterizedTest
    @ValueSource(strings = {"tunnel", "bridge that shows iptables what passes"})
    void whatIsNotFollowedIsNeitherProvenNorRefuted(String what) {
        String shown = SWITCH.replace(
                "      - ip link set br0 up\n",
                "      - ip link set br0 up\n      - modprobe br_netfilter\n      - iptables -A FORWARD -p udp -j DROP\n");
        String hosts = what.equals("tunnel") ? TUNNEL : shown;
        View view = new View.Path("client", "gw", false);
        for (Goal goal : List.of(WEB, goal(Goal.Kind.REJECT, "-d 10.1.0.2 -p tcp --dport 80"))) {
            Proof proof = prove(hosts, List.of("true"), view, goal).proof();
            assertFalse(proof.holds());
            Proof.Fails fails = assertInstanceOf(Proof.Fails.class, proof);
            String by = what.equals("tunnel") ? "t1 of client" : "br0 of sw";
            assertTrue(
                    fails.undecided().stream().anyMatch(q -> q.contains("what goes by " + by + " from client arrives")),
                    fails.toString());
        }
    }
}
