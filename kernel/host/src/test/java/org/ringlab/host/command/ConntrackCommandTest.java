package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** {@code conntrack}: what conntrack-tools 1.4.7 prints on a 6.x kernel, with its exit status. */
class ConntrackCommandTest {
    private static final String TCP = "src=10.0.0.1 dst=10.0.0.2 sport=40001 dport=80";
    private static final String TCP_BACK = "src=10.0.0.2 dst=10.0.0.1 sport=80 dport=40001";

    private final Lab lab = Lab.boot(LabSpec.read(Map.of(
                    "name",
                    "conntrack",
                    "hosts",
                    Map.of(
                            "a", Map.of("interfaces", Map.of("eth0", card("10.0.0.1/24"))),
                            "b",
                                    Map.of(
                                            "interfaces",
                                            Map.of("eth0", card("10.0.0.2/24")),
                                            "setup",
                                            List.of("iptables -A INPUT -m state --state NEW"))),
                    "services",
                    List.of(Map.of("host", "b", "kind", "http"), Map.of("host", "b", "kind", "udp", "port", 514))))
            .orThrow());

    private static Map<String, Object> card(String address) {
        return Map.of("segment", "lan", "address", address);
    }

    private CommandResult b(String command) {
        return lab.run("b", command);
    }

    @BeforeEach
    void traffic() {
        b("conntrack -E -o extended > events &");
        b("conntrack -E -e NEW -p udp > new &");
        lab.run("a", "nc -p 40001 10.0.0.2 80 < /dev/null");
        lab.run("a", "echo x | nc -u -w 1 -p 40002 10.0.0.2 514");
        lab.run("a", "nc -p 40003 10.0.0.2 81");
    }

    /** {@code nf_ct_set_closing}: what a rule resets is closed, and forgotten after ten seconds. */
    @Test
    void aRuleThatResetsClosesTheConnection() {
        b("iptables -I INPUT -p tcp --tcp-flags FIN FIN -j REJECT --reject-with tcp-reset");
        lab.run("a", "nc -p 40004 10.0.0.2 80 < /dev/null");
        assertEquals(
                "tcp      6 10 CLOSE src=10.0.0.1\n",
                b("conntrack -L -p tcp --sport 40004 2> /dev/null | cut -d' ' -f1-10")
                        .stdout());
    }

    @Test
    void tellsOfEvents() {
        b("kill %1");
        assertEquals(
                String.join(
                        "\n",
                        "    [NEW] ipv4     2 tcp      6 120 SYN_SENT " + TCP + " [UNREPLIED] " + TCP_BACK,
                        " [UPDATE] ipv4     2 tcp      6 60 SYN_RECV " + TCP + " " + TCP_BACK,
                        " [UPDATE] ipv4     2 tcp      6 432000 ESTABLISHED " + TCP + " " + TCP_BACK + " [ASSURED]",
                        " [UPDATE] ipv4     2 tcp      6 120 FIN_WAIT " + TCP + " " + TCP_BACK + " [ASSURED]",
                        " [UPDATE] ipv4     2 tcp      6 60 CLOSE_WAIT " + TCP + " " + TCP_BACK + " [ASSURED]",
                        " [UPDATE] ipv4     2 tcp      6 30 LAST_ACK " + TCP + " " + TCP_BACK + " [ASSURED]",
                        " [UPDATE] ipv4     2 tcp      6 120 TIME_WAIT " + TCP + " " + TCP_BACK + " [ASSURED]",
                        "    [NEW] ipv4     2 udp      17 30 src=10.0.0.1 dst=10.0.0.2 sport=40002 dport=514 [UNREPLIED]"
                                + " src=10.0.0.2 dst=10.0.0.1 sport=514 dport=40002",
                        " [UPDATE] ipv4     2 udp      17 30 src=10.0.0.1 dst=10.0.0.2 sport=40002 dport=514"
                                + " src=10.0.0.2 dst=10.0.0.1 sport=514 dport=40002",
                        "    [NEW] ipv4     2 tcp      6 120 SYN_SENT src=10.0.0.1 dst=10.0.0.2 sport=40003 dport=81"
                                + " [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=81 dport=40003",
                        "[DESTROY] ipv4     2 tcp      6 120 CLOSE src=10.0.0.1 dst=10.0.0.2 sport=40003 dport=81"
                                + " [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=81 dport=40003",
                        ""),
                b("cat events").stdout());
    }

