package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** A host in the middle of being set up, saved after any steps and restored, is the same host and goes on alike. */
class HalfConfiguredTest {
    private static final List<String> STEPS = List.of(
            "yum install -y qemu-kvm libvirt virt-install bridge-utils",
            "yum remove -y virt-install",
            "modprobe -r kvm_intel; modprobe kvm_intel nested=1",
            "modprobe vhost_net",
            "systemctl start libvirtd",
            "systemctl enable libvirtd",
            "systemctl restart libvirtd",
            "systemctl stop libvirtd",
            "setenforce 0; sed -i s/enforcing/permissive/ /etc/selinux/config",
            "printf 'TYPE=Bridge\nDEVICE=br0\nONBOOT=yes\nBOOTPROTO=none\nDELAY=0\n'"
                    + " > /etc/sysconfig/network-scripts/ifcfg-br0",
            "echo BRIDGE=br0 >> /etc/sysconfig/network-scripts/ifcfg-ens33",
            "systemctl restart network",
            "mkdir -p /var/lib/libvirt/images; qemu-img create -f qcow2 /var/lib/libvirt/images/a.qcow2 2G",
            "qemu-io -c 'write -P 0x55 0 512' /var/lib/libvirt/images/a.qcow2",
            "virt-install --name a --memory 256 --import --disk /var/lib/libvirt/images/a.qcow2 --osinfo centos7.0",
            "virt-install --name b --memory 1024 --disk size=2 --cdrom /root/c7.iso --osinfo centos7.0"
                    + " --noautoconsole",
            "sleep 200",
            "virsh snapshot-create-as a s1",
            "virsh managedsave a",
            "virsh start a",
            "virsh suspend a",
            "virsh destroy a",
            "virsh undefine a",
            "virsh dumpxml a > a.xml; sed -i 's/<vcpu.*/<vcpu>2<.vcpu>/' a.xml; virsh define a.xml",
            "echo '<domain type=kvm>' > broken.xml; virsh define broken.xml",
            "virsh net-destroy default; virsh net-start default",
            "virsh pool-define-as p dir --target /p; virsh pool-build p; virsh pool-start p",
            "sed -i 's/quiet\"/quiet intel_iommu=on\"/' /etc/default/grub; grub2-mkconfig -o /boot/grub2/grub.cfg",
            "virsh nodedev-detach pci_0000_01_00_0",
            "virsh nodedev-reattach pci_0000_01_00_0",
            "systemctl start NetworkManager; nmcli con up ens33",
            "reboot");

    /** What tells hosts apart. */
    private static final List<String> QUESTIONS = List.of(
            "rpm -qa | sort",
            "lsmod; lspci -k; cat /proc/cmdline; virsh nodedev-list",
            "systemctl is-active libvirtd network; systemctl is-enabled libvirtd",
            "getenforce; cat /etc/selinux/config",
            "ip addr; ip route; brctl show",
            "iptables-save | grep -v '^#'",
            "cat /etc/sysconfig/network-scripts/ifcfg-* /etc/libvirt/qemu/*.xml",
            "virsh list --all; virsh net-list --all; virsh pool-list --all; virsh dumpxml a; virsh console b",
            "qemu-img info /var/lib/libvirt/images/a.qcow2; qemu-img info /var/lib/libvirt/images/b.qcow2",
            "virsh start a; virsh start b; virsh list --all; sleep 400; virsh list --all; ip neigh");

    private static Lab lab() {
        Map<String, Object> host = Map.of(
                "hardware", Map.of("cpu", "intel", "virtualisation", true, "cores", 2, "memory", 8192),
                "packages", List.of("qemu-img"),
                "selinux", "enforcing",
                "media", List.of("/root/c7.iso"),
                "interfaces", Map.of("ens33", Map.of("segment", "lan", "address", "192.168.66.11/24")));
        return Lab.boot(LabSpec.read(Map.of("name", "half", "profile", "centos7", "hosts", Map.of("kvm1", host)))
                .orThrow());
    }

    private static LongStream seeds() {
        return LongStream.range(11, 35);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheSameHostAfterwards(long seed) {
        Random random = new Random(seed);
        Lab lab = lab();
        List<String> typed = new ArrayList<>(seed % 2 == 0 ? List.of(STEPS.getFirst(), STEPS.get(4)) : List.of());
        for (int i = 0; i < 14; i++) {
            typed.add(STEPS.get(random.nextInt(STEPS.size())));
        }
        typed.forEach(step -> lab.run("kvm1", step));
        Lab again = lab();
        lab.log().forEach(command -> again.run(command.host(), command.script()));
        for (String question : QUESTIONS) {
            assertEquals(
                    lab.run("kvm1", question).text(),
                    again.run("kvm1", question).text(),
                    () -> question + " after " + String.join("\n", typed));
        }
        assertEquals(lab.hostNames(), again.hostNames());
        assertEquals(lab.events().size(), again.events().size());
    }
}
