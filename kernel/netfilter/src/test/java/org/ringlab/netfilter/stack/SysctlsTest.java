package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose settings an interface has: its own, or those of {@code default} (net/ipv4/devinet.c). */
class SysctlsTest {
    private final Sysctls sysctls = new Sysctls();

    private int conf(String iface, String setting) {
        return sysctls.get("net.ipv4.conf." + iface + "." + setting).orElseThrow();
    }

    private void set(String iface, String setting, int value) {
        assertTrue(sysctls.set("net.ipv4.conf." + iface + "." + setting, value));
    }

    @Test
    void newInterfacesBeginWithWhatDefaultSays() {
        set("default", "rp_filter", 2);
        set("default", "forwarding", 1);
        sysctls.interfaceCame("eth0");
        assertEquals(2, conf("eth0", "rp_filter"));
        assertEquals(1, conf("eth0", "forwarding"));
        assertEquals(1, conf("eth0", "send_redirects"));
    }

    @Test
    void interfacesWithoutAnAddressFollowDefault() {
        sysctls.interfaceCame("eth0");
        sysctls.interfaceCame("eth1");
        sysctls.interfaceCame("eth2");
        sysctls.interfaceAddressed("eth1");
        set("eth2", "rp_filter", 0);
        set("default", "rp_filter", 1);
        assertEquals(1, conf("eth0", "rp_filter"));
        assertEquals(0, conf("eth1", "rp_filter"));
        assertEquals(0, conf("eth2", "rp_filter"));
        assertEquals(0, conf("all", "rp_filter"));
    }

    @Test
    void whatDefaultWasSetToOnceIsTheOwnOfLaterInterfaces() {
        set("default", "rp_filter", 1);
        sysctls.interfaceCame("eth0");
        set("default", "rp_filter", 2);
        assertEquals(1, conf("eth0", "rp_filter"));
    }

    @Test
    void routersForwardEverywhereAndBelieveNoRedirects() {
        sysctls.interfaceCame("eth0");
        assertTrue(sysctls.set("net.ipv4.ip_forward", 1));
        assertEquals(1, conf("all", "forwarding"));
        assertEquals(1, conf("default", "forwarding"));
        assertEquals(1, conf("eth0", "forwarding"));
        assertEquals(0, conf("all", "accept_redirects"));
        set("all", "forwarding", 0);
        assertEquals(Optional.of(0), sysctls.get("net.ipv4.ip_forward"));
        assertEquals(1, conf("all", "accept_redirects"));
    }

    @Test
    void settingsFollowTheInterfacesNameAndGoWithIt() {
        sysctls.interfaceCame("eth0");
        sysctls.interfaceCame("eth0.10");
        set("eth0", "rp_filter", 1);
        set("eth0.10", "rp_filter", 2);
        sysctls.interfaceRenamed("eth0", "wan");
        assertEquals(1, conf("wan", "rp_filter"));
        assertEquals(2, conf("eth0.10", "rp_filter"));
        sysctls.interfaceWent("wan");
        assertEquals(Optional.empty(), sysctls.get("net.ipv4.conf.wan.rp_filter"));
        assertEquals(2, sysctls.all().get("net.ipv4.conf.eth0.10.rp_filter"));
    }

    @Test
    void whatThereIsNoneOfCannotBeSet() {
        sysctls.interfaceCame("eth0");
        for (String name : new String[] {
            "net.ipv4.conf.eth9.rp_filter", "net.ipv4.conf.eth0.none", "net.ipv4.conf.rp_filter", "net.ipv4.nothing", ""
        }) {
            assertFalse(sysctls.set(name, 1), name);
            assertEquals(Optional.empty(), sysctls.get(name), name);
        }
    }

    @Test
    void whatAKernelBeginsWithIsListed() {
        sysctls.begin(Map.of("net.ipv4.conf.default.rp_filter", 1, "net.ipv4.tcp_retries2", 7));
        sysctls.interfaceCame("lo");
        assertEquals(1, sysctls.all().get("net.ipv4.conf.lo.rp_filter"));
        assertEquals(0, sysctls.all().get("net.ipv4.conf.all.rp_filter"));
        assertEquals(7, sysctls.all().get("net.ipv4.tcp_retries2"));
        assertEquals(0, sysctls.all().get("net.ipv4.ip_forward"));
    }
}
