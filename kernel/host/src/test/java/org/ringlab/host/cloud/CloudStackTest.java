package org.ringlab.host.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** CloudStack's words on the model of a cloud. */
class CloudStackTest {
    private final Lab lab = SmallLabs.hosts(3);

    private String cmk(String words) {
        return say(lab, "n1", "cmk " + words);
    }

    private static String field(String json, String key) {
        return json.replaceFirst("(?s).*?\"" + key + "\": \"([^\"]*)\".*", "$1");
    }

    @Test
    void machinesAreDeployedAndMigrated() {
        assertTrue(cmk("list hosts").contains("connection refused"));
        say(lab, "n1", "cloudstack-setup-management");
        assertEquals("n2", field(cmk("add host hypervisor=KVM url=http://192.168.1.2"), "name"));
        String other = field(cmk("add host hypervisor=KVM url=http://192.168.1.3"), "id");
        String offering = field(cmk("list serviceofferings"), "id");
        String deploy = "deploy virtualmachine zoneid=" + field(cmk("list zones"), "id") + " templateid="
                + field(cmk("list templates"), "id") + " serviceofferingid=" + offering;
        String one = cmk(deploy + " name=one");
        assertEquals("n2", field(one, "hostname"));
        assertEquals("Running", field(one, "state"));
        assertEquals("n3", field(cmk(deploy + " name=two"), "hostname"));
        assertTrue(cmk("list virtualmachines").contains("\"count\": 2"));
        String address = field(one, "ipaddress");
        String ping = "ip netns exec $(ip netns list | grep qdhcp) ping -c 1 -W 1 " + address + " > /dev/null; echo $?";
        assertEquals("0\n", say(lab, "n1", ping));
        String moved = cmk("migrate virtualmachine virtualmachineid=" + field(one, "id") + " hostid=" + other);
        assertEquals("n3", field(moved, "hostname"));
        assertEquals("0\n", say(lab, "n1", ping));
        assertTrue(cmk("migrate virtualmachine virtualmachineid=" + field(one, "id") + " hostid=" + other)
                .contains("VM is already present on this host"));
        assertTrue(cmk(deploy.replace(offering, "7")).contains("Invalid parameter serviceofferingid value=7"));
        assertTrue(cmk("deploy virtualmachine").contains("Missing required API parameters: zoneid, templateid"));
        assertEquals("cmk: not simulated: cmk list volumes\n", cmk("list volumes"));
    }
}
