package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** {@code nc}'s source port: what it may be, and that the packets carry it. */
class NcCommandTest {
    private static Lab lab(String profile) {
        return Lab.boot(LabSpec.read(Map.of(
                        "name",
                        "nc",
                        "profile",
                        profile,
                        "hosts",
                        Map.of(
                                "a", Map.of("interfaces", Map.of("eth0", card("10.0.0.1/24"))),
                                "b", Map.of("interfaces", Map.of("eth0", card("10.0.0.2/24")))),
                        "services",
                        List.of(Map.of("host", "a", "kind", "http"), Map.of("host", "b", "kind", "tcp", "port", 22))))
                .orThrow());
    }

    private static Map<String, Object> card(String address) {
        return Map.of("segment", "lan", "address", address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    recorded | nc -z 10.0.0.2 22         | 0 | ''
                    recorded | nc -z -v 10.0.0.2 22      | 0 | Connection to 10.0.0.2 22 port [tcp/ssh] succeeded!
                    recorded | nc -z -p 81 10.0.0.2 22   | 0 | ''
                    recorded | nc -z -p 80 10.0.0.2 22   | 1 | nc: bind failed: Address already in use
                    centos7  | nc -z 10.0.0.2 22         | 0 | ''
                    centos7  | nc -z -p 80 10.0.0.2 22   | 2 | Ncat: bind to 0.0.0.0:80: Address already in use. QUITTING.
                    centos7  | nc -z -p web 10.0.0.2 22  | 2 | Ncat: Invalid source port web. QUITTING.
                    centos7  | nc -z 10.0.0.2 http       | 2 | Ncat: Invalid port number "http". QUITTING.
                    centos7  | nc 10.0.0.2 23            | 1 | Ncat: Connection refused.
                    centos7  | nc -z 10.0.0.2 23         | 1 | ''
                    """)
    void takesASourcePort(String profile, String command, int status, String stderr) {
        CommandResult result = lab(profile).run("a", command);
        assertEquals(stderr, result.stderr().strip());
        assertEquals(status, result.status());
    }

    @ParameterizedTest
    @CsvSource({"81, '-p tcp -m tcp --sport 81 -j DROP'", "1024, '-p tcp -m tcp --sport 1024 -j DROP'"})
    void sendsFromThatPort(int port, String rule) {
        Lab lab = lab("recorded");
        lab.run("b", "iptables -A INPUT " + rule);
        assertEquals(1, lab.run("a", "nc -z -w 1 -p " + port + " 10.0.0.2 22").status());
        assertEquals(0, lab.run("a", "nc -z -w 1 -p 82 10.0.0.2 22").status());
    }
}
