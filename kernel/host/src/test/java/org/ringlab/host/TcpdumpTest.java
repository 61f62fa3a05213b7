package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tcpdump on a simulated host: what it sees, when it prints, and that the real one agrees about the same capture. */
class TcpdumpTest {
    private static final Path REAL = Path.of("/usr/bin/tcpdump");

    @Test
    void aCaptureInTheBackgroundSeesWhatFollows() {
        Lab lab = Labs.threeHosts(true);
        CommandResult started = lab.run("gw", "tcpdump -i eth1 -n -t icmp &");
        assertEquals("""
                tcpdump: verbose output suppressed, use -v[v]... for full protocol decode
                listening on eth1, link-type EN10MB (Ethernet), snapshot length 262144 bytes
                [1] 2001
                """, started.stderr());
        lab.run("client", "ping -c 1 172.18.133.212");
        CommandResult ended = lab.run("gw", "kill %1");
        assertEquals("""
                IP 192.168.66.132 > 172.18.133.212: ICMP echo request, id ID, seq 1, length 64
                IP 172.18.133.212 > 192.168.66.132: ICMP echo reply, id ID, seq 1, length 64

                """, ended.stdout().replaceAll("id \\d+", "id ID"));
        assertEquals("""
                2 packets captured
                2 packets received by filter
                0 packets dropped by kernel
                [1]+  Done                    tcpdump -i eth1 -n -t icmp
                """, ended.stderr());
    }

    @Test
    void endsByItselfAfterItsCount() {
        Lab lab = Labs.threeHosts(true);
        CommandResult result = lab.run("client", "tcpdump -c 1 -nt arp &\nping -c 1 192.168.66.135 > /dev/null");
        assertEquals("ARP, Request who-has 192.168.66.135 tell 192.168.66.132, length 28\n", result.stdout());
        assertTrue(result.stderr()
                .endsWith("1 packet captured\n1 packet received by filter\n0 packets dropped by kernel\n"
                        + "[1]+  Done                    tcpdump -c 1 -nt arp\n"));
        assertEquals("", lab.run("client", "jobs").stdout());
    }

    @Test
    void redirectedOutputComesIntoItsFile() {
        Lab lab = Labs.threeHosts(true);
        String script = "tcpdump -i any -c 2 -nt icmp > /tmp/out 2>/dev/null &\nping -c 1 127.0.0.1 >/dev/null\n";
        assertEquals("", lab.run("client", script).stdout());
        String printed = lab.run("client", "cat /tmp/out").stdout().replaceAll("id \\d+", "id ID");
        assertEquals("""
                lo    In  IP 127.0.0.1 > 127.0.0.1: ICMP echo request, id ID, seq 1, length 64
                lo    In  IP 127.0.0.1 > 127.0.0.1: ICMP echo reply, id ID, seq 1, length 64
                """, printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i eth9 | tcpdump: eth9: No such device exists\n(No such device exists)\n",
                "-c x | tcpdump: invalid packet count x\n",
                "-r /nofile | tcpdump: /nofile: No such file or directory\n",
                "-r /etc/hosts | tcpdump: unknown file format\n",
                "foo bar | tcpdump: can't parse filter expression: syntax error\n",
            })
    void saysWhatIsWrong(String row) {
        String[] parts = row.split(" \\| ");
        CommandResult result = Labs.threeHosts(true).run("client", "tcpdump " + parts[0]);
        assertEquals(parts[1], result.stderr());
        assertEquals(1, result.status());
    }

