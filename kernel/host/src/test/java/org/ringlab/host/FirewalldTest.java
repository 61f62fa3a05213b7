package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CentOS 7 gateway on which firewalld runs, as it does on a fresh installation. */
class FirewalldTest {
    private Lab lab = Labs.threeHosts(true);

    @BeforeEach
    void withFirewalld() {
        Map<String, Object> tree = new HashMap<>(Labs.tree(true));
        tree.put("profile", "centos7");
        Map<String, Object> hosts = new java.util.LinkedHashMap<>();
        ((Map<?, ?>) tree.get("hosts")).forEach((name, host) -> {
            Map<String, Object> own = new HashMap<>();
            ((Map<?, ?>) host).forEach((key, value) -> own.put((String) key, value));
            if (name.equals("gw")) {
                own.put("firewalld", true);
            }
            hosts.put((String) name, own);
        });
        tree.put("hosts", hosts);
        tree.put(
                "services",
                List.of(
                        Map.of("host", "server", "kind", "http", "body", "welcome\n"),
                        Map.of("host", "gw", "kind", "http", "body", "gateway\n")));
        lab = Lab.boot(LabSpec.read(tree).orThrow());
    }

    private String gw(String script) {
        return lab.run("gw", script).text();
    }

    private int asks(String address) {
        return lab.run("client", "curl -s --connect-timeout 1 http://" + address + "/")
                .status();
    }

