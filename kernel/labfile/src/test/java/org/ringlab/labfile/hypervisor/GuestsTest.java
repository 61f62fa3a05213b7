package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Guests are hosts of the lab behind their taps: they lease addresses, reach outside, stand still and move. */
class GuestsTest {
    private static final String IMAGE = "/var/lib/libvirt/images/web1.qcow2";

    private static Lab lab() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (int i = 1; i < 3; i++) {
            Map<String, Object> card = Map.of("segment", "lan", "address", "192.168.66.1" + i + "/24");
            hosts.put(
                    "kvm" + i,
                    Map.of(
                            "interfaces", Map.of("ens33", card),
                            "hardware", Map.of("cpu", "intel", "virtualisation", true, "cores", 2, "memory", 4096),
                            "setup", List.of("modprobe kvm_intel", "systemctl start libvirtd")));
        }
        hosts.put("gw", Map.of("interfaces", Map.of("eth0", Map.of("segment", "lan", "address", "192.168.66.2/24"))));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", "guests");
        tree.put("profile", "centos7");
        tree.put("hosts", hosts);
        return Lab.boot(LabSpec.read(tree).orThrow());
    }

    private static void install(Lab lab) {
        install(lab, "network=default");
    }

    private static void install(Lab lab, String network) {
        run(
                lab,
                "kvm1",
                "mkdir -p /var/lib/libvirt/images; qemu-img create -f qcow2 " + IMAGE + " 1G"
                        + "; qemu-io -c 'write -P 0x55 0 512' " + IMAGE);
        run(
                lab,
                "kvm1",
                "virt-install --name web1 --memory 512 --import --disk " + IMAGE + " --network " + network
                        + " --osinfo linux2020");
    }

    private static String run(Lab lab, String host, String line) {
        CommandResult result = lab.run(host, line);
        assertTrue(result.ok(), line + "\n" + result.stdout() + result.stderr());
        return result.stdout();
    }

    @Test
    void leasesAnAddressAndReachesOutsideThroughNat() {
        Lab lab = lab();
        install(lab);
        assertTrue(lab.hasHost("web1"));
        assertTrue(run(lab, "kvm1", "virsh domifaddr web1").contains("192.168.122."));
        assertTrue(run(lab, "web1", "ping -c1 192.168.66.2").contains(" 1 received"));
        assertTrue(run(lab, "kvm1", "brctl show").contains("vnet0"));
        assertTrue(run(lab, "kvm1", "virsh console web1").contains("web1 login:"));
    }

    @Test
    void standsStillWhilePausedAndGoesOnAfterSave() {
        Lab lab = lab();
        install(lab);
        String address = run(lab, "web1", "hostname -I").strip();
        run(lab, "kvm1", "virsh suspend web1");
        assertFalse(lab.run("kvm1", "ping -c1 -W1 " + address).ok());
        run(lab, "kvm1", "virsh resume web1; ping -c1 " + address);
        run(lab, "web1", "touch /root/kept");
        run(lab, "kvm1", "virsh save web1 /root/web1.save");
        assertFalse(lab.hasHost("web1"));
        run(lab, "kvm1", "virsh restore /root/web1.save");
        run(lab, "web1", "ls /root/kept");
    }

    @Test
    void movesToAnotherHostWithItsSystemRunning() {
        Lab lab = lab();
        install(lab);
        run(lab, "web1", "touch /root/kept");
        run(
                lab,
                "kvm2",
                "mkdir -p /var/lib/libvirt/images; virsh pool-define-as images dir --target"
                        + " /var/lib/libvirt/images; virsh pool-start images");
        run(lab, "kvm1", "virsh migrate --live --copy-storage-all web1 qemu+tcp://kvm2/system");
        assertTrue(run(lab, "kvm2", "virsh list").contains("web1"));
        run(lab, "web1", "ls /root/kept; ping -c1 192.168.122.1");
        assertEquals("", run(lab, "kvm1", "virsh list --name").strip());
    }

    @Test
    void switchesLearnWhereAMovedGuestIs() {
        Lab lab = lab();
        for (String host : List.of("kvm1", "kvm2")) {
            run(
                    lab,
                    host,
                    "ip link add br0 type bridge; ip link set br0 up; ip link set ens33 master br0; mkdir -p"
                            + " /var/lib/libvirt/images; virsh pool-define-as images dir --target"
                            + " /var/lib/libvirt/images; virsh pool-start images");
        }
        install(lab, "bridge=br0");
        run(lab, "web1", "ip addr add 192.168.66.50/24 dev eth0");
        run(lab, "gw", "ping -c1 192.168.66.50");
        run(lab, "kvm1", "virsh migrate --live --copy-storage-all web1 qemu+ssh://kvm2/system");
        run(lab, "gw", "ping -c1 192.168.66.50");
        assertFalse(run(lab, "web1", "ip neigh").contains("0.0.0.0"));
    }

    @Test
    void aDeviceOfTheHostNeedsAnIommu() {
        Lab lab = lab();
        install(lab);
        run(
                lab,
                "kvm1",
                "virsh destroy web1; virsh dumpxml web1 | sed \"s#</devices>#<hostdev mode='subsystem' type='pci'"
                        + " managed='yes'><source><address domain='0x0000' bus='0x02' slot='0x00' function='0x0'/>"
                        + "</source></hostdev></devices>#\" > w.xml; virsh define w.xml");
        assertEquals(
                "error: Failed to start domain web1\nerror: unsupported configuration:"
                        + " host doesn't support passthrough of host PCI devices\n",
                lab.run("kvm1", "virsh start web1").stderr());
    }

    @Test
    void theSameCommandsMakeTheSameLab() {
        Lab first = lab();
        install(first);
        Lab second = lab();
        first.log().forEach(line -> second.run(line.host(), line.script()));
        assertEquals(run(first, "kvm1", "virsh dumpxml web1"), run(second, "kvm1", "virsh dumpxml web1"));
        assertEquals(run(first, "web1", "ip addr"), run(second, "web1", "ip addr"));
    }
}
