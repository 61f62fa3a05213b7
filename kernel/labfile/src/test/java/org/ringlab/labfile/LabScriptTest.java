package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.LoggedCommand;
import org.ringlab.host.compare.HostComparison;
import org.ringlab.host.compare.HostDump;
import org.ringlab.host.export.LabScript;

/** An exported lab, built on this machine's own kernel, is configured and answers as the simulated one. */
class LabScriptTest {
    private static final String PREFIX = "ringlab-test-";

    @TempDir
    Path folder = Path.of("");

    /** A lab and what is typed on it. */
    record Case(String name, String yaml, List<LoggedCommand> typed) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "nat",
                        """
                        name: it's a "nat" $lab
                        hosts:
                          client:
                            interfaces: {eth0: {segment: inside, address: 192.168.66.132/24}}
                            setup: [route add default gw 192.168.66.135]
                          gw:
                            forwarding: true
                            interfaces:
                              eth0: {segment: inside, address: [192.168.66.135/24, 192.168.66.136/24], mtu: 1400}
                              eth1: {segment: the outside, address: 172.18.133.210/16}
                          server:
                            interfaces: {eth0: {segment: the outside, address: 172.18.133.212/16}}
                        services:
                          - {host: server, kind: http, body: "it's $HOME\\n"}
                          - {host: server, kind: http, port: 8080}
                        """,
                        List.of(
                                new LoggedCommand("gw", """
                                # hide the client
                                iptables -t nat -A POSTROUTING -s 192.168.66.0/24 -o eth1 -j MASQUERADE
                                iptables -P FORWARD DROP
                                for port in 80 443; do
                                  iptables -A FORWARD -p tcp --dport $port -m comment --comment 'web only' -j ACCEPT
                                done
                                iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT; iptables -A nope
                                ping -c 1 172.18.133.212
                                systemctl restart httpd
                                iptables -A FORWARD -p icmp -j ACCEPT
                                """),
                                new LoggedCommand(
                                        "server", "reboot\nip route add 10.0.0.0/8 via 172.18.133.210\necho done)"))),
                new Case("firewalld", """
                        name: firewalld
                        hosts:
                          a:
                            firewalld: true
                            interfaces: {eth0: {segment: lan, address: 10.0.0.1/24}}
                          b:
                            interfaces: {eth0: {segment: lan, address: 10.0.0.2/24}}
                        services:
                          - {host: a, kind: http}
                        """, List.of(new LoggedCommand("a", "iptables -I INPUT -s 10.0.0.9 -j ACCEPT"))),
                new Case(
                        "namespaces",
                        """
                        name: namespaces
                        hosts:
                          box:
                            setup:
                              - ip netns add vm1
                              - ip netns add router
                              - ip link add v1 type veth peer name r1
                              - ip link set v1 netns vm1
                              - ip link set r1 netns router
                              - ip netns exec vm1 ip addr add 10.0.1.2/24 dev v1
                              - ip netns exec vm1 ip link set v1 up
                              - ip netns exec router ifconfig r1 10.0.1.1/24 up
                              - ip netns exec vm1 ip route add default via 10.0.1.1
                              - ip netns exec router sysctl -w net.ipv4.ip_forward=1
                        services:
                          - {host: box/vm1, kind: http, body: inside}
                        """,
                        List.of(new LoggedCommand(
                                "box", "ip netns exec vm1 iptables -A INPUT -s 10.0.1.1 -p icmp -j REJECT"))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theScriptHasNothingToComplainAbout(Case lab) throws Exception {
        assumeTrue(has("shellcheck"), "shellcheck isn't installed");
        assertEquals("", run("shellcheck", written(lab).toString()).strip());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRealHostsAreAsTheSimulatedOnes(Case sample) throws Exception {
        assumeTrue(run("id", "-u").strip().equals("0"), "needs root");
        for (String program : List.of("ip", "iptables", "nsenter", "route", "ping", "curl", "python3", "sysctl")) {
            assumeTrue(has(program), "needs " + program);
        }
        assumeTrue(
                run("unshare", "-mn", "mount", "-t", "tmpfs", "tmpfs", "/mnt").isBlank(),
                "this machine makes no namespaces");
        Path script = written(sample);
        Lab lab = Lab.boot(spec(sample));
        sample.typed().forEach(command -> lab.run(command.host(), command.script()));
        try {
            run("bash", script.toString(), "up");
            for (String host : lab.hostNames()) {
                String command = "iptables-save; ip route; ip addr; cat /proc/sys/net/ipv4/ip_forward";
                assertEquals(shown(lab.run(host, command).stdout()), shown(on(script, host, command)), host);
                HostDump real = HostDump.read(on(script, host, HostComparison.COMMANDS));
                HostDump own =
                        HostDump.read(lab.run(host, HostComparison.COMMANDS).stdout());
                assertEquals(Optional.empty(), HostComparison.compare(real, own).first(), host);
            }
            for (String host : lab.hostNames()) {
                for (String address : addresses(lab)) {
                    String ping = "ping -c 1 -W 1 " + address + " > /dev/null 2>&1; echo $?";
                    assertEquals(lab.run(host, ping).stdout(), on(script, host, ping), host + " pings " + address);
                    String curl = "curl -s --connect-timeout 1 http://" + address + "/";
                    assertEquals(lab.run(host, curl).stdout(), on(script, host, curl), host + " asks " + address);
                }
            }
            run("bash", script.toString(), "up");
            assertTrue(run("ip", "netns", "list").contains(PREFIX), "built a second time");
        } finally {
            run("bash", script.toString(), "down");
        }
        assertTrue(!run("ip", "netns", "list").contains(PREFIX), "all taken away");
        assertTrue(!Files.exists(Path.of("/run/ringlab", PREFIX)), "no folder is left");
    }

    @Test
    void onlyWhatConfiguresTheNetworkIsRepeated() {
        String script = LabScript.of(
                LabSpec.read(Map.of("name", "one", "hosts", Map.of("a", Map.of())))
                        .orThrow(),
                List.of(new LoggedCommand("a", """
                                halt
                                ip netns exec x halt
                                ip -batch /tmp/x
                                ip link set eth0 netns 1
                                sysctl -w kernel.panic=1
                                echo 1 > /proc/sys/net/ipv4/ip_forward
                                echo b > /proc/sysrq-trigger
                                x=$(halt) ip addr
                                if true; then rm -rf /; fi
                                sed -i s/a/b/ /etc/hosts
                                iptables -F | sh
                                echo "$(iptables-save)" > /etc/sysconfig/iptables
                                """)));
        List<String> repeated = script.substring(script.indexOf("<<'LINES'\n") + "<<'LINES'\n".length())
                .lines()
                .takeWhile(line -> !line.equals("LINES"))
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertEquals(
                List.of(
                        "echo 1 > /proc/sys/net/ipv4/ip_forward",
                        "echo \"$(iptables-save)\" > /etc/sysconfig/iptables"),
                repeated);
    }

    private static LabSpec spec(Case lab) {
        return Objects.requireNonNull(LabFile.yaml(lab.yaml()).spec());
    }

    private Path written(Case lab) throws IOException {
        return Files.writeString(folder.resolve("lab.sh"), LabScript.of(spec(lab), lab.typed()));
    }

    private static List<String> addresses(Lab lab) {
        return lab.hostNames().stream()
                .flatMap(host -> lab.machine(host).stack().links().all().stream())
                .flatMap(iface -> iface.addresses().stream())
                .map(address -> address.address().toString())
                .filter(address -> !address.startsWith("127."))
                .toList();
    }

    private static String on(Path script, String host, String command) throws Exception {
        return run("bash", script.toString(), "on", host, "bash", "-c", command);
    }

    /**
     * What both print, without what is each machine's own: counters, dates, numbers and peers of cards, queues, the order
     * of chains; that of rules is compared apart.
     */
    private static String shown(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.matches(".*(valid_lft|link/|inet6).*"))
                .map(line -> line.replaceAll("\\[\\d+:\\d+]", "")
                        .replaceAll("^\\d+: ", "")
                        .replaceAll("@\\S+", ":")
                        .replaceAll("qdisc.*", "")
                        .replaceAll("\\s+", " ")
                        .strip())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static boolean has(String program) throws Exception {
        return !run("bash", "-c", "command -v " + program).isBlank();
    }

    /** What a program prints; a lab's names are those of this test. */
    private static String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        builder.environment().put("PREFIX", PREFIX);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends in time");
        return printed;
    }
}
