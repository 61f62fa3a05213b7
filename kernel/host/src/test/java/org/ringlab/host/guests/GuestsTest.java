package org.ringlab.host.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** Hypervisors beside KVM and Xen, in their own words. */
class GuestsTest {
    private final Lab lab = SmallLabs.hosts(2);

    private String n1(String... lines) {
        return say(lab, "n1", lines);
    }

    private void lends() {
        say(lab, "n2", "dnsmasq --interface=eth0 --dhcp-range=192.168.1.100,192.168.1.150");
    }

    private String leased() {
        return say(lab, "n2", "awk '{print $3}' /var/lib/dnsmasq/dnsmasq.leases")
                .strip();
    }

    private String reached(String address) {
        return say(lab, "n2", "ping -c 1 -W 1 " + address + " > /dev/null; echo $?");
    }

    @Test
    void esxisGuestReachesTheLanByTheUplinkOfItsSwitch() {
        lends();
        n1(
                "mkdir -p /vmfs/volumes/datastore1/web",
                "printf 'displayName = \"web\"\\nmemSize = \"512\"\\nethernet0.networkName = \"VM"
                        + " Network\"\\n' > /vmfs/volumes/datastore1/web/web.vmx");
        assertEquals("1\n", n1("vim-cmd solo/registervm /vmfs/volumes/datastore1/web/web.vmx"));
        assertTrue(n1("vim-cmd vmsvc/getallvms").contains("1      web    [datastore1] web/web.vmx"));
        n1("esxcli network vswitch standard uplink add --uplink-name=vmnic0 --vswitch-name=vSwitch0");
        assertTrue(
                n1("esxcli network vswitch standard list").contains("   Uplinks: vmnic0\n   Portgroups: VM Network\n"));
        assertEquals("Powering on VM:\n", n1("vim-cmd vmsvc/power.on 1"));
        n1("sleep 10");
        assertTrue(n1("esxcli vm process list").startsWith("web\n   World ID: 68001\n"));
        assertEquals("0\n", reached(leased()));
        assertEquals("0\n", reached("192.168.1.1"));
        n1("vim-cmd vmsvc/power.off 1");
        assertEquals("1\n", reached(leased()));
        assertEquals("Retrieved runtime info\nPowered off\n", n1("vim-cmd vmsvc/power.getstate 1"));
        n1("esxcli network vswitch standard uplink remove -u vmnic0 -v vSwitch0");
        assertEquals("0\n", reached("192.168.1.1"));
    }

    @Test
    void hyperVsExternalSwitchLeadsOutAndAPrivateOneDoesNot() {
        lends();
        assertTrue(n1("New-VMSwitch -Name ext -NetAdapterName eth0").contains("ext  External   eth0"));
        n1("New-VMSwitch -Name lonely -SwitchType Private");
        assertTrue(
                n1("New-VM -Name web -MemoryStartupBytes 512MB -SwitchName ext").contains("web  Off "));
        n1(
                "New-VM -Name alone -MemoryStartupBytes 512MB -SwitchName lonely",
                "Start-VM web",
                "Start-VM alone",
                "sleep 15");
        assertTrue(n1("Get-VM web")
                .contains("web  Running 0           512               00:00:15 Operating normally 9.0"));
        assertEquals(1, leased().lines().count());
        assertEquals("0\n", reached(leased()));
        // the host has no interface on a private switch, and the guest no cable that ends at the host
        assertEquals(
                "Cannot find device \"vEth-lonely\"\n",
                n1("ip addr add 192.168.9.1/24 dev vEth-lonely").replaceAll("(?m)^\\d+ .*\n", ""));
        assertEquals("1\n", n1("ip -o link | grep -c tap-"));
        n1("Stop-VM web");
        assertEquals("1\n", reached(leased()));
    }

    @Test
    void workstationsNatLeadsOutAndHostOnlyDoesNot() {
        n1(
                "printf 'ethernet0.connectionType = \"nat\"\\n' > a.vmx",
                "printf 'ethernet0.connectionType = \"hostonly\"\\n' > b.vmx");
        assertEquals("", n1("vmrun start a.vmx nogui; vmrun start b.vmx nogui"));
        assertEquals("Total running VMs: 2\n/root/a.vmx\n/root/b.vmx\n", n1("vmrun list"));
        assertEquals(
                "192.168.88.128\n192.168.77.128\n", n1("vmrun getGuestIPAddress a.vmx; vmrun getGuestIPAddress b.vmx"));
        assertEquals(
                "0\n0\n",
                n1("for a in 192.168.88.128 192.168.77.128; do ping -c 1 -W 1 $a > /dev/null; echo $?; done"));
        assertTrue(n1("iptables -t nat -S").contains("-A POSTROUTING -s 192.168.88.0/24 ! -o vmnet8 -j MASQUERADE"));
        n1("vmrun stop a.vmx");
        assertEquals("Error: The virtual machine is not powered on: /root/a.vmx\n", n1("vmrun stop a.vmx"));
    }

    @Test
    void mistakesAreAnswered() {
        n1("printf 'displayName = \"big\"\\nmemSize = \"9000\"\\nethernet0.networkName = \"VM Network\"\\n' > big.vmx");
        n1("vim-cmd solo/registervm big.vmx");
        assertEquals("Powering on VM:\nPower on failed\n", n1("vim-cmd vmsvc/power.on 1"));
        assertEquals("Unable to find vswitch: vs9\n", n1("esxcli network vswitch standard remove -v vs9"));
        assertTrue(n1("esxcli storage core path list").contains("not simulated"));
        assertTrue(n1("Start-VM nobody").contains("unable to find a virtual machine with name \"nobody\""));
        assertTrue(
                n1("New-VM -Name a -SwitchName none").contains("unable to find a virtual switch with name \"none\""));
        assertTrue(n1("vmrun start none.vmx").contains("cannot be found"));
        assertTrue(n1("vmrun snapshot a.vmx").contains("not simulated"));
    }
}
