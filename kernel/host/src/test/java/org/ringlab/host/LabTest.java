package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.tree.Places;
import org.ringlab.netfilter.packet.Ipv4Address;

class LabTest {
    private static final List<String> TYPED = List.of(
            "echo 1 > /proc/sys/net/ipv4/ip_forward",
            "iptables -A FORWARD -p icmp -j REJECT",
            "iptables -F",
            "ping -c 2 172.18.133.212",
            "curl -s http://172.18.133.212/",
            "route add -net 10.0.0.0/8 gw 192.168.66.132",
            "ip link set eth0 down",
            "ip link set eth0 up",
            "echo $RANDOM > /tmp/x; sleep 3; date >> /tmp/x",
            "nonsense )");

    @Test
    void switchingForwardingOnLetsThePingThrough() {
        Lab lab = Labs.threeHosts(false);
        ProbeSpec probe = ProbeSpec.ping(1, "client", Ipv4Address.of("172.18.133.212"));
        assertEquals("timeout", lab.probe(probe).verdict());
        assertTrue(lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward").ok());
        assertEquals("ok", lab.probe(ProbeSpec.ping(2, "client", probe.to())).verdict());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void replayingTheLogGivesTheSameLab(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Lab first = Labs.threeHosts(false);
        for (int i = 0; i < 15; i++) {
            String host = first.hostNames().get(random.nextInt(3));
            first.run(host, TYPED.get(random.nextInt(TYPED.size())));
        }
        Lab second = Labs.threeHosts(false);
        first.log().forEach(entry -> second.run(entry.host(), entry.script()));
        assertEquals(first.events(), second.events());
        assertEquals(first.network().clock().nanos(), second.network().clock().nanos());
        for (String host : first.hostNames()) {
            assertEquals(
                    first.machine(host).files().contents(),
                    second.machine(host).files().contents());
            assertEquals(
                    first.run(host, "iptables-save -c; ip route; ip addr").stdout(),
                    second.run(host, "iptables-save -c; ip route; ip addr").stdout());
        }
    }

    @Test
    void aFullWidthDashFailsAndIsNamed() {
        CommandResult result = Labs.threeHosts(true).run("client", "true\niptables －L");
        assertEquals(2, result.status());
        Diagnostic hint = result.hints().get(0);
        assertEquals("shell-look-alike", hint.code());
        assertEquals(
                "2:10",
                hint.span() == null
                        ? ""
                        : hint.span().line() + ":" + hint.span().column());
        assertTrue(hint.fact().contains("U+FF0D"), hint.fact());
        assertTrue(hint.hint().contains("`-`"), hint.hint());
    }

    @Test
    void chineseQuotesThatDoNoHarmGetNoHint() {
        assertEquals(List.of(), Labs.threeHosts(true).run("client", "echo “hi”").hints());
    }

    @Test
    void anEndlessLoopIsStopped() {
        CommandResult result = Labs.threeHosts(true).run("client", "while true; do :; done; echo after");
        assertEquals("", result.stdout());
        assertEquals("shell-step-budget", result.hints().get(0).code());
    }

    @Test
    void anUnknownHostIsNamedWithTheKnownOnes() {
        Lab lab = Labs.threeHosts(true);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> lab.run("gww", "true"));
        assertEquals("no host `gww` in this lab; its hosts: client, gw, server", e.getMessage());
    }

    @Test
    void completesCommandsOptionsChainsAndFiles() {
        Lab lab = Labs.threeHosts(true);
        assertEquals(
                List.of("iptables", "iptables-restore", "iptables-save"),
                lab.complete("gw", "iptab", 5).candidates());
        assertEquals(
                List.of("FORWARD"), lab.complete("gw", "iptables -A FO", 14).candidates());
        assertEquals(
                List.of("/etc/hostname", "/etc/hosts"),
                lab.complete("gw", "cat /etc/host", 13).candidates());
        assertEquals(
                List.of("--delete", "--delete-chain", "--destination", "--destination-port", "--destination-ports"),
                lab.complete("gw", "iptables --de", 13).candidates());
        assertTrue(lab.complete("gw", "iptables --", 11).candidates().containsAll(List.of("--append", "--insert")));
        assertEquals(
                List.of("PREROUTING"),
                lab.complete("gw", "iptables --table nat --append PRE", 33).candidates());
        assertEquals(
                "--dport, --destination-port PORT[:PORT]: match the destination port (needs -p tcp or -p udp before it)",
                lab.describe("gw", "ls; iptables -A INPUT -p tcp --dport"));
        assertEquals("", lab.describe("gw", "grep --dport"));
        assertEquals("", lab.describe("gw", ""));
        assertTrue(lab.describe("gw", "iptables -i eth1").contains("172.18.133.210/16"));
        assertTrue(lab.describe("gw", "eth1").contains("172.18.133.210/16"), lab.describe("gw", "eth1"));
    }

    @Test
    void stoppingHttpdRefusesConnections() {
        Lab lab = Labs.threeHosts(true);
        lab.run("server", "systemctl stop httpd");
        assertEquals(7, lab.run("client", "curl -s http://172.18.133.212/").status());
        lab.run("server", "echo new > /var/www/html/index.html; systemctl start httpd");
        assertEquals(
                "new\n", lab.run("client", "curl -s http://172.18.133.212/").stdout());
    }

    @Test
    void httpdListensWhereItsConfigurationSaysOnceItIsRestarted() {
        Lab lab = Labs.threeHosts(true);
        String conf = "/etc/httpd/conf/httpd.conf";
        assertEquals(
                "Listen 80\n",
                lab.run("server", "head -n 42 " + conf + " | tail -n 1").stdout());
        lab.run("server", "sed -i '42s/80/8080/' " + conf);
        assertEquals(0, lab.run("client", "curl -s http://172.18.133.212/").status());
        assertEquals(0, lab.run("server", "systemctl restart httpd").status());
        assertEquals(7, lab.run("client", "curl -s http://172.18.133.212/").status());
        assertEquals(
                "welcome\n",
                lab.run("client", "curl -s http://172.18.133.212:8080/").stdout());
        lab.run("server", "echo 'Listen 172.18.133.212:81' >> " + conf + "; systemctl restart httpd");
        assertEquals(0, lab.run("client", "curl -s http://172.18.133.212:81/").status());
        assertEquals(7, lab.run("server", "curl -s http://127.0.0.1:81/").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Listen",
                "Listen 0",
                "Listen 65536",
                "Listen 1.2.3:80",
                "Listen web",
                "Listen 80\nListen 127.0.0.1:80"
            })
    void httpdDoesNotStartWithoutAPortItCanHave(String listen) {
        Lab lab = Labs.threeHosts(true);
        CommandResult result =
                lab.run("server", "echo '" + listen + "' > /etc/httpd/conf/httpd.conf; systemctl restart httpd");
        assertEquals(1, result.status());
        assertTrue(result.stderr().startsWith("Job for httpd.service failed"), result.stderr());
        assertEquals(
                3, lab.run("server", "systemctl is-active httpd").status(), "no port of a failed start stays open");
    }

    @Test
    void aWrongLabNamesPathAndValidNames() {
        Map<String, Object> tree = Map.of(
                "name", "x", "hosts", Map.of("a", Map.of("interfaces", Map.of("eth0", Map.of("adress", "1.2.3.4/8")))));
        List<String> texts =
                LabSpec.read(tree).diagnostics().stream().map(Diagnostic::text).toList();
        assertEquals(
                List.of(
                        "hosts.a.interfaces.eth0.adress: unknown key `adress` (did you mean `address`? valid keys:"
                                + " segment, address, mac, mtu, up, index)",
                        "hosts.a.interfaces.eth0.segment: missing: the segment it is plugged into"),
                texts);
    }

    /** Any text typed ends with a status, never with an exception. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theShellSurvivesAnyText(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Lab lab = Labs.threeHosts(true);
        String[] pieces = {
            "echo",
            " ",
            "\n",
            "'",
            "\"",
            "$(",
            ")",
            "`",
            "${",
            "}",
            "|",
            "&&",
            ";",
            ">",
            "<<E",
            "E\n",
            "if",
            "then",
            "fi",
            "for i in",
            "do",
            "done",
            "$((",
            "))",
            "\\",
            "－",
            "\u00a0",
            "ip route add",
            "route",
            "iptables -A",
            "10.0.0.0/8",
            "-j",
            "sysctl -w",
            "=",
            "*",
            "[",
            "]",
            "{1..3}",
            "ping -c1",
            "127.0.0.1",
            "#",
            "2>&1",
            "/tmp/x",
            "sed s/a/b/"
        };
        for (int i = 0; i < 400; i++) {
            StringBuilder script = new StringBuilder();
            int length = random.nextInt(14);
            for (int j = 0; j < length; j++) {
                script.append(pieces[random.nextInt(pieces.length)]).append(random.nextInt(2) == 0 ? " " : "");
            }
            int status = lab.run("client", script.toString()).status();
            assertTrue(status >= 0 && status <= 255, script.toString());
        }
    }

    /** Any tree ends in a lab or in diagnostics. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void theReaderSurvivesAnyTree(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int i = 0; i < 500; i++) {
            LabSpec.Parsed parsed = LabSpec.read(anything(random, 5), Places.UNKNOWN);
            assertTrue(parsed.spec() != null || !parsed.diagnostics().isEmpty());
        }
    }

    private static Object anything(SeededRandom random, int depth) {
        String[] words = {
            "name",
            "hosts",
            "interfaces",
            "eth0",
            "segment",
            "address",
            "probes",
            "kind",
            "ping",
            "from",
            "to",
            "a",
            "setup"
        };
        return switch (depth == 0 ? 3 : random.nextInt(5)) {
            case 0, 1 -> {
                Map<String, Object> map = new java.util.LinkedHashMap<>();
                for (int i = 0; i < 4; i++) {
                    map.put(words[random.nextInt(words.length)], anything(random, depth - 1));
                }
                yield map;
            }
            case 2 -> List.of(anything(random, depth - 1), anything(random, depth - 1));
            case 3 -> words[random.nextInt(words.length)];
            default -> random.nextInt(1000);
        };
    }
}
