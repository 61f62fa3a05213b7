package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host still knows after a restart, and by which file; the network scripts and systemctl. */
class RebootTest {
    private static final String SCRIPTS = "/etc/sysconfig/network-scripts/";

    static Stream<Arguments> settings() {
        return Stream.of(
                // typed, asked afterwards, what it says then
                Arguments.of("echo 1 > /proc/sys/net/ipv4/ip_forward", "sysctl -n net.ipv4.ip_forward", "0"),
                Arguments.of("echo net.ipv4.ip_forward=1 >> /etc/sysctl.conf", "sysctl -n net.ipv4.ip_forward", "1"),
                Arguments.of(
                        "echo net.ipv4.ip_forward = 1 > /etc/sysctl.d/9-route.conf",
                        "sysctl -n net.ipv4.ip_forward",
                        "1"),
                Arguments.of(
                        "echo net.ipv4.ip_forward=1 > /etc/sysctl.d/a.conf; echo net.ipv4.ip_forward=0 > /etc/sysctl.d/b.conf",
                        "sysctl -n net.ipv4.ip_forward",
                        "0"),
                Arguments.of("ip route add 10.0.0.0/8 via 172.18.133.212", "ip route show 10.0.0.0/8", ""),
                Arguments.of(
                        "echo '10.0.0.0/8 via 172.18.133.212 dev eth1' > " + SCRIPTS + "route-eth1",
                        "ip route show 10.0.0.0/8",
                        "10.0.0.0/8 via 172.18.133.212 dev eth1"),
                Arguments.of(
                        "echo -e 'ADDRESS0=10.0.0.0\\nNETMASK0=255.0.0.0\\nGATEWAY0=172.18.133.212\\n' > " + SCRIPTS
                                + "route-eth1",
                        "ip route show 10.0.0.0/8",
                        "10.0.0.0/8 via 172.18.133.212 dev eth1"),
                Arguments.of("ip addr add 10.9.9.9/24 dev eth0", "ip addr | grep -c 10.9.9.9", "0"),
                Arguments.of(
                        "echo GATEWAY=172.18.133.212 >> " + SCRIPTS + "ifcfg-eth1",
                        "ip route show default",
                        "default via 172.18.133.212 dev eth1"),
                Arguments.of("echo GATEWAY=10.1.1.1 >> " + SCRIPTS + "ifcfg-eth1", "ip route show default", ""),
                Arguments.of("sed -i s/yes/no/ " + SCRIPTS + "ifcfg-eth1", "ip route show 172.18.0.0/16", ""),
                Arguments.of(
                        "sed -i 's/^PREFIX.*/NETMASK=255.255.255.0/' " + SCRIPTS + "ifcfg-eth1",
                        "ip addr show eth1 | grep 'inet '",
                        "    inet 172.18.133.210/24 brd 172.18.133.255 scope global eth1"),
                Arguments.of(
                        "echo -e 'DEVICE=eth0:1\\nIPADDR=10.7.7.7\\n' > " + SCRIPTS + "ifcfg-eth0:1",
                        "ip addr show eth0 | grep 'inet 10'",
                        "    inet 10.7.7.7/8 brd 10.255.255.255 scope global eth0:1"),
                Arguments.of("iptables -A FORWARD -j DROP", "iptables -S FORWARD", "-P FORWARD ACCEPT"),
                Arguments.of(
                        "iptables -A FORWARD -j DROP; service iptables save",
                        "iptables -S FORWARD",
                        "-P FORWARD ACCEPT"),
                Arguments.of(
                        "iptables -A FORWARD -j DROP; service iptables save; systemctl enable iptables",
                        "iptables -S FORWARD",
                        "-P FORWARD ACCEPT\n-A FORWARD -j DROP"),
                Arguments.of("modprobe nf_conntrack_ftp", "lsmod | grep -c ftp", "0"),
                Arguments.of(
                        "echo nf_conntrack_ftp > /etc/modules-load.d/ftp.conf",
                        "lsmod | grep -c nf_conntrack_ftp",
                        "1"),
                Arguments.of(
                        "echo 'ip route add 10.0.0.0/8 via 172.18.133.212' >> /etc/rc.local",
                        "ip route show 10.0.0.0/8",
                        ""),
                Arguments.of(
                        "echo 'ip route add 10.0.0.0/8 via 172.18.133.212' >> /etc/rc.local; chmod +x /etc/rc.d/rc.local",
                        "ip route show 10.0.0.0/8",
                        "10.0.0.0/8 via 172.18.133.212 dev eth1"),
                Arguments.of("ip netns add blue; brctl addbr br0", "ip netns; brctl show | wc -l", "0"),
                Arguments.of("x=1; cd /etc", "echo $x; pwd", "\n/root"),
                Arguments.of("echo kept > /root/file", "cat /root/file", "kept"),
                Arguments.of("tcpdump -i eth0 > /dev/null 2>&1 &", "jobs", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void onlyWhatFilesHoldIsThereAfterwards(String typed, String asked, String expected) {
        Lab lab = Labs.threeHosts(false);
        lab.run("gw", typed);
        assertEquals(
                "gw has booted again: what was only typed is gone",
                lab.run("gw", "reboot; echo never").hints().getLast().fact());
        assertEquals(expected, lab.run("gw", asked).stdout().stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHostBootsToWhatTheLabFileSays(boolean forwarding) {
        Lab lab = Labs.threeHosts(forwarding);
        String ask = "ip addr; ip route; sysctl -a; iptables-save; cat /etc/resolv.conf";
        for (String host : lab.hostNames()) {
            String before = lab.run(host, ask).stdout();
            lab.run(host, "shutdown -r now");
            assertEquals(before, lab.run(host, ask).stdout(), host);
        }
        assertEquals(
                forwarding ? "welcome\n" : "",
                lab.run("client", "curl -s http://172.18.133.212/").stdout());
    }

    @Test
    void servicesStartAgainWhereTheyAreEnabled() {
        Lab lab = Labs.threeHosts(true);
        lab.run("server", "echo edited > /var/www/html/index.html; systemctl stop httpd; systemctl reboot");
        assertEquals(
                "edited\n", lab.run("client", "curl -s http://172.18.133.212/").stdout());
        assertEquals(
                "Removed \"/etc/systemd/system/multi-user.target.wants/httpd.service\".\n",
                lab.run("server", "systemctl disable httpd; reboot").stderr());
        assertEquals(7, lab.run("client", "curl -s http://172.18.133.212/").status());
        assertEquals(
                "disabled\ninactive\n",
                lab.run("server", "systemctl is-enabled httpd; systemctl is-active httpd")
                        .stdout());
    }

    @Test
    void anInterfaceComesAndGoesByItsFile() {
        Lab lab = Labs.threeHosts(true);
        lab.run("client", "echo GATEWAY=192.168.66.135 >> " + SCRIPTS + "ifcfg-eth0; ip route del default");
        assertEquals("", lab.run("client", "systemctl restart network").text());
        assertEquals(0, lab.run("client", "ping -c 1 172.18.133.212").status());
        lab.run("client", "ifdown eth0");
        assertEquals("", lab.run("client", "ip route").stdout());
        assertEquals("", lab.run("client", "ifup eth0").text());
        assertEquals(0, lab.run("client", "ping -c 1 172.18.133.212").status());
        assertEquals(
                "/usr/sbin/ifup: configuration for br9 not found.\nUsage: ifup <configuration>\n",
                lab.run("client", "ifup br9").stderr());
        assertEquals("Usage: ifup <configuration>\n", lab.run("client", "ifup").stderr());
        assertEquals(
                "usage: ifdown <configuration>\n",
                lab.run("client", "ifdown br9").stderr());
        lab.run("client", "echo DEVICE=br0 > " + SCRIPTS + "ifcfg-br0");
        assertEquals(
                "ERROR     : [/etc/sysconfig/network-scripts/ifup-eth] Device br0 does not seem to be present, delaying"
                        + " initialization.\n",
                lab.run("client", "ifup br0").stdout());
        assertEquals(
                "Restarting network (via systemctl):  [FAILED]\n",
                lab.run("client", "service network restart").stdout());
        assertEquals(
                "failed\n", lab.run("client", "systemctl is-active network").stdout());
    }

    @Test
    void centosSpeaksOfItsUnitsAsSystemd219Does() {
        Map<String, Object> tree = new java.util.HashMap<>(Labs.tree(true));
        tree.put("profile", "centos7");
        Lab lab = Lab.boot(LabSpec.read(tree).orThrow());
        assertEquals("""
                ● httpd.service - The Apache HTTP Server
                   Loaded: loaded (/usr/lib/systemd/system/httpd.service; enabled; vendor preset: disabled)
                   Active: active (running) since Thu 2026-01-01 00:00:00 UTC; 0s ago
                     Docs: man:httpd(8)
                           man:apachectl(8)
                """, lab.run("server", "systemctl status httpd").stdout());
        assertEquals(
                "Removed symlink /etc/systemd/system/multi-user.target.wants/httpd.service.\n",
                lab.run("server", "systemctl disable --now httpd.service").text());
        assertEquals(3, lab.run("server", "systemctl status httpd").status());
        assertEquals(
                "Created symlink from /etc/systemd/system/basic.target.wants/iptables.service to"
                        + " /usr/lib/systemd/system/iptables.service.\n",
                lab.run("server", "systemctl enable iptables").text());
        List<String[]> complaints = List.of(
                new String[] {"systemctl start nosuch", "Failed to start nosuch.service: Unit not found.\n", "5"},
                new String[] {"systemctl stop nope", "Failed to stop nope.service: Unit nope.service not loaded.\n", "5"
                },
                new String[] {"systemctl status nosuch", "Unit nosuch.service could not be found.\n", "4"},
                new String[] {"systemctl is-active nosuch", "unknown\n", "3"},
                new String[] {"systemctl frob x", "Unknown operation 'frob'.\n", "1"},
                new String[] {"systemctl start", "Too few arguments.\n", "1"},
                new String[] {"systemctl mask httpd", "systemctl: not simulated: mask\n", "1"},
                new String[] {
                    "chkconfig httpd on",
                    "Note: Forwarding request to 'systemctl enable httpd.service'.\nCreated symlink from"
                            + " /etc/systemd/system/multi-user.target.wants/httpd.service to"
                            + " /usr/lib/systemd/system/httpd.service.\n",
                    "0"
                },
                new String[] {"poweroff", "poweroff: not simulated: switching a host off\n", "1"});
        for (String[] row : complaints) {
            CommandResult result = lab.run("server", row[0]);
            assertEquals(row[1] + row[2], result.text() + result.status(), row[0]);
        }
        assertTrue(
                lab.run("server", "systemctl").stdout().contains("network.service loaded active exited  LSB: Bring"));
    }
}
