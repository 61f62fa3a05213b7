package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.LabFile;
import org.ringlab.labfile.TextTree;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/** Checks written as in an exercise, judged on a gateway's lab. */
class CheckRunnerTest {
    private static final LabSpec LAB = LabFile.yaml("""
            name: gateway
            hosts:
              client:
                interfaces: {eth0: {segment: inside, address: 192.168.66.132/24}}
                setup: [route add default gw 192.168.66.135]
              gw:
                forwarding: true
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.135/24}
                  eth1: {segment: outside, address: 172.18.133.210/16}
              server:
                interfaces: {eth0: {segment: outside, address: 172.18.133.212/16}}
                setup: [route add default gw 172.18.133.210]
            services:
              - {host: server, kind: http, body: welcome}
              - {host: server, kind: tcp, port: 22}
            """).orThrow();

    private static final String TEXTS = "title: {zh: 甲, en: t}, fail: {zh: 乙, en: f}";

    /** Judges checks, a YAML list without the texts, on the lab after commands on the gateway. */
    private static List<CheckResult> judge(String gateway, Map<String, String> cells, String... checks) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < checks.length; i++) {
            String id = checks[i].startsWith("id: ") ? "" : "id: c" + i + ", ";
            yaml.append("- {")
                    .append(id)
                    .append(TEXTS)
                    .append(", ")
                    .append(checks[i])
                    .append("}\n");
        }
        TextTree tree = TextTree.yaml(yaml.toString());
        List<Diagnostic> diagnostics = new ArrayList<>(tree.diagnostics());
        List<Check> read = CheckReader.read(
                Node.root(tree.value(), tree.places(), diagnostics), tree.places(), diagnostics, Set.of());
        assertEquals(List.of(), diagnostics, yaml.toString());
        return CheckRunner.run(
                read,
                () -> {
                    Lab lab = Lab.boot(LAB);
                    if (!gateway.isEmpty()) {
                        lab.run("gw", gateway);
                    }
                    return lab;
                },
                new Answers(
                        cells.entrySet().stream()
                                .map(cell -> new Answer(
                                        new AnswerSpec.NumberValue(cell.getKey()), "", cell.getValue(), List.of()))
                                .toList(),
                        Map.of(),
                        Map.of()),
                Map.of());
    }

    private static CheckResult judge(String gateway, String check) {
        return judge(gateway, Map.of(), check).getFirst();
    }

    @ParameterizedTest(name = "after \"{0}\": {1} is {2}, found {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 'kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1' | PASS | 1",
                "sysctl -w net.ipv4.ip_forward=0 | 'kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1' | FAIL | 0",
                "'' | 'kind: sysctl, host: router, key: net.ipv4.ip_forward, value: 1' | FAIL | no-host",
                "'' | 'kind: sysctl, host: gw, key: net.ipv4.no_such, value: 1' | FAIL | ''",
                "'' | 'kind: route, host: client, to: 172.18.133.212, via: 192.168.66.135' | PASS | 192.168.66.135",
                "'' | 'kind: route, host: client, to: 172.18.133.212, via: direct' | FAIL | 192.168.66.135",
                "'' | 'kind: route, host: gw, to: 172.18.133.212, via: direct, dev: eth1' | PASS | direct",
                "'' | 'kind: route, host: gw, to: 172.18.133.212, dev: eth0' | FAIL | direct",
                "'' | 'kind: route, host: gw, to: 8.8.8.8' | FAIL | no-route",
                "'' | 'kind: probe, probe: {from: client, kind: ping, to: 172.18.133.212}' | PASS | ok",
                "'' | 'kind: probe, probe: {from: client, kind: http, to: 172.18.133.212}, expect: {body: welcome, status: 200, src: 192.168.66.132, host: server}' | PASS | ok",
                "'' | 'kind: probe, probe: {from: client, kind: http, to: 172.18.133.212}, expect: {body: hello}' | FAIL | ok",
                "'' | 'kind: probe, probe: {from: client, kind: tcp, to: 172.18.133.212, port: 23}, expect: {verdict: [timeout, refused]}' | PASS | refused",
                "'' | 'kind: probe, probe: {from: client, kind: udp, to: 172.18.133.212, port: 9}, expect: {verdict: \"icmp-unreachable:*\"}' | PASS | icmp-unreachable:port",
                "'' | 'kind: probe, probe: {from: nobody, kind: ping, to: 172.18.133.212}' | FAIL | no-host",
                "'' | 'kind: command-output, host: gw, run: cat /proc/sys/net/ipv4/ip_forward, stdout: \"1\"' | PASS | 0",
                "'' | 'kind: command-output, host: gw, run: cat /etc/nothing, status: 0' | FAIL | 1",
                "'' | 'kind: command-output, host: gw, run: hostname, contains: gw, lacks: server' | PASS | 0",
                "'' | 'kind: command-output, host: gw, run: hostname, lacks: gw' | FAIL | 0",
                "'' | 'kind: proof, host: gw, goals: [{accept: -p tcp --dport 80}]' | PASS | holds",
                "iptables -A FORWARD -p tcp --dport 23 -j DROP | 'kind: proof, host: gw, goals: [{accept: -p tcp}]' | FAIL | not-accepted",
                "'' | 'kind: proof, host: gw, goals: [{any: -p tcp}, {reject: -p udp}]' | FAIL | not-rejected",
                "'' | 'kind: proof, host: gw, goals: [{accept: -i eth9}]' | FAIL | no-packet",
                "'' | 'kind: proof, host: router, same-as: start' | FAIL | unclear",
                "iptables -A FORWARD -j ACCEPT | 'kind: proof, host: gw, same-as: start' | PASS | holds",
                "iptables -A FORWARD -p icmp -j DROP | 'kind: proof, host: gw, same-as: start' | FAIL | stricter",
                "iptables -A FORWARD -p icmp -j DROP | 'kind: proof, host: gw, same-as: iptables -A FORWARD -p icmp -j REJECT' | FAIL | otherwise",
                "'' | 'kind: proof, from: client, to: server, goals: [{accept: -p tcp -d 172.18.133.212}]' | PASS | holds",
                "iptables -A FORWARD -s 172.18.133.212 -j DROP | 'kind: proof, from: client, to: server, goals: [{accept: -p tcp -d 172.18.133.212}]' | FAIL | not-accepted",
                "iptables -A FORWARD -s 172.18.133.212 -j DROP | 'kind: proof, from: client, to: server, answered: false, goals: [{accept: -p tcp -d 172.18.133.212}]' | PASS | holds",
                "iptables -A FORWARD -p icmp -j ACCEPT | 'kind: cost, host: gw, traffic: [{from: client, kind: ping, to: 172.18.133.212}], at-most: 2' | PASS | within",
                "iptables -A FORWARD -p icmp -j ACCEPT | 'kind: cost, host: gw, traffic: [{from: client, kind: ping, to: 172.18.133.212}], at-most: 1' | FAIL | too-many",
                "iptables -A FORWARD -i eth0 -p icmp -j ACCEPT | 'kind: cost, host: gw, count: matches, chain: FORWARD, traffic: [{from: client, kind: ping, to: 172.18.133.212}], at-most: 3' | PASS | within",
                "iptables -A FORWARD -p icmp -j ACCEPT | 'kind: cost, host: gw, traffic: [{from: client, kind: ping, to: 172.18.133.212}], at-most: 50%' | FAIL | too-many",
                "iptables -P FORWARD DROP | 'kind: rules, host: gw, chain: FORWARD, policy: DROP' | PASS | as-asked",
                "'' | 'kind: rules, host: gw, chain: FORWARD, policy: DROP' | FAIL | policy",
                "iptables -A FORWARD -p icmp -j DROP | 'kind: rules, host: gw, chain: FORWARD, rules: -p icmp -j DROP, exactly: true' | PASS | as-asked",
                "iptables -A FORWARD -p icmp -j DROP | 'kind: rules, host: gw, chain: FORWARD, rules: -p tcp -j DROP' | FAIL | missing",
                "iptables -A FORWARD -p icmp -j DROP; iptables -A FORWARD -j REJECT | 'kind: rules, host: gw, chain: FORWARD, rules: -p icmp -j DROP, last: true' | FAIL | not-last",
                "iptables -A FORWARD -p icmp -j DROP; iptables -A FORWARD -p tcp -j DROP | 'kind: rules, host: gw, chain: FORWARD, rules: [-p tcp -j DROP, -p icmp -j DROP]' | FAIL | wrong-order",
                "iptables -A FORWARD -p icmp -j DROP; iptables -A FORWARD -p tcp -j DROP | 'kind: rules, host: gw, chain: FORWARD, rules: -p tcp -j DROP, position: 1' | FAIL | wrong-position",
                "iptables -A FORWARD -p icmp -j DROP; iptables -A FORWARD -p tcp -j DROP | 'kind: rules, host: gw, chain: FORWARD, rules: -p tcp -j DROP, exactly: true' | FAIL | other-rules",
                "iptables -A FORWARD -m state --state NEW -j ACCEPT | 'kind: connection, host: gw, traffic: [{from: client, kind: http, to: 172.18.133.212}], entry: [tcp, src=192.168.66.132, dport=80]' | PASS | present",
                "'' | 'kind: connection, host: gw, traffic: [{from: client, kind: http, to: 172.18.133.212}], entry: [tcp], present: false' | PASS | missing",
            })
    void judges(String gateway, String check, Outcome outcome, String found) {
        CheckResult result = judge(gateway, check);
        Observation seen = result.observation();
        assertNotNull(seen);
        assertEquals(outcome + " " + found, result.outcome() + " " + seen.found(), seen.detail());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"42, PASS", "42.4, PASS", "43, FAIL", "0x2a, PASS", "'', FAIL", "42 KiB, FAIL"})
    void judgesNumbers(String answer, Outcome outcome) {
        String check = "kind: number, cell: a, value: 42, tolerance: 1%";
        assertEquals(outcome, judge("", Map.of("a", answer), check).getFirst().outcome());
    }

    @Test
    void aFailureNamesTheRuleThatStoppedThePacket() {
        CheckResult result = judge(
                "iptables -A FORWARD -p icmp -j ACCEPT; iptables -A FORWARD -p tcp --dport 80 -j REJECT",
                "kind: probe, probe: {from: client, kind: http, to: 172.18.133.212}");
        assertEquals(
                new Decision(
                        "gw",
                        "filter",
                        "FORWARD",
                        2,
                        "-p tcp -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable"),
                result.ruleAtFault());
        assertEquals(DropReason.RULE_REJECT, result.observation().loss().reason());
        assertFalse(result.events().isEmpty());
    }

    @Test
    void aFailureNamesThePolicyThatStoppedThePacket() {
        CheckResult result =
                judge("iptables -P FORWARD DROP", "kind: probe, probe: {from: client, kind: ping, to: 172.18.133.212}");
        assertEquals(new Decision("gw", "filter", "FORWARD", 0, "DROP"), result.ruleAtFault());
    }

    @Test
    void aFailureNamesTheRuleThatLetThePacketThrough() {
        CheckResult result = judge(
                "iptables -A FORWARD -p tcp -j ACCEPT; iptables -A FORWARD -j DROP",
                "kind: probe, probe: {from: client, kind: tcp, to: 172.18.133.212, port: 22}, expect: {verdict: timeout}");
        assertEquals(new Decision("gw", "filter", "FORWARD", 1, "-p tcp -j ACCEPT"), result.ruleAtFault());
    }

    @Test
    void theFirstMisconceptionThatFitsIsNamed() {
        String misconceptions = "misconceptions: ["
                + "{id: by-rule, when: {dropped: rule-drop}, text: {zh: 甲, en: a}},"
                + "{id: elsewhere, when: {dropped: not-forwarding, host: server}, text: {zh: 甲, en: a}},"
                + "{id: forwarding-off, when: {dropped: not-forwarding, host: gw, found: timeout}, text: {zh: 甲, en: a}},"
                + "{id: any-loss, when: {found: [timeout, no-route]}, text: {zh: 甲, en: a}}]";
        CheckResult result = judge(
                "sysctl -w net.ipv4.ip_forward=0",
                "kind: probe, probe: {from: client, kind: ping, to: 172.18.133.212}, " + misconceptions);
        assertEquals("forwarding-off", result.misconception().id());
        assertNull(result.ruleAtFault());
    }

    @Test
    void aMisconceptionMayAskWhatACommandShows() {
        String check = "kind: command-output, host: gw, run: ip -br link show eth0, contains: UP, misconceptions: ["
                + "{id: renamed, when: {shows: does not exist}, text: {zh: 甲, en: a}},"
                + "{id: is-down, when: {shows: DOWN}, text: {zh: 甲, en: a}}]";
        assertEquals(
                "is-down", judge("ip link set eth0 down", check).misconception().id());
        assertEquals(
                "renamed",
                judge("ip link set eth0 down; ip link set eth0 name lan", check)
                        .misconception()
                        .id());
    }

    @Test
    void aMisconceptionMayAskWhyAPacketWasLost() {
        CheckResult result = judge(
                "ip link set eth1 mtu 1000",
                "kind: probe, probe: {from: client, kind: ping, to: 172.18.133.212, size: 1000}, misconceptions: ["
                        + "{id: way-out, when: {shows: MTU of eth0}, text: {zh: 甲, en: a}},"
                        + "{id: way-in, when: {shows: MTU of eth1}, text: {zh: 甲, en: a}}]");
        assertEquals("way-in", result.misconception().id());
    }

    @Test
    void whatBuildsOnAFailureIsNotRun() {
        List<CheckResult> results = judge(
                "",
                Map.of(),
                "id: a, kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 0",
                "id: b, needs: a, kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1",
                "id: c, needs: b, kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1",
                "id: d, kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1");
        assertEquals(
                List.of(Outcome.FAIL, Outcome.NOT_RUN, Outcome.NOT_RUN, Outcome.PASS),
                results.stream().map(CheckResult::outcome).toList());
        assertTrue(results.get(1).message().en().contains("\"t\" has to pass first"), "named by its title");
    }

    @Test
    void checksDoNotDisturbEachOther() {
        List<CheckResult> results = judge(
                "",
                Map.of(),
                "kind: command-output, host: gw, run: sysctl -w net.ipv4.ip_forward=0, status: 0",
                "kind: sysctl, host: gw, key: net.ipv4.ip_forward, value: 1");
        assertEquals(Outcome.PASS, results.get(1).outcome());
    }

    @Test
    void theSameLabGivesTheSameResults() {
        String[] checks = {
            "kind: probe, probe: {from: client, kind: http, to: 172.18.133.212}, expect: {verdict: refused}",
            "kind: route, host: client, to: 172.18.133.212, via: direct"
        };
        assertEquals(
                judge("true", Map.of(), checks).toString(),
                judge("true", Map.of(), checks).toString());
    }

    /** The gateway's machine maps 0x400000 to 0x200000, for ring 3 and not to be written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "address: 0x400123, access: read, expect: {outcome: ok, physical: 0x200123} | PASS | ok 0x200123",
                "address: 0x400123, access: read, expect: {physical: 0x200124} | FAIL | ok 0x200123",
                "address: 0x400123, access: write, expect: {outcome: page-fault, error: 7} | PASS | page-fault 0x7 level 0",
                "address: 0x400123, access: write | FAIL | page-fault 0x7 level 0",
                "address: 0x401000, access: read, ring: 0, expect: {outcome: page-fault} | PASS | page-fault 0x0 level 1",
                "address: 0x8000000000000000, access: read, expect: {outcome: general-protection} | PASS | general-protection",
            })
    void accessesOnTheBareMachine(String check, Outcome outcome, String found) {
        CheckResult result = judge(
                        "memory map 0x400000 0x200000 --rights rxu", Map.of(), "kind: memory, host: gw, " + check)
                .get(0);
        assertEquals(outcome, result.outcome());
        assertEquals(
                found, result.observation() == null ? "" : result.observation().found());
    }

    @Test
    void aStaleTlbIsSeenByChecksThatAskForIt() {
        String commands = "memory map 0x400000 0x200000; memory read 0x400000; memory unmap 0x400000";
        String check = "kind: memory, host: gw, address: 0x400000, access: read, expect: {outcome: page-fault}";
        assertEquals(Outcome.PASS, judge(commands, Map.of(), check).get(0).outcome());
        assertEquals(
                Outcome.FAIL,
                judge(commands, Map.of(), check + ", tlb: true").get(0).outcome());
        assertEquals(
                Outcome.PASS,
                judge(commands + "; memory invlpg 0x400000", Map.of(), check + ", tlb: true")
                        .get(0)
                        .outcome());
    }

    @Test
    void aFailedProofShowsItsPacketAndTheChangeThatMendsIt() {
        CheckResult result = judge(
                "iptables -A FORWARD -p tcp --dport 22 -j DROP",
                "kind: proof, host: gw, repair: true, goals: [{accept: '-p tcp -m multiport --dports 22,80'}]");
        assertEquals(
                "A packet that is to be let through isn't: -p tcp -m multiport --dports 22,80"
                        + " | Shown by: INVALID 192.168.66.132.40000 > 172.18.133.212.22: TCP SYN, in by eth0"
                        + " | It is dropped on gw",
                String.join(" | ", result.details().stream().map(Text::en).toList()));
        assertEquals("-p tcp -m tcp --dport 22 -j DROP", result.ruleAtFault().rule());
        assertFalse(result.events().isEmpty());
        assertEquals(
                "One change would mend it:\n  iptables -D FORWARD 1",
                result.repair().en());
    }

    @ParameterizedTest(name = "try {0}: {1} {2}")
    @CsvSource({
        "1, always, false, false",
        "3, always, false, false",
        "4, always, false, true",
        "4, after-due, false, false",
        "1, after-due, true, true",
        "9, never, true, false",
    })
    void theChangeThatMendsIsTheLastHint(int tries, String when, boolean afterDue, boolean shown) {
        CheckResult result = judge(
                "iptables -A FORWARD -p tcp --dport 22 -j DROP",
                "kind: proof, host: gw, repair: true, goals: [{accept: '-p tcp --dport 22'}]");
        TextTree tree = TextTree.yaml("{rule: always, repair: " + when + "}");
        Feedback feedback = Feedback.read(Node.root(tree.value(), tree.places(), new ArrayList<>()));
        assertEquals(
                shown,
                result.hints(tries, feedback, afterDue).containsKey(Feedback.Part.REPAIR),
                result.repair().en());
    }

    @Test
    void thatNoChangeOfTwoRulesMendsItIsSaid() {
        CheckResult result = judge(
                "for p in 21 22 23 25 53 80; do iptables -A FORWARD -p tcp --dport $p -j DROP; done",
                "kind: proof, host: gw, repair: true, goals: [{reject: '-p tcp --dport 79'}, {reject: '-p tcp --dport 81'},"
                        + " {reject: '-p tcp --dport 83'}, {accept: '-p tcp'}]");
        assertEquals(
                "No change of one or two rules was found that would mend it.",
                result.repair().en());
    }
}
