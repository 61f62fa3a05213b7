package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/**
 * Command after command, with what Debian 12's programs printed in a network namespace between two others. In a walk {@code $}
 * is a command with its output and {@code [status]} below it, {@code >} one that is done and not compared, {@code %%} begins
 * anew.
 */
class WalkTest {
    private Lab lab = between();

    @ParameterizedTest
    @ValueSource(strings = {"iproute2", "routes", "links", "rules", "addresses", "net-tools", "firewall", "background"})
    void printsWhatTheRealProgramsPrinted(String walk) throws IOException {
        StringBuilder expected = new StringBuilder();
        String printed = "";
        for (String line : (walk(walk) + "%%\n").lines().toList()) {
            boolean begins = line.startsWith("$ ") || line.startsWith("> ") || line.equals("%%");
            if (!begins) {
                expected.append(line).append('\n');
                continue;
            }
            assertEquals(expected.toString(), printed);
            expected.setLength(0);
            printed = "";
            if (line.equals("%%")) {
                lab = between();
                continue;
            }
            CommandResult result = lab.run("gw", line.substring(2));
            if (line.startsWith("$ ")) {
                expected.append(line).append('\n');
                printed = line + "\n" + result.stdout() + result.stderr() + "[" + result.status() + "]\n";
            }
        }
    }

    private static String walk(String name) throws IOException {
        try (InputStream in = WalkTest.class.getResourceAsStream("/walks/" + name + ".txt")) {
            if (in == null) {
                throw new IOException("no walk " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Lab between() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        Map<String, Object> cards = new LinkedHashMap<>();
        cards.put("eth0", card("a", "10.0.1.1/24"));
        cards.put("eth1", card("b", "10.0.2.1/24"));
        hosts.put("gw", Map.of("interfaces", cards));
        hosts.put("c", Map.of("interfaces", Map.of("eth0", card("a", "10.0.1.2/24"))));
        hosts.put("s", Map.of("interfaces", Map.of("eth0", card("b", "10.0.2.2/24"))));
        return Lab.boot(LabSpec.read(Map.of("name", "walk", "profile", "debian12", "hosts", hosts))
                .orThrow());
    }

    private static Map<String, Object> card(String segment, String address) {
        return Map.of("segment", segment, "address", address);
    }
}
