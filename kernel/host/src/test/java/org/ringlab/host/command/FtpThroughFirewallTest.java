package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.event.PacketEvent;

/** {@code curl ftp://} in both modes, and which kernels need more than {@code modprobe} to let it through. */
class FtpThroughFirewallTest {
    private static final String LISTING = "-rw-r--r-- 1 0 0 4 readme.txt\n";

    private static Lab lab(String profile) {
        return Lab.boot(LabSpec.read(Map.of(
                        "name",
                        "ftp",
                        "profile",
                        profile,
                        "hosts",
                        Map.of(
                                "a", Map.of("interfaces", Map.of("eth0", card("10.0.0.1/24"))),
                                "b", Map.of("interfaces", Map.of("eth0", card("10.0.0.2/24")))),
                        "services",
                        List.of(Map.of("host", "b", "kind", "ftp"))))
                .orThrow());
    }

    private static Map<String, Object> card(String address) {
        return Map.of("segment", "lan", "address", address);
    }

    @ParameterizedTest
    @CsvSource({"centos7", "recorded", "debian12"})
    void listsInBothModes(String profile) {
        Lab lab = lab(profile);
        assertEquals(LISTING, lab.run("a", "curl -s ftp://10.0.0.2/").stdout());
        assertEquals(LISTING, lab.run("a", "curl -s -P - ftp://10.0.0.2").stdout());
    }

    @Test
    void showsTheConversation() {
        String said = lab("centos7").run("a", "curl -v ftp://10.0.0.2/").stderr();
        for (String line : List.of("< 220 lab ftp", "> EPSV", "< 502 no", "> PASV", "< 227 ", "> LIST", "< 226 done")) {
            assertTrue(said.contains(line), line + " in\n" + said);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    centos7  | true                                                              | 7
                    centos7  | modprobe nf_conntrack_ftp                                         | 0
                    debian12 | modprobe nf_conntrack_ftp                                         | 7
                    debian12 | iptables -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp | 0
                    """)
    void passesByTheHelper(String profile, String command, int status) {
        Lab lab = lab(profile);
        lab.run(
                "b",
                "iptables -A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT\n"
                        + "iptables -A INPUT -p tcp --dport 21 -j ACCEPT\niptables -A INPUT -j REJECT\n" + command);
        CommandResult result = lab.run("a", "curl ftp://10.0.0.2/");
        assertEquals(status, result.status(), result.stderr());
        boolean helped = lab.run("b", "conntrack -L").stdout().contains(" mark=0 helper=ftp use=1");
        assertEquals(status == 0, helped);
    }

    /** Where the helper reads the announcement, and nowhere without it, the trace says what is expected now. */
    @ParameterizedTest
    @CsvSource({"modprobe nf_conntrack_ftp, POSTROUTING ftp tcp src=10.0.0.1 dst=10.0.0.2 dport=", "true, ''"})
    void theTraceTellsWhatWasAnnounced(String before, String told) {
        Lab lab = lab("centos7");
        lab.run("b", "iptables -A INPUT -m state --state RELATED\n" + before);
        lab.run("a", "curl ftp://10.0.0.2/");
        String announced = lab.events().stream()
                .filter(PacketEvent.Announced.class::isInstance)
                .map(PacketEvent.Announced.class::cast)
                .map(e -> e.hook() + " " + e.helper() + " " + e.expected().replaceAll("[0-9]+$", ""))
                .collect(Collectors.joining("\n"));
        assertEquals(told, announced);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    iptables -A INPUT -p tcp --sport 20 -j REJECT | curl -P - ftp://10.0.0.2/   | 19 | curl: (19) RETR response: 425
                    true                                          | curl ftp://10.0.0.2:22/     | 7  | curl: (7) Failed connect to 10.0.0.2:22; Connection refused
                    true                                          | curl ftp://10.0.0.2/a.txt   | 1  | curl: (1) not simulated: files by ftp (a listing is: ftp://10.0.0.2/)
                    """)
    void saysWhatWentWrong(String before, String command, int status, String stderr) {
        Lab lab = lab("centos7");
        lab.run("a", before);
        CommandResult result = lab.run("a", command);
        assertTrue(result.stderr().contains(stderr), result.stderr());
        assertEquals(status, result.status());
    }
}
