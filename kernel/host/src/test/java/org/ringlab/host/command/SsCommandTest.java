package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Columns and filters of {@code ss}, as iproute2 6.1 prints them on a terminal of 80 columns. */
class SsCommandTest {
    private final Lab lab = Lab.boot(LabSpec.read(Map.of(
                    "name",
                    "ss",
                    "profile",
                    "debian12",
                    "hosts",
                    Map.of("s", Map.of("interfaces", Map.of("eth0", Map.of("segment", "a", "address", "10.0.0.1/24")))),
                    "services",
                    List.of(service("tcp", 22), service("http", 80), service("tcp", 8080), service("dns", 53))))
            .orThrow());

    private static Map<String, Object> service(String kind, int port) {
        return Map.of("host", "s", "kind", kind, "port", port);
    }

    private String run(String command) {
        return lab.run("s", command).printed().stream().map(p -> p.text()).reduce("", String::concat);
    }

    @Test
    void sharesTheTerminalAmongItsColumns() {
        assertEquals("""
                State    Recv-Q   Send-Q     Local Address:Port     Peer Address:Port  Process
                LISTEN   0        128              0.0.0.0:22            0.0.0.0:*
                LISTEN   0        128              0.0.0.0:80            0.0.0.0:*
                LISTEN   0        128              0.0.0.0:8080          0.0.0.0:*
                """, run("ss -tln").replaceAll(" +\n", "\n"));
        assertEquals("""
                State   Recv-Q  Send-Q   Local Address:Port         Peer Address:Port  Process
                LISTEN  0       128            0.0.0.0:ssh               0.0.0.0:*
                LISTEN  0       128            0.0.0.0:http              0.0.0.0:*
                LISTEN  0       128            0.0.0.0:http-alt          0.0.0.0:*
                """, run("ss -l -t").replaceAll(" +\n", "\n"));
        assertEquals("""
                Netid  State   Recv-Q  Send-Q   Local Address:Port   Peer Address:Port Process
                udp    UNCONN  0       0              0.0.0.0:53          0.0.0.0:*
                tcp    LISTEN  0       128            0.0.0.0:22          0.0.0.0:*
                tcp    LISTEN  0       128            0.0.0.0:80          0.0.0.0:*
                tcp    LISTEN  0       128            0.0.0.0:8080        0.0.0.0:*
                """, run("ss -tuln").replaceAll(" +\n", "\n"));
        assertEquals(
                "State   Recv-Q   Send-Q     Local Address:Port     Peer Address:Port  Process   \n", run("ss -tn"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            sport = :22                          | 22
            sport = http                         | 80
            sport neq :80                        | 22 8080
            not sport = :22                      | 80 8080
            '( sport = :22 or sport = :80 )'     | 22 80
            sport gt :100                        | 8080
            sport ge 80 sport lt 8000            | 80
            src 0.0.0.0:80                       | 80
            src 10/8                             |
            dst 0.0.0.0                          | 22 80 8080
            state listening sport = :80          | 80
            state connected                      |
            exclude listening                    |
            """)
    void filters(String filter, String ports) {
        String found = run("ss -Htan " + filter + " | sed 's/.*0.0.0.0:\\([0-9]*\\) .*/\\1/' | xargs");
        assertEquals(ports == null ? "" : ports, found.strip());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            state nope     | ss: wrong state name: nope
            foo            | Error: an inet prefix is expected rather than "foo".
            sport = nope   | Error: "nope" does not look like a port.
            sport =        | ss: bison bellows (while parsing filter): "syntax error!" Sorry.
            dev eth0       | ss: not simulated: dev
            """)
    void complains(String filter, String complaint) {
        assertEquals(complaint, run("ss -tan " + filter).lines().findFirst().orElse(""));
    }
}
