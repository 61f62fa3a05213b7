package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** From an empty disk to a host of the lab: by CD, by its tree, from the network; and a guest that has guests. */
class InstallationTest {
    private static final String ISO = "/root/CentOS-7.iso";
    private static final String INSTALL = "virt-install --name web1 --memory 1024 --disk size=8 --osinfo centos7.0"
            + " --network network=default --graphics none ";

    private static Lab lab() {
        Map<String, Object> host = Map.of(
                "hardware", Map.of("cpu", "intel", "virtualisation", true, "cores", 2, "memory", 8192),
                "media", List.of(ISO),
                "interfaces", Map.of("ens33", Map.of("segment", "lan", "address", "192.168.66.11/24")),
                "setup", List.of("systemctl start libvirtd", "mkdir -p /var/lib/libvirt/images"));
        return Lab.boot(LabSpec.read(Map.of("name", "install", "profile", "centos7", "hosts", Map.of("kvm1", host)))
                .orThrow());
    }

    private static String run(Lab lab, String host, String line) {
        CommandResult result = lab.run(host, line);
        assertTrue(result.ok(), line + "\n" + result.stdout() + result.stderr());
        return result.stdout();
    }

    @ParameterizedTest
    @CsvSource({"--cdrom " + ISO, "--location " + ISO + " --extra-args console=ttyS0"})
    void installsRestartsAndIsAHostOfTheLab(String method) {
        Lab lab = lab();
        String said = run(lab, "kvm1", INSTALL + method);
        assertTrue(said.contains("anaconda 21.48.22.159-1 for CentOS 7 started."), said);
        assertTrue(said.endsWith("Restarting system.\nDomain creation completed.\nRestarting guest.\n"), said);
        assertTrue(run(lab, "kvm1", "virsh console web1").contains("web1 login:"));
        assertTrue(run(lab, "web1", "ping -c1 192.168.122.1").contains(" 1 received"));
        assertTrue(run(lab, "kvm1", "qemu-img info /var/lib/libvirt/images/web1.qcow2")
                .contains("virtual size: 8"));
    }

    @Test
    void leftAloneItIsOffAfterTheInstallation() {
        Lab lab = lab();
        String said = run(lab, "kvm1", INSTALL + "--noautoconsole --cdrom " + ISO);
        assertTrue(said.contains("You can reconnect to"), said);
        assertTrue(run(lab, "kvm1", "virsh console web1").contains("anaconda"));
        assertFalse(lab.hasHost("web1"));
        run(lab, "kvm1", "sleep 600");
        assertEquals("shut off", run(lab, "kvm1", "virsh domstate web1").strip());
        run(lab, "kvm1", "virsh start web1");
        run(lab, "web1", "hostname");
    }

    @Test
    void centos7sVirtInstallAsksForNoSystemAndLooksIntoTheMedium() {
        Lab lab = lab();
        String noSystem = "virt-install --name a --memory 512 --disk none --network network=default --graphics none"
                + " --dry-run ";
        CommandResult blind = lab.run("kvm1", noSystem + "--pxe");
        assertTrue(blind.ok(), blind.stderr());
        assertTrue(blind.stderr().contains("WARNING  No operating system detected"), blind.stderr());
        assertEquals("", lab.run("kvm1", noSystem + "--cdrom " + ISO).stderr());
        assertEquals(
                "ERROR    Unknown OS name 'centos99'. See `osinfo-query os` for valid values.\n",
                lab.run("kvm1", noSystem + "--pxe --os-variant centos99").stderr());
    }

    @Test
    void labelsOfFilesAndTheirRulesOutliveAReboot() {
        Lab lab = lab();
        String labelled = "restorecon -v /guests";
        lab.run("kvm1", "mkdir /guests; semanage fcontext -a -t virt_image_t '/guests(/.*)?'; " + labelled);
        lab.run("kvm1", "reboot");
        assertEquals("", run(lab, "kvm1", labelled));
        lab.run("kvm1", "chcon -t usr_t /guests; reboot");
        assertEquals(
                "restorecon reset /guests context system_u:object_r:usr_t:s0->system_u:object_r:virt_image_t:s0\n",
                run(lab, "kvm1", labelled));
    }

    @Test
    void standsStillWhileItIsPaused() {
        Lab lab = lab();
        run(lab, "kvm1", INSTALL + "--noautoconsole --cdrom " + ISO + "; virsh suspend web1; sleep 3600");
        assertEquals("paused", run(lab, "kvm1", "virsh domstate web1").strip());
        run(lab, "kvm1", "virsh resume web1; sleep 600");
        assertEquals("shut off", run(lab, "kvm1", "virsh domstate web1").strip());
    }

    private static void network(Lab lab, String more) {
        run(
                lab,
                "kvm1",
                "mkdir -p /var/lib/tftpboot/pxelinux.cfg /mnt/cd; mount -o loop " + ISO + " /mnt/cd"
                        + "; cp /usr/share/syslinux/pxelinux.0 /mnt/cd/images/pxeboot/vmlinuz"
                        + " /mnt/cd/images/pxeboot/initrd.img /var/lib/tftpboot"
                        + "; printf 'DEFAULT linux\\nLABEL linux\\n  KERNEL vmlinuz\\n  APPEND initrd=initrd.img\\n'"
                        + " > /var/lib/tftpboot/pxelinux.cfg/default");
        run(
                lab,
                "kvm1",
                "virsh net-destroy default; virsh net-dumpxml --inactive default | sed \"s#<dhcp>#" + more
                        + "#\" > n.xml; virsh net-define n.xml && virsh net-start default");
    }

