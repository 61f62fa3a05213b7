package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** A card of the host that belongs to a guest: what it takes, what it refuses, and on which network the guest then sits. */
class PassThroughTest {
    private static final String CARD = "pci_0000_01_00_1";
    private static final String IOMMU =
            "sed -i 's/quiet\"/quiet intel_iommu=on\"/' /etc/default/grub; grub2-mkconfig -o /boot/grub2/grub.cfg; reboot";

    private static Lab lab(String cpu) {
        Map<String, Object> cards = new LinkedHashMap<>();
        cards.put("ens33", Map.of("segment", "lan", "address", "192.168.66.11/24"));
        cards.put("ens34", Map.of("segment", "lab", "address", "10.0.0.1/24"));
        Map<String, Object> host = Map.of(
                "hardware",
                Map.of("cpu", cpu, "virtualisation", true, "cores", 2, "memory", 8192),
                "packages",
                List.of("qemu-kvm", "libvirt", "pciutils"),
                "interfaces",
                cards);
        Map<String, Object> router =
                Map.of("interfaces", Map.of("eth0", Map.of("segment", "lab", "address", "10.0.0.254/24")));
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put("kvm1", host);
        hosts.put("router", router);
        Map<String, Object> dhcp = Map.of(
                "host", "router", "kind", "dhcp", "interface", "eth0", "range", List.of("10.0.0.100", "10.0.0.150"));
        Lab lab = Lab.boot(
                LabSpec.read(Map.of("name", "pci", "profile", "centos7", "hosts", hosts, "services", List.of(dhcp)))
                        .orThrow());
        lab.run("kvm1", """
                systemctl enable libvirtd; systemctl start libvirtd
                qemu-img create -q -f qcow2 /var/lib/libvirt/images/web.qcow2 1G
                qemu-io -c 'write -P 0x55 0 512' /var/lib/libvirt/images/web.qcow2
                cat > web.xml <<EOF
                <domain type='kvm'><name>web</name><memory unit='MiB'>256</memory><os><type>hvm</type><boot dev='hd'/></os>
                <devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='/var/lib/libvirt/images/web.qcow2'/>
                <target dev='vda' bus='virtio'/></disk></devices></domain>
                EOF
                for managed in yes no; do cat > $managed.xml <<EOF
                <hostdev mode='subsystem' type='pci' managed='$managed'><source>
                <address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source></hostdev>
                EOF
                done
                virsh define web.xml""");
        return lab;
    }

    private static String run(Lab lab, String command) {
        return lab.run("kvm1", command).text().strip();
    }

    private static void contains(String text, String part) {
        assertTrue(text.contains(part), () -> text + " lacks " + part);
    }

    @Test
    void takesAnIommuThatTheKernelWasToldToUse() {
        Lab lab = lab("intel");
        assertEquals(
                "error: Failed to detach device " + CARD + "\nerror: unsupported configuration: neither VFIO nor KVM"
                        + " device assignment is currently supported on this system",
                run(lab, "virsh nodedev-detach " + CARD));
        assertEquals("Device attached successfully", run(lab, "virsh attach-device web yes.xml --config"));
        contains(run(lab, "virsh start web"), "host doesn't support passthrough of host PCI devices");
        assertFalse(run(lab, "virsh nodedev-dumpxml " + CARD).contains("iommuGroup"));
        run(lab, IOMMU.replace("; reboot", ""));
        assertFalse(run(lab, "cat /proc/cmdline").contains("intel_iommu=on"), "not before the next boot");
        run(lab, "reboot");
        contains(run(lab, "cat /proc/cmdline"), "intel_iommu=on");
        contains(run(lab, "dmesg"), "DMAR: IOMMU enabled");
        contains(run(lab, "virsh nodedev-dumpxml " + CARD), "<iommuGroup number='5'>");
        assertEquals("Domain web started", run(lab, "virsh start web"));
    }

    @Test
    void putsTheGuestOnTheCardsNetworkAndTakesItFromTheHost() {
        Lab lab = lab("intel");
        run(lab, IOMMU);
        contains(run(lab, "ip link"), "ens34");
        run(lab, "virsh attach-device web yes.xml --config; virsh start web");
        assertFalse(run(lab, "ip link").contains("ens34"));
        contains(run(lab, "lspci -k -s 01:00.1"), "Kernel driver in use: vfio-pci");
        contains(run(lab, "lsmod"), "vfio_pci");
        String lease = lab.run("router", "awk '{print $3}' /var/lib/dnsmasq/dnsmasq.leases")
                .text()
                .strip();
        contains(lab.run("web", "ip -4 addr show eth0").text(), lease);
        contains(lab.run("router", "ping -c 1 " + lease).text(), "1 received");
        assertEquals("", run(lab, "ip -4 -o addr | grep 10.0.0."));
        run(lab, "virsh suspend web");
        contains(lab.run("router", "ping -c 1 -W 1 " + lease).text(), "0 received");
        run(lab, "virsh resume web");
        contains(lab.run("router", "ping -c 1 " + lease).text(), "1 received");
        run(lab, "virsh destroy web");
        contains(run(lab, "ip link"), "ens34: <BROADCAST,MULTICAST> mtu");
        contains(run(lab, "ifup ens34; ping -c 1 10.0.0.254"), "1 received");
    }