    /** Traffic of many kinds, captured at the gateway. */
    private static String capture(Lab lab, String device) {
        lab.run("gw", "tcpdump -i " + device + " -w /tmp/t.pcap &");
        lab.run("client", "ping -c 2 172.18.133.212; curl -s http://172.18.133.212/; nc -z 172.18.133.212 81");
        lab.run("client", "echo hi | nc -u 172.18.133.212 5000; ping -c 1 172.18.133.99; ping -c 1 9.9.9.9");
        lab.run("gw", "iptables -A FORWARD -p icmp -j REJECT --reject-with icmp-host-prohibited");
        lab.run(
                "client",
                "ping -c 1 172.18.133.212; ping -c 1 -t 1 172.18.133.212; nc -u 172.18.133.212 5001 < /etc/hosts");
        lab.run("gw", "kill %1");
        return lab.run("gw", "cat /tmp/t.pcap").stdout();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n",
                "-n -v",
                "-n -vv",
                "-n -e",
                "-n -q",
                "-n -S",
                "-n -x",
                "-n -X",
                "-n -XX",
                "-n -A",
                "-n -tt",
                "-n -ttt",
                "-n -tttt",
                "-n -ttttt",
                "-n -e -q"
            })
    void printsAsTheRealOneDoes(String options, @TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(REAL), "tcpdump is not installed");
        Lab lab = Labs.threeHosts(true);
        Path file = Files.writeString(folder.resolve("t.pcap"), capture(lab, "eth0"), StandardCharsets.ISO_8859_1);
        List<String> command = new ArrayList<>(List.of(REAL.toString()));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-r", file.toString()));
        assertEquals(
                real(command),
                lab.run("gw", "tcpdump " + options + " -r /tmp/t.pcap").stdout());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp",
                "udp",
                "icmp",
                "arp",
                "ip",
                "not arp",
                "port 80",
                "port http",
                "tcp port 80 or icmp",
                "src port 80",
                "dst portrange 80-90",
                "host 192.168.66.132",
                "src host 192.168.66.132",
                "dst 172.18.133.212",
                "net 192.168.66.0/24",
                "net 172.18",
                "src net 172.18.0.0 mask 255.255.0.0 and not arp",
                "host 172.18.133.99 or 9.9.9.9",
                "port (80 or 81)",
                "tcp[tcpflags] & (tcp-syn|tcp-ack) != 0",
                "tcp[tcpflags] == tcp-syn",
                "tcp[13] & 4 != 0",
                "icmp[icmptype] == icmp-echo",
                "icmp[0] = 3 or icmp[0] = 11",
                "not (tcp or udp)",
                "!tcp",
                "tcp && port 80",
                "ip proto \\\\icmp",
                "ip proto 17",
                "greater 100",
                "less 60",
                "ether host 02:00:00:01:00:01",
                "ether src 02:00:00:02:00:01",
                "ether broadcast",
                "ip[8] = 1",
                "ip[2:2] > 100",
                "(ip[0] & 0xf) * 4 + 8 = 28 and icmp",
                "len <= 60",
                "src or dst host 172.18.133.212",
                "src and dst host 172.18.133.212",
                "arp host 192.168.66.135",
                "udp port 53 or 5000",
                "tcp[2:2] = 80",
                "icmp and not icmp[icmptype] = icmp-echoreply",
                "ether proto 0x0806",
                "not not tcp",
                "tcp or udp and port 80"
            })
    void filtersAsTheRealOneDoes(String expression, @TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(REAL), "tcpdump is not installed");
        Lab lab = Labs.threeHosts(true);
        for (String device : List.of("eth0", "any")) {
            Path file = Files.writeString(folder.resolve("t.pcap"), capture(lab, device), StandardCharsets.ISO_8859_1);
            String shell = expression.replace("\\\\", "\\");
            List<String> command = List.of(REAL.toString(), "-nt", "-r", file.toString(), shell);
            List<String> expected =
                    real(command).lines().map(TcpdumpTest::withoutInterface).toList();
            String ours =
                    lab.run("gw", "tcpdump -nt -r /tmp/t.pcap '" + shell + "'").stdout();
            assertEquals(
                    expected, ours.lines().map(TcpdumpTest::withoutInterface).toList(), device);
        }
    }

    /** The real one looks interface numbers up on the machine it runs on. */
    private static String withoutInterface(String line) {
        return line.replaceFirst("^.*?(?=(IP|ARP|ethertype))", "");
    }

    private static String real(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