    private static final String BOOTP = "<tftp root='/var/lib/tftpboot'/><dhcp><bootp file='pxelinux.0'/>";

    @Test
    void bootsTheInstallerFromTheNetwork() {
        Lab lab = lab();
        network(lab, BOOTP);
        assertTrue(run(lab, "kvm1", "iptables -S INPUT").contains("-i virbr0 -p udp -m udp --dport 69 -j ACCEPT"));
        String said = run(lab, "kvm1", INSTALL + "--pxe");
        assertTrue(said.contains("tftp://192.168.122.1/pxelinux.0... ok"), said);
        assertTrue(said.endsWith("Restarting guest.\n"), said);
        run(lab, "web1", "ping -c1 192.168.122.1");
    }

    /** What is broken, and the firmware's words about it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | Nothing to boot: No such file or directory (http://ipxe.org/2d03e13b)",
                "iptables -I INPUT -i virbr0 -p udp --dport 67 -j DROP | No configuration methods succeeded"
                        + " (http://ipxe.org/040ee119)",
                "bootp; iptables -I INPUT -p udp --dport 69 -j DROP |"
                        + " tftp://192.168.122.1/pxelinux.0... Connection timed out",
                "bootp; rm /var/lib/tftpboot/pxelinux.0 | tftp://192.168.122.1/pxelinux.0... No such file or directory",
                "bootp; rm /var/lib/tftpboot/vmlinuz | Could not find kernel image: vmlinuz",
                "bootp; echo no > /var/lib/tftpboot/vmlinuz | Invalid or corrupt kernel image.",
                "bootp; rm /var/lib/tftpboot/pxelinux.cfg/default | Could not find kernel image: linux"
            })
    void saysWhatIsWrongWithTheNetwork(String breaking, String words) {
        Lab lab = lab();
        if (breaking.startsWith("bootp; ")) {
            network(lab, BOOTP);
        }
        run(lab, "kvm1", breaking.replace("bootp; ", ""));
        run(lab, "kvm1", INSTALL + "--pxe --noautoconsole");
        String console = run(lab, "kvm1", "virsh console web1");
        assertTrue(console.contains(words), console);
        assertTrue(console.endsWith("No bootable device.\n\n"), console);
        assertFalse(lab.hasHost("web1"));
        assertEquals("running", run(lab, "kvm1", "virsh domstate web1").strip());
    }

    @Test
    void restartsWhenSomebodyInItWantsTo() {
        Lab lab = lab();
        run(lab, "kvm1", INSTALL + "--cdrom " + ISO);
        run(lab, "web1", "touch /tmp/here; reboot");
        assertEquals("running", run(lab, "kvm1", "virsh domstate web1").strip());
        assertTrue(lab.hasHost("web1"));
        run(lab, "web1", "ping -c1 192.168.122.1");
    }

    @ParameterizedTest
    @CsvSource({"0, host-passthrough, false", "1, host-passthrough, true", "1, qemu64, false"})
    void aGuestHasGuestsWhereItsProcessorShowsIt(int nested, String cpu, boolean works) {
        Lab lab = lab();
        run(lab, "kvm1", "modprobe -r kvm_intel; modprobe kvm_intel nested=" + nested);
        run(lab, "kvm1", INSTALL + "--cdrom " + ISO + " --noautoconsole; sleep 600");
        run(
                lab,
                "kvm1",
                "virsh dumpxml web1 | sed \"s/mode='host-passthrough' check='none'/"
                        + (cpu.equals("qemu64") ? "mode='custom' match='exact'" : "mode='" + cpu + "'")
                        + "/\" > w.xml; virsh define w.xml; virsh start web1");
        assertEquals(works, lab.run("web1", "grep -q vmx /proc/cpuinfo").ok());
        CommandResult module = lab.run("web1", "modprobe kvm_intel");
        assertEquals(works, module.ok(), module.stderr());
        if (!works) {
            assertEquals("modprobe: ERROR: could not insert 'kvm_intel': Operation not supported\n", module.stderr());
            return;
        }
        run(
                lab,
                "web1",
                "systemctl start libvirtd; mkdir -p /var/lib/libvirt/images; cd /var/lib/libvirt/images"
                        + "; qemu-img create -f qcow2 in.qcow2 1G; qemu-io -c 'write -P 0x55 0 512' in.qcow2"
                        + "; virsh net-destroy default; virsh net-dumpxml --inactive default"
                        + " | sed s/192.168.122/192.168.123/g > n.xml; virsh net-define n.xml; virsh net-start default"
                        + "; virt-install --name inner --memory 256 --import --disk in.qcow2 --osinfo centos7.0"
                        + " --network network=default");
        assertTrue(run(lab, "inner", "ping -c1 192.168.66.11").contains(" 1 received"));
        run(lab, "kvm1", "virsh destroy web1");
        assertFalse(lab.hasHost("inner"));
    }
}
