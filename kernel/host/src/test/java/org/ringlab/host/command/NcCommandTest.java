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
    private static Lab lab() {
        return Lab.boot(LabSpec.read(Map.of(
                        "name",
                        "nc",
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
                    nc -z 10.0.0.2 22           | 0 | Ncat: Connected to 10.0.0.2:22.
                    nc -z -p 81 10.0.0.2 22     | 0 | Ncat: Connected to 10.0.0.2:22.
                    nc -z -p 80 10.0.0.2 22     | 2 | Ncat: bind to 0.0.0.0:80: Address already in use. QUITTING.
                    nc -z -p 0 10.0.0.2 22      | 2 | Ncat: Invalid source port number "0". QUITTING.
                    nc -z -p web 10.0.0.2 22    | 2 | Ncat: Invalid source port number "web". QUITTING.
                    """)
    void takesASourcePort(String command, int status, String stderr) {
        CommandResult result = lab().run("a", command);
        assertEquals(stderr, result.stderr().strip());
        assertEquals(status, result.status());
    }

    @ParameterizedTest
    @CsvSource({"81, '-p tcp -m tcp --sport 81 -j DROP'", "1024, '-p tcp -m tcp --sport 1024 -j DROP'"})
    void sendsFromThatPort(int port, String rule) {
        Lab lab = lab();
        lab.run("b", "iptables -A INPUT " + rule);
        assertEquals(1, lab.run("a", "nc -z -w 1 -p " + port + " 10.0.0.2 22").status());
        assertEquals(0, lab.run("a", "nc -z -w 1 -p 82 10.0.0.2 22").status());
    }
}
