package org.ringlab.host.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** A host that is domain 0 after a restart, in the words of xl 4.8. */
class XenTest {
    private final Lab lab = SmallLabs.hosts(1);

    private String xl(String words) {
        return say(lab, "n1", "xl " + words);
    }

    private void boot() {
        say(lab, "n1", "grub-bootxen.sh", "reboot");
    }

    @Test
    void xenRunsAfterTheRestartOnly() {
        say(lab, "n1", "grub-bootxen.sh");
        assertTrue(xl("list").startsWith("xencall: error: Could not obtain handle on privileged command interface"));
        say(lab, "n1", "reboot");
        assertTrue(xl("list").contains("Domain-0                                     0  8128     4     r-----"));
    }

    @Test
    void domainZeroGivesItsMemoryAndTheGuestSitsOnItsBridge() {
        boot();
        say(
                lab,
                "n1",
                "brctl addbr xenbr0; ifconfig xenbr0 192.168.50.1/24 up",
                "dnsmasq --interface=xenbr0 --dhcp-range=192.168.50.100,192.168.50.200",
                "printf 'name = \"web\"\\nmemory = 1024\\nvcpus = 2\\nvif = [ \"bridge=xenbr0\" ]\\n' > web.cfg");
        assertEquals("Parsing config from web.cfg\n", xl("create web.cfg"));
        say(lab, "n1", "sleep 10");
        String list = xl("list");
        assertTrue(list.contains("Domain-0                                     0  7104     4 "), list);
        assertTrue(list.contains("web                                          1  1024     2     -b---- "), list);
        assertEquals("vif1.0\n", say(lab, "n1", "brctl show | awk 'NR == 2 {print $4}'"));
        String ping = "ping -c 1 -W 1 $(awk '{print $3}' /var/lib/dnsmasq/dnsmasq.leases) > /dev/null; echo $?";
        assertEquals("0\n", say(lab, "n1", ping));
        xl("destroy web");
        assertEquals("1\n", say(lab, "n1", ping));
        assertTrue(xl("list").contains("Domain-0                                     0  8128 "));
    }

    @Test
    void mistakesAreAnsweredInItsWords() {
        boot();
        say(
                lab,
                "n1",
                "printf 'name=\"big\"\\nmemory=8000\\n' > big.cfg; printf 'name=\"a\"\\nvif=[\"bridge=nobr\"]\\n' > a.cfg");
        assertTrue(xl("create big.cfg").contains("failed to free memory for the domain"));
        assertTrue(xl("create a.cfg").contains("Could not find bridge device nobr"));
        assertEquals("Failed to read config file: none: No such file or directory\n", xl("create none"));
        assertEquals("web is an invalid domain identifier (rc=-6)\n", xl("destroy web"));
        assertEquals("xl: not simulated: xl migrate\n", xl("migrate"));
    }
}
