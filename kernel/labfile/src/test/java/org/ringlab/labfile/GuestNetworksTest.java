package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Outcome;
import org.ringlab.host.ProbeOutcome;

/** The three kinds of networks that guests have, and whom a guest of each reaches. */
class GuestNetworksTest {
    private final LabSpec spec = LabFile.yaml(text()).orThrow();
    private final Lab lab = Lab.boot(spec);

    private static String text() {
        try (InputStream in = GuestNetworksTest.class.getResourceAsStream("/labs/guest-networks.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String address(String guest) {
        return lab.run(guest, "hostname -I").stdout().strip();
    }

    private boolean reaches(String from, String to) {
        return lab.run(from, "ping -c 1 -W 1 " + to).status() == 0;
    }

    @Test
    void everyGuestHasAnAddressOfItsNetwork() {
        assertEquals(List.of(), lab.failures());
        assertTrue(address("inner1").startsWith("192.168.66."));
        assertTrue(address("inner2").startsWith("192.168.66."));
        assertTrue(address("hidden").startsWith("192.168.88."));
        assertTrue(address("bridged").startsWith("172.18.133."));
    }

    @Test
    void oneFileHoldsTheLeasesOfAllNetworksAndARestartKeepsThem() {
        lab.run("desk", "systemctl restart dnsmasq");
        lab.run("hidden", "dhclient -r; dhclient eth0");
        List<String> names = lab.run("desk", "cat /var/lib/misc/dnsmasq.leases")
                .stdout()
                .lines()
                .map(line -> line.split(" ")[3])
                .sorted()
                .toList();
        assertEquals(List.of("hidden", "inner1", "inner2"), names);
    }

    @Test
    void hostOnlyGuestsReachEachOtherAndTheirHostAlone() {
        assertTrue(reaches("inner1", address("inner2")));
        assertTrue(reaches("inner1", "192.168.66.1"));
        assertEquals("", lab.run("inner1", "ip route | grep default").stdout(), "nobody told it a router");
        assertEquals(false, reaches("inner1", "172.18.133.212"));
    }

    @Test
    void natGuestsReachOutAndAreNotReached() {
        assertEquals("welcome", lab.run("hidden", "curl -s http://www.lab/").stdout(), "by name, through the proxy");
        assertEquals(false, reaches("server", address("hidden")));
        assertEquals(false, reaches("inner1", address("hidden")));
    }

    @Test
    void bridgedGuestsAreStationsOfTheOffice() {
        assertEquals("welcome", lab.run("bridged", "curl -s http://www.lab/").stdout());
        assertTrue(reaches("server", address("bridged")));
    }

    @Test
    void theProbesOfTheFileSayTheSame() {
        Outcome outcome = lab.play();
        assertEquals(
                List.of("ok", "ok", "no-route", "ok"),
                outcome.steps().stream()
                        .map(step -> step instanceof ProbeOutcome probe ? probe.verdict() : "")
                        .toList());
    }

    @Test
    void mistakesInAServiceAreNamed() {
        String bad =
                text().replace("range: [192.168.66.128, 192.168.66.254]", "range: [192.168.66.254, 192.168.66.128]");
        List<Diagnostic> found = LabFile.yaml(bad).diagnostics();
        assertEquals("lab-dhcp-range", found.getFirst().code());
    }
}