    @Test
    void comesAndGoesWhileTheGuestRuns() {
        Lab lab = lab("intel");
        run(lab, IOMMU);
        run(lab, "virsh start web");
        assertEquals("Device attached successfully", run(lab, "virsh attach-device web yes.xml --live"));
        contains(run(lab, "virsh dumpxml web"), "<driver name='vfio'/>");
        contains(lab.run("web", "ip link").text(), "eth0");
        contains(run(lab, "virsh managedsave web"), "domain has assigned non-USB host devices");
        contains(
                run(lab, "virsh nodedev-detach " + CARD),
                "PCI device 0000:01:00.1 is in use by driver QEMU, domain web");
        assertEquals("Device detached successfully", run(lab, "virsh detach-device web yes.xml --live"));
        assertFalse(lab.run("web", "ip link").text().contains("eth0"));
        contains(run(lab, "virsh detach-device web yes.xml --live"), "host pci device 0000:01:00.1 not found");
        contains(run(lab, "ip link"), "ens34");
    }

    @Test
    void wantsToBePreparedByHandWhereNobodyManagesIt() {
        Lab lab = lab("intel");
        run(lab, IOMMU);
        run(lab, "virsh attach-device web no.xml --config");
        contains(
                run(lab, "virsh start web"),
                "Unmanaged PCI device 0000:01:00.1 must be manually detached from the host");
        assertEquals("Device " + CARD + " detached", run(lab, "virsh nodedev-detach " + CARD));
        assertEquals("Domain web started", run(lab, "virsh start web"));
        run(lab, "virsh destroy web");
        contains(run(lab, "lspci -k -s 01:00.1"), "vfio-pci");
        assertEquals("Device " + CARD + " re-attached", run(lab, "virsh nodedev-reattach " + CARD));
        contains(run(lab, "lspci -k -s 01:00.1"), "Kernel driver in use: igb");
    }

    @Test
    void isRefusedToTwoGuests() {
        Lab lab = lab("intel");
        run(lab, IOMMU);
        run(lab, "virsh attach-device web yes.xml --config; virsh start web");
        run(lab, "virsh dumpxml --inactive web | sed '/uuid/d; s/web</two</' > two.xml; virsh define two.xml");
        contains(run(lab, "virsh start two"), "PCI device 0000:01:00.1 is in use by driver QEMU, domain web");
    }

    /** AMD's IOMMU is used where it is found; its bridge puts both cards into one group. */
    @Test
    void needsTheWholeGroup() {
        Lab lab = lab("amd");
        contains(run(lab, "dmesg"), "AMD-Vi: Found IOMMU");
        run(lab, "virsh attach-device web yes.xml --config");
        String refused = run(lab, "virsh start web");
        contains(refused, "vfio: error, group 2 is not viable");
        contains(run(lab, "ip link"), "ens34");
        run(lab, "virsh nodedev-detach pci_0000_01_00_0");
        assertEquals("Domain web started", run(lab, "virsh start web"));
        assertFalse(run(lab, "ip link").contains("ens33"));
    }

    @ParameterizedTest
    @CsvSource({
        "nodedev-list --cap foo, error: Invalid capability type",
        "nodedev-list --tree --cap pci, error: Options --tree and --cap are incompatible",
        "nodedev-list --cap net, net_ens33",
        "nodedev-dumpxml nothing, Node device not found: no node device with matching name 'nothing'",
        "nodedev-detach net_lo_00_00_00_00_00_00, invalid argument: device net_lo_00_00_00_00_00_00 is not a PCI device",
        "nodedev-detach pci_0000_01_00_1 vbox, invalid argument: unknown driver name 'vbox'",
        "nodedev-reset pci_0000_00_1f_2, Unable to reset PCI device 0000:00:1f.2",
        "nodedev-reset pci_0000_01_00_1, Device pci_0000_01_00_1 reset",
    })
    void saysWhatIsWrong(String command, String answer) {
        contains(run(lab("intel"), "virsh " + command), answer);
    }

    @Test
    void knowsNothingOfADeviceThatIsNotThere() {
        Lab lab = lab("intel");
        run(lab, IOMMU);
        run(lab, "sed 's/0x01/0x09/' yes.xml > other.xml; virsh attach-device web other.xml --config");
        contains(
                run(lab, "virsh start web"),
                "Device 0000:09:00.1 not found: could not access /sys/bus/pci/devices/0000:09:00.1/config");
        contains(run(lab, "virsh nodedev-list --tree"), "+- pci_0000_01_00_1");
    }
}