    private static String rules(String saved) {
        return saved.lines()
                .filter(line -> line.startsWith("-A") || line.startsWith("*"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void itsRulesAreThoseOfARealOne() {
        String saved = rules(gw("iptables-save"));
        assertEquals("""
                *filter
                -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A INPUT -i lo -j ACCEPT
                -A INPUT -j INPUT_direct
                -A INPUT -j INPUT_ZONES_SOURCE
                -A INPUT -j INPUT_ZONES
                -A INPUT -m conntrack --ctstate INVALID -j DROP
                -A INPUT -j REJECT --reject-with icmp-host-prohibited
                -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A FORWARD -i lo -j ACCEPT
                -A FORWARD -j FORWARD_direct
                -A FORWARD -j FORWARD_IN_ZONES_SOURCE
                -A FORWARD -j FORWARD_IN_ZONES
                -A FORWARD -j FORWARD_OUT_ZONES_SOURCE
                -A FORWARD -j FORWARD_OUT_ZONES
                -A FORWARD -m conntrack --ctstate INVALID -j DROP
                -A FORWARD -j REJECT --reject-with icmp-host-prohibited
                -A OUTPUT -o lo -j ACCEPT
                -A OUTPUT -j OUTPUT_direct
                -A FORWARD_IN_ZONES -i eth1 -g FWDI_public
                -A FORWARD_IN_ZONES -i eth0 -g FWDI_public
                -A FORWARD_IN_ZONES -g FWDI_public
                -A FORWARD_OUT_ZONES -o eth1 -g FWDO_public
                -A FORWARD_OUT_ZONES -o eth0 -g FWDO_public
                -A FORWARD_OUT_ZONES -g FWDO_public
                -A FWDI_public -j FWDI_public_log
                -A FWDI_public -j FWDI_public_deny
                -A FWDI_public -j FWDI_public_allow
                -A FWDI_public -p icmp -j ACCEPT
                -A FWDO_public -j FWDO_public_log
                -A FWDO_public -j FWDO_public_deny
                -A FWDO_public -j FWDO_public_allow
                -A INPUT_ZONES -i eth1 -g IN_public
                -A INPUT_ZONES -i eth0 -g IN_public
                -A INPUT_ZONES -g IN_public
                -A IN_public -j IN_public_log
                -A IN_public -j IN_public_deny
                -A IN_public -j IN_public_allow
                -A IN_public -p icmp -j ACCEPT
                -A IN_public_allow -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT""", saved.substring(saved.indexOf("*filter")).replaceAll("(?s)\n\\*.*", ""));
        assertEquals("""
                *nat
                -A PREROUTING -j PREROUTING_direct
                -A PREROUTING -j PREROUTING_ZONES_SOURCE
                -A PREROUTING -j PREROUTING_ZONES
                -A OUTPUT -j OUTPUT_direct
                -A POSTROUTING -j POSTROUTING_direct
                -A POSTROUTING -j POSTROUTING_ZONES_SOURCE
                -A POSTROUTING -j POSTROUTING_ZONES
                -A POSTROUTING_ZONES -o eth1 -g POST_public
                -A POSTROUTING_ZONES -o eth0 -g POST_public
                -A POSTROUTING_ZONES -g POST_public
                -A POST_public -j POST_public_log
                -A POST_public -j POST_public_deny
                -A POST_public -j POST_public_allow
                -A PREROUTING_ZONES -i eth1 -g PRE_public
                -A PREROUTING_ZONES -i eth0 -g PRE_public
                -A PREROUTING_ZONES -g PRE_public
                -A PRE_public -j PRE_public_log
                -A PRE_public -j PRE_public_deny
                -A PRE_public -j PRE_public_allow""", saved.substring(saved.indexOf("*nat")).replaceAll("(?s)\n\\*.*", ""));
        for (String table : List.of("raw", "mangle", "security")) {
            assertEquals(1, saved.split("\\*" + table, -1).length - 1, table);
        }
    }

    @Test
    void aServiceIsLetInUntilTheNextReloadUnlessItIsPermanent() {
        assertEquals(7, asks("192.168.66.135"), "rejected");
        assertEquals(0, lab.run("client", "ping -c 1 192.168.66.135").status());
        assertEquals("success\n", gw("firewall-cmd --add-service=http"));
        assertEquals(0, asks("192.168.66.135"));
        assertEquals(
                "Warning: ALREADY_ENABLED: 'http' already in 'public'\nsuccess\n",
                gw("firewall-cmd --add-service=http"));
        assertEquals("success\n", gw("firewall-cmd --reload"));
        assertEquals(7, asks("192.168.66.135"));
        assertEquals("success\n", gw("firewall-cmd --permanent --add-port=80/tcp"));
        assertEquals(7, asks("192.168.66.135"), "not before the reload");
        assertEquals("Warning: ALREADY_ENABLED: 80:tcp\nsuccess\n", gw("firewall-cmd --permanent --add-port=80/tcp"));
        assertEquals("success\n", gw("firewall-cmd --reload"));
        assertEquals(0, asks("192.168.66.135"));
        gw("reboot");
        assertEquals(0, asks("192.168.66.135"));
        assertEquals("success\n", gw("firewall-cmd --remove-port=80/tcp"));
        assertEquals(7, asks("192.168.66.135"));
        assertEquals("success\n", gw("firewall-cmd --runtime-to-permanent"));
        assertEquals("\n", gw("firewall-cmd --permanent --list-ports"));
    }

    @Test
    void masqueradingAndForwardedPortsLetPacketsThrough() {
        assertEquals(7, asks("172.18.133.212"), "FORWARD rejects");
        assertEquals("success\n", gw("firewall-cmd --add-masquerade"));
        assertEquals(0, asks("172.18.133.212"));
        assertEquals(
                "success\n", gw("firewall-cmd --add-forward-port=port=8080:proto=tcp:toport=80:toaddr=172.18.133.212"));
        assertEquals(0, asks("192.168.66.135:8080"));
        assertEquals("""
                -A FWDI_public_allow -m conntrack --ctstate NEW,UNTRACKED -m mark --mark 0x64 -j ACCEPT
                -A FWDO_public_allow -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT
                -A POST_public_allow ! -o lo -j MASQUERADE
                -A PRE_public_allow -p tcp -m mark --mark 0x64 -j DNAT --to-destination 172.18.133.212:80
                -A PRE_public_allow -p tcp -m tcp --dport 8080 -j MARK --set-xmark 0x64/0xffffffff
                """, gw("iptables-save | grep -- '-A [PF][^ ]*_allow' | sort"));
        assertEquals("port=8080:proto=tcp:toport=80:toaddr=172.18.133.212\n", gw("firewall-cmd --list-forward-ports"));
    }

    @Test
    void stoppedItLeavesNoRule() {
        assertEquals("", gw("systemctl stop firewalld"));
        assertEquals("", rules(gw("iptables-save")).replaceAll("\\*\\w+\n?", ""));
        assertEquals(0, asks("172.18.133.212"));
        assertEquals("not running\n252", gw("firewall-cmd --state; echo $?").strip());
        assertEquals(
                "FirewallD is not running\n252",
                gw("firewall-cmd --list-all; echo $?").strip());
        gw("reboot");
        assertEquals("running\n", gw("firewall-cmd --state"));
        assertEquals("""
                Removed symlink /etc/systemd/system/dbus-org.fedoraproject.FirewallD1.service.
                Removed symlink /etc/systemd/system/multi-user.target.wants/firewalld.service.
                """, gw("systemctl disable firewalld"));
        gw("reboot");
        assertEquals(252, lab.run("gw", "firewall-cmd --state").status());
        assertEquals(0, asks("172.18.133.212"));
    }

    @Test
    void itSaysWhatTheRealOneSays() {
        assertEquals("""
                public (active)
                  target: default
                  icmp-block-inversion: no
                  interfaces: eth0 eth1
                  sources:\s
                  services: dhcpv6-client ssh
                  ports:\s
                  protocols:\s
                  masquerade: no
                  forward-ports:\s
                  source-ports:\s
                  icmp-blocks:\s
                  rich rules:\s
                \t
                """, gw("firewall-cmd --list-all"));
        String[][] rows = {
            {"firewall-cmd --get-default-zone", "public\n", "0"},
            {"firewall-cmd --get-active-zones", "public\n  interfaces: eth0 eth1\n", "0"},
            {"firewall-cmd --query-service=ssh", "yes\n", "0"},
            {"firewall-cmd --query-port=80/tcp", "no\n", "1"},
            {"firewall-cmd --remove-service=ftp", "Warning: NOT_ENABLED: 'ftp' not in 'public'\nsuccess\n", "0"},
            {"firewall-cmd --add-service=nope", "Error: INVALID_SERVICE: nope\n", "101"},
            {
                "firewall-cmd --add-port=80",
                "Error: INVALID_PORT: bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol\n",
                "102"
            },
            {"firewall-cmd --zone=nope --list-all", "Error: INVALID_ZONE: nope\n", "112"},
            {"firewall-cmd --zone=dmz --list-all", "firewall-cmd: not simulated: zones but public\n", "1"},
            {"firewall-cmd --add-rich-rule='rule accept'", "firewall-cmd: not simulated: --add-rich-rule\n", "1"},
            {
                "firewall-cmd --frob",
                "usage: see firewall-cmd man page\nfirewall-cmd: error: unrecognized arguments: --frob\n",
                "2"
            },
        };
        for (String[] row : rows) {
            CommandResult result = lab.run("gw", row[0]);
            assertEquals(row[1] + row[2], result.text() + result.status(), row[0]);
        }
    }

    @Test
    void theIptablesServiceTakesItsPlace() {
        gw("iptables-save > /etc/sysconfig/iptables; systemctl start iptables");
        assertEquals("inactive\nactive\n", gw("systemctl is-active firewalld; systemctl is-active iptables"));
        gw("systemctl start firewalld");
        assertEquals("active\ninactive\n", gw("systemctl is-active firewalld; systemctl is-active iptables"));
    }
}
