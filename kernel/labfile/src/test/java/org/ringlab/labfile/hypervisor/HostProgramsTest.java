package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.labfile.LabFile;

/** The journal, NetworkManager and the bus of a host, as their programs show them. */
class HostProgramsTest {
    private final Lab lab = Lab.boot(LabFile.yaml("""
                    name: programs
                    profile: centos7
                    hosts:
                      kvm1:
                        hardware: {cpu: intel, virtualisation: true, firmware: false, cores: 2, hypervisor: VMware}
                        packages: [bridge-utils, pciutils, libvirt]
                        interfaces:
                          ens33: {segment: lan, address: 192.168.66.11/24, mac: "00:0c:29:3a:5b:01"}
                      gw:
                        interfaces:
                          eth0: {segment: lan, address: 192.168.66.2/24}
                    """).orThrow());

    private CommandResult run(String line) {
        return lab.run("kvm1", line);
    }

    @Test
    void theJournalTellsWhyAUnitFailed() {
        run("echo TYPE=Ethernet > /etc/sysconfig/network-scripts/ifcfg-br0; systemctl restart network");
        String said = run("journalctl -u network --no-pager").stdout();
        assertTrue(said.contains("network["), said);
        assertTrue(said.contains("Device br0 does not seem to be present, delaying initialization."), said);
        assertTrue(said.contains("systemd[1]: Failed to start LSB: Bring up/down networking."), said);
        assertTrue(said.contains("systemd[1]: network.service failed."), said);
        assertTrue(run("systemctl status network").stdout().contains("network.service failed."));
        assertEquals(
                1,
                run("journalctl -u network -p err -o cat -q").stdout().lines().count());
    }

    @Test
    void theKernelsRefusalIsInBothLogs() {
        run("modprobe kvm_intel");
        assertTrue(run("dmesg | tail -1").stdout().endsWith("kvm: disabled by bios\n"));
        assertTrue(run("journalctl -k -n 1").stdout().endsWith("kernel: kvm: disabled by bios\n"));
    }

    @Test
    void theDaemonsErrorsAreInTheJournalAndTheProgramsOwnAreNot() {
        run("systemctl start libvirtd; virsh start nosuch; virsh nosuch");
        String said = run("journalctl -u libvirtd -o cat -q").stdout();
        assertTrue(said.contains("Domain not found: no domain with matching name 'nosuch'"), said);
        assertFalse(said.contains("unknown command"), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "journalctl -n x            | Failed to parse lines 'x'",
                "journalctl -p loud         | Unknown log level loud",
                "journalctl --since never   | Failed to parse timestamp: never",
                "journalctl -z              | journalctl: invalid option -- 'z'",
                "nmcli con show             | Error: NetworkManager is not running.",
                "nmcli foo                  | Error: argument 'foo' not understood. Try passing --help instead.",
                "lspci -s zz                | lspci: -s: Invalid slot number",
                "vim /etc/hosts             | vim: not simulated: vim; in a notebook write %edit kvm1:/etc/hosts to edit the file, or %%file kvm1:/etc/hosts above its text; elsewhere sed -i, or cat > FILE <<EOF",
            })
    void saysWhatIsWrong(String line, String said) {
        CommandResult result = run(line);
        assertEquals(said, result.stderr().strip());
        assertFalse(result.ok());
    }

    @Test
    void profilesAreTheFilesOfTheScripts() {
        run("systemctl start NetworkManager");
        assertTrue(run("nmcli -t -f NAME,DEVICE con show").stdout().contains("ens33:ens33\n"));
        CommandResult added =
                run("nmcli con add type bridge con-name br0 ifname br0 ip4 192.168.66.11/24 gw4 192.168.66.2");
        assertTrue(
                added.stdout().matches("Connection 'br0' \\([0-9a-f-]{36}\\) successfully added\\.\n"), added.text());
        assertEquals(
                0,
                run("nmcli con modify br0 ipv4.dns 192.168.66.2 bridge.stp no; nmcli con up br0")
                        .status());
        assertTrue(run("cat /etc/sysconfig/network-scripts/ifcfg-br0").stdout().contains("DNS1=192.168.66.2\n"));
        run("nmcli con add type bridge-slave con-name port ifname ens33 master br0");
        assertEquals(0, run("nmcli con up port").status());
        assertTrue(run("brctl show").stdout().contains("ens33"));
        assertTrue(run("ping -c1 192.168.66.2").ok());
        assertTrue(run("nmcli -t dev status").stdout().contains("br0:bridge:connected:br0\n"));
        assertEquals(10, run("nmcli con up nosuch").status());
        assertEquals(2, run("nmcli con modify br0 ipv4.addresses 1.2.3").status());
        assertEquals(0, run("nmcli con delete br0").status());
        assertFalse(run("ls /etc/sysconfig/network-scripts/ifcfg-br0").ok());
    }

    @Test
    void aForeignHardwareAddressFitsNoDevice() {
        run(
                "systemctl start NetworkManager; echo HWADDR=00:0C:29:11:22:33 >> /etc/sysconfig/network-scripts/ifcfg-ens33");
        CommandResult result = run("nmcli con up ens33");
        assertEquals(4, result.status());
        assertEquals(
                "Error: Connection activation failed: No suitable device found for this connection.\n",
                result.stderr());
    }

    @Test
    void theBusHoldsTheCards() {
        assertTrue(run("lspci").stdout().contains("""
                        02:01.0 Ethernet controller: Intel Corporation 82545EM Gigabit Ethernet Controller (Copper) (rev 01)
                        """));
        assertEquals(
                "02:01.0 0200: 8086:100f (rev 01)\n",
                run("lspci -n -d 8086:100f").stdout());
        assertTrue(run("lspci -nnk -s 02:01.0")
                .stdout()
                .contains("[8086:100f] (rev 01)\n\tKernel driver in use: e1000\n"));
    }
}
