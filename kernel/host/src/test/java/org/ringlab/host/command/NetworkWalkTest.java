package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/**
 * Network programs, with what Debian 12's printed on a terminal of 80 columns in three network namespaces and with servers
 * that answer as a lab's do. In a walk {@code $} is a host and a command, with its output and {@code [status]} below it (a
 * backslash stands where the output lacks its last newline), {@code #} a command that is done and not compared, {@code %%}
 * begins anew. Times, identifiers and ports that a kernel chooses are made alike.
 */
class NetworkWalkTest {
    private static final List<Map.Entry<String, String>> ALIKE = List.of(
            Map.entry("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "NOW"),
            Map.entry("\\([\\d.]+ [KM]?B/s\\)", "(R)"),
            Map.entry("[\\d.]+[KM]=0s", "R=0s"),
            Map.entry("\\d+\\.\\d{3} ms", "T ms"),
            Map.entry("after \\d+ m", "after T m"),
            Map.entry("id: \\d+", "id: N"),
            Map.entry("Query time: \\d+", "Query time: N"),
            Map.entry("WHEN: .*", "WHEN: NOW"),
            Map.entry("(Connection received on \\S+) \\d+", "$1 P"),
            Map.entry("(Received \\d+ bytes from \\S+) in \\d+ ms", "$1 in N ms"),
            Map.entry(", time \\d+ms", ", time Tms"),
            Map.entry("= [\\d.]+/[\\d.]+/[\\d.]+/(?:[\\d.]+|T) ms", "= T ms"),
            Map.entry("time=[\\d.]+ ms", "time=T ms"),
            Map.entry("pipe \\d+", "pipe N"),
            Map.entry("(?m)(\\d+ +){3}0     0 +\\d+      0 --:--:-- --:--:-- --:--:-- +\\d+$", "METER"),
            Map.entry("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "UUID"));

    private Lab lab = threeHosts();

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget", "nc", "dns", "ovs", "ping", "traceroute", "ftp"})
    void printsWhatTheRealProgramsPrinted(String walk) throws IOException {
        StringBuilder expected = new StringBuilder();
        String printed = "";
        for (String line : (walk(walk) + "%%\n").split("\n")) {
            boolean begins = line.startsWith("$ ") || line.startsWith("# ") || line.equals("%%");
            if (!begins) {
                expected.append(line).append('\n');
                continue;
            }
            assertEquals(alike(expected.toString()), printed);
            expected.setLength(0);
            printed = "";
            if (line.equals("%%")) {
                lab = threeHosts();
                continue;
            }
            String[] words = line.split(" ", 3);
            CommandResult result = lab.run(words[1], words[2].replace("␤", "\n"));
            if (line.startsWith("$ ")) {
                expected.append(line).append('\n');
                printed = line + "\n" + alike(result.text()) + "[" + result.status() + "]\n";
            }
        }
    }

    private static String alike(String text) {
        String same = text;
        for (Map.Entry<String, String> some : ALIKE) {
            same = same.replaceAll(some.getKey(), some.getValue());
        }
        return same.isEmpty() || same.endsWith("\n") ? same : same + "\\\n";
    }

    private static String walk(String name) throws IOException {
        try (InputStream in = NetworkWalkTest.class.getResourceAsStream("/walks/" + name + ".txt")) {
            if (in == null) {
                throw new IOException("no walk " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Lab threeHosts() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        Map<String, Object> cards = new LinkedHashMap<>();
        String server = "echo nameserver 10.0.2.2 > /etc/resolv.conf";
        cards.put("eth0", card("a", "10.0.1.1/24"));
        cards.put("eth1", card("b", "10.0.2.1/24"));
        hosts.put("gw", Map.of("forwarding", true, "interfaces", cards, "setup", List.of(server)));
        List<String> setup = List.of(
                "ip route add default via 10.0.1.1",
                server,
                "printf '127.0.0.1 localhost\\n10.0.2.2 web\\n' > /etc/hosts");
        hosts.put("c", Map.of("interfaces", Map.of("eth0", card("a", "10.0.1.2/24")), "setup", setup));
        hosts.put(
                "s",
                Map.of(
                        "interfaces",
                        Map.of("eth0", card("b", "10.0.2.2/24")),
                        "setup",
                        List.of("ip route add default via 10.0.2.1")));
        List<Map<String, Object>> services = List.of(
                Map.of("host", "s", "kind", "http", "body", "hello\n"),
                Map.of("host", "s", "kind", "tcp", "port", 7),
                Map.of("host", "s", "kind", "tcp", "port", 22),
                Map.of("host", "s", "kind", "udp", "port", 5000),
                Map.of("host", "s", "kind", "ftp"),
                Map.of(
                        "host",
                        "s",
                        "kind",
                        "dns",
                        "zone",
                        Map.of(
                                "www.lab",
                                "10.0.2.2",
                                "two.lab",
                                List.of("10.0.2.2", "10.0.2.3"),
                                "a-much-longer-name.example.org",
                                "192.0.2.1")));
        return Lab.boot(
                LabSpec.read(Map.of("name", "walk", "profile", "debian12", "hosts", hosts, "services", services))
                        .orThrow());
    }

    private static Map<String, Object> card(String segment, String address) {
        return Map.of("segment", segment, "address", address);
    }
}