    @Test
    void tellsOfWhatIsAskedForAndHowMuchItWas() {
        CommandResult killed = b("kill %2");
        assertEquals(
                "conntrack v1.4.7 (conntrack-tools): 1 flow events have been shown.\n[2]+  Done                    "
                        + "conntrack -E -e NEW -p udp > new\n",
                killed.stderr());
        assertEquals("1\n", b("cat new | wc -l").stdout().replace(" new", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    conntrack -L                                   | 0 | 2 flow entries have been shown.
                    conntrack -L -p tcp                            | 0 | 1 flow entries have been shown.
                    conntrack -L -p 17 --dport 514                 | 0 | 1 flow entries have been shown.
                    conntrack -L -p tcp --state TIME_WAIT          | 0 | 1 flow entries have been shown.
                    conntrack -L -p tcp --state ESTABLISHED        | 0 | 0 flow entries have been shown.
                    conntrack -L -u ASSURED                        | 0 | 1 flow entries have been shown.
                    conntrack -L -u SEEN_REPLY                     | 0 | 2 flow entries have been shown.
                    conntrack -L -s 10.0.0.0/24 -d 10.0.0.2        | 0 | 2 flow entries have been shown.
                    conntrack -L -r 10.0.0.9                       | 0 | 0 flow entries have been shown.
                    conntrack -L -m 1                              | 0 | 0 flow entries have been shown.
                    conntrack -L -n                                | 0 | 0 flow entries have been shown.
                    conntrack -L expect                            | 0 | 0 expectations have been shown.
                    conntrack -D -p udp                            | 0 | 1 flow entries have been deleted.
                    conntrack -D -p icmp                           | 1 | 0 flow entries have been deleted.
                    conntrack -F                                   | 0 | connection tracking table has been emptied.
                    conntrack -F expect                            | 0 | expectation table has been emptied.
                    conntrack -L -F                                | 2 | Invalid commands combination
                    conntrack -F -p tcp                            | 2 | Illegal option `--protonum' with this command
                    conntrack -L -e NEW                            | 2 | Illegal option `--event-mask' with this command
                    conntrack -D -z                                | 2 | Illegal option `--zero' with this command
                    conntrack -L -t 10                             | 2 | Illegal option `--timeout' with this command
                    conntrack -L -p nosuch                         | 2 | `nosuch' unsupported protocol
                    conntrack -L -f x                              | 2 | `x' unsupported protocol
                    conntrack -L --sport 1                         | 2 | unknown option `--sport'
                    conntrack -L -p udp --state ESTABLISHED        | 2 | unknown option `--state'
                    conntrack -L -p tcp --state XX                 | 2 | unknown TCP state `XX'
                    conntrack -L -u NOPE                           | 2 | Bad parameter `NOPE'
                    conntrack -L -o nosuch                         | 2 | Bad parameter `nosuch'
                    conntrack -E -e FOO                            | 2 | Bad parameter `FOO'
                    conntrack -L -s nohost.invalid                 | 2 | Invalid IP address `nohost.invalid'
                    conntrack -L -s                                | 2 | option `-s' requires an argument
                    conntrack -L -p udp --dport                    | 2 | option `--dport' requires an argument
                    conntrack -L nosuch                            | 2 | unknown type `nosuch'
                    conntrack -x                                   | 2 | unknown option `-x'
                    """)
    void says(String command, int status, String words) {
        CommandResult result = b(command);
        assertEquals(
                "conntrack v1.4.7 (conntrack-tools): " + words,
                result.stderr().lines().findFirst().orElse(""));
        assertEquals(status, result.status());
    }

    @Test
    void countsAndPrintsNumbers() {
        assertEquals("2\n", b("conntrack -C").stdout());
        assertEquals("0\n", b("conntrack -C expect").stdout());
        assertEquals(
                "cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0"
                        + " clash_resolve=0 chaintoolong=0 \n",
                b("conntrack -S").stdout());
        assertEquals("conntrack v1.4.7 (conntrack-tools)\n", b("conntrack -V").stdout());
    }

    @Test
    void timeoutsAreSettings() {
        b("sysctl -w net.netfilter.nf_conntrack_tcp_timeout_time_wait=7");
        b("conntrack -F");
        lab.run("a", "nc -p 40004 10.0.0.2 80 < /dev/null");
        assertEquals(
                "tcp      6 7 TIME_WAIT",
                b("conntrack -L -p tcp").stdout().substring(0, "tcp      6 7 TIME_WAIT".length()));
    }
}
