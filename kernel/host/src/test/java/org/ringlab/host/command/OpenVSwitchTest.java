package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.HostSpec.InterfaceSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;

/** Switching with VLANs, patches and tunnels, and ovs-vsctl's words, as Open vSwitch 3.1 has them. */
class OpenVSwitchTest {
    private final Lab lab = lab();

    private static InterfaceSpec card(int number) {
        MacAddress mac = MacAddress.parse("02:00:00:0" + number + ":00:01").orElseThrow();
        return new InterfaceSpec("eth0", "wire", List.of(Ipv4Prefix.of("172.16.0." + number + "/24")), mac, 1500, true);
    }

    private static Lab lab() {
        return Lab.boot(new LabSpec(
                "ovs",
                new LabSpec.Title("", ""),
                "",
                "",
                Profile.RECORDED,
                List.of(),
                List.of(
                        new HostSpec("box", false, false, List.of(card(1)), List.of()),
                        new HostSpec("far", false, false, List.of(card(2)), List.of())),
                List.of(),
                List.of()));
    }

    /** Namespaces n1 … with cables v1 … to their host, addresses 10.0.0.1 … */
    private void guests(String host, int... numbers) {
        for (int n : numbers) {
            lab.run(
                    host,
                    "ip netns add nN; ip link add vN type veth peer name eth0 netns nN; ip link set vN up;"
                                    .replace("N", String.valueOf(n))
                            + "ip -n nN addr add 10.0.0.N/24 dev eth0; ip -n nN link set eth0 up"
                                    .replace("N", String.valueOf(n)));
        }
    }

    @BeforeEach
    void threeGuests() {
        guests("box", 1, 2, 3);
    }

    private boolean reaches(String host, int from, int to) {
        return lab.run(host, "ip netns exec n" + from + " ping -c 1 -W 1 10.0.0." + to)
                        .status()
                == 0;
    }

    static Stream<Arguments> recorded() {
        String two = "ovs-vsctl add-br br0; ovs-vsctl add-port br0 v1; ovs-vsctl add-port br0 v2 tag=10; ";
        return Stream.of(
                row(
                        "ovs-vsctl add-br br0; ovs-vsctl add-br br0",
                        "",
                        "cannot create a bridge named br0 because a bridge named br0 already exists",
                        1),
                row("ovs-vsctl add-br br0; ovs-vsctl --may-exist add-br br0; ovs-vsctl list-br", "br0\n", "", 0),
                row("ovs-vsctl br-exists br0", "", null, 2),
                row("ovs-vsctl add-br br0; ovs-vsctl br-exists br0", "", null, 0),
                row("ovs-vsctl del-br brx", "", "no bridge named brx", 1),
                row("ovs-vsctl --if-exists del-br brx", "", null, 0),
                row(
                        two + "ovs-vsctl add-port br0 v2",
                        "",
                        "cannot create a port named v2 because a port named v2 already exists on bridge br0",
                        1),
                row(two + "ovs-vsctl --may-exist add-port br0 v2 tag=10", "", null, 0),
                row(
                        two + "ovs-vsctl add-port brx v2",
                        "",
                        "cannot create a port named v2 because a port named v2 already exists on bridge br0",
                        1),
                row(
                        two + "ovs-vsctl --may-exist add-port br1 v2",
                        "",
                        "\"--may-exist add-port br1 v2\" but v2 is actually attached to bridge br0",
                        1),
                row(
                        two + "ovs-vsctl add-port br0 br0",
                        "",
                        "cannot create a port named br0 because a bridge named br0 already exists",
                        1),
                row(two + "ovs-vsctl add-port br0", "", "'add-port' command requires at least 2 arguments", 1),
                row(two + "ovs-vsctl list-ports br0; ovs-vsctl list-ifaces br0", "v1\nv2\nv1\nv2\n", "", 0),
                row("ovs-vsctl list-ports brx", "", "no bridge named brx", 1),
                row(two + "ovs-vsctl iface-to-br v1; ovs-vsctl port-to-br v1", "br0\nbr0\n", "", 0),
                row(two + "ovs-vsctl iface-to-br vx", "", "no interface named vx", 1),
                row(two + "ovs-vsctl port-to-br br0", "", "no port named br0", 1),
                row(two + "ovs-vsctl del-port vx", "", "no port named vx", 1),
                row(two + "ovs-vsctl --if-exists del-port vx", "", null, 0),
                row(
                        two + "ovs-vsctl add-br br1; ovs-vsctl del-port br1 v2",
                        "",
                        "bridge br1 does not have a port v2",
                        1),
                row(
                        two + "ovs-vsctl get port v2 tag; ovs-vsctl get port v2 trunks; ovs-vsctl get port v1 tag",
                        "10\n[]\n[]\n",
                        "",
                        0),
                row(two + "ovs-vsctl set port v1 trunks=20,10; ovs-vsctl get port v1 trunks", "[10, 20]\n", "", 0),
                row(two + "ovs-vsctl set port v1 trunks=30; ovs-vsctl get port v1 trunks", "[30]\n", "", 0),
                row(
                        two
                                + "ovs-vsctl add port v1 trunks 40; ovs-vsctl add port v1 trunks 30; ovs-vsctl remove port v1 trunks 30; ovs-vsctl get port v1 trunks",
                        "[40]\n",
                        "",
                        0),
                row(two + "ovs-vsctl remove port v2 tag 10; ovs-vsctl get port v2 tag", "[]\n", "", 0),
                row(
                        two + "ovs-vsctl get port v1 foo",
                        "",
                        "Port does not contain a column whose name matches \"foo\"",
                        1),
                row(two + "ovs-vsctl get port vx tag", "", "no row \"vx\" in table Port", 1),
                row(two + "ovs-vsctl --if-exists get port vx tag", "", null, 0),
                row(
                        two + "ovs-vsctl set port v1 tag=5000",
                        "",
                        "constraint violation: 5000 is not in the valid range 0 to 4095 (inclusive)",
                        1),
                row(two + "ovs-vsctl set port v1 tag=abc", "", "\"abc\" is not a valid integer or range", 1),
                row(
                        two + "ovs-vsctl set port v1 tag",
                        "",
                        "tag: argument does not end in \"=\" followed by a value.",
                        1),
                row(two + "ovs-vsctl set port v1", "", "'set' command requires at least 3 arguments", 1),
                row(
                        two + "ovs-vsctl set port v1 vlan_mode=foo",
                        "",
                        "constraint violation: foo is not one of the allowed values ([access, dot1q-tunnel, native-tagged, native-untagged, trunk])",
                        1),
                row(two + "ovs-vsctl get port v2 vlan_mode tag name", "[]\n10\nv2\n", "", 0),
                row(
                        two + "ovs-vsctl --columns=name,tag find port tag=10",
                        "name                : v2\ntag                 : 10\n",
                        "",
                        0),
                row(
                        two + "ovs-vsctl --columns=name,type,ofport list interface v2",
                        "name                : v2\ntype                : \"\"\nofport              : 2\n",
                        "",
                        0),
                row(
                        two
                                + "ovs-vsctl get interface v1 type; ovs-vsctl get interface v1 options; ovs-vsctl get interface v1 ofport",
                        "\"\"\n{}\n1\n",
                        "",
                        0),
                row(two + "ovs-vsctl --may-exist list-br", "", "'list-br' command has no '--may-exist' option", 1),
                row("ovs-vsctl foo", "", "unknown command 'foo'; use --help for help", 1),
                row("ovs-vsctl list-br -- foo", "", "unknown command 'foo'; use --help for help", 1),
                row("ovs-vsctl --foo", "", "unrecognized option '--foo'", 1),
                row("ovs-vsctl", "", "missing command name (use --help for help)", 1),
                row("ovs-vsctl add-br", "", "'add-br' command requires at least 1 arguments", 1),
                row("ovs-vsctl add-br a b", "", "'add-br' command takes exactly 1 or 3 arguments", 1),
                row("ovs-vsctl list-br extra", "", "'list-br' command takes at most 0 arguments", 1),
                row("ovs-vsctl list foo", "", "unknown table \"foo\"", 1),
                row(
                        two + "ovs-vsctl add-br br9 -- add-port br9 v1",
                        "",
                        "cannot create a port named v1 because a port named v1 already exists on bridge br0",
                        1),
                row(
                        two + "ovs-vsctl add-br br9 -- add-port br9 v1; ovs-vsctl list-br",
                        "br0\n",
                        "cannot create a port named v1 because a port named v1 already exists on bridge br0",
                        0),
                row(two + "ovs-vsctl list-br -- list-ports br0", "br0\nv1\nv2\n", "", 0),
                row(
                        "ovs-vsctl add-br br0; ovs-vsctl br-set-external-id br0 a b; ovs-vsctl br-get-external-id br0; ovs-vsctl br-get-external-id br0 a",
                        "a=b\nb\n",
                        "",
                        0),
                row(
                        "ovs-vsctl add-br br0; ovs-vsctl add-port br0 vx0 -- set interface vx0 type=vxlan options:remote_ip=10.1.1.2 options:key=100; ovs-vsctl get interface vx0 options; ovs-vsctl get interface vx0 options:remote_ip",
                        "{key=\"100\", remote_ip=\"10.1.1.2\"}\n\"10.1.1.2\"\n",
                        "",
                        0));
    }

    private static Arguments row(String script, String out, String message, int status) {
        return Arguments.of(
                script, out, message == null || message.isEmpty() ? "" : "ovs-vsctl: " + message + "\n", status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void printsAndReturns(String script, String out, String err, int status) {
        CommandResult result = lab.run("box", script);
        assertEquals(out, result.stdout());
        assertEquals(err, result.stderr());
        assertEquals(status, result.status());
    }

    @Test
    void showsWhatItIsMadeOf() {
        CommandResult result = lab.run("box", """
                ovs-vsctl add-br br0
                ovs-vsctl add-port br0 v1
                ovs-vsctl add-port br0 v2 tag=10
                ovs-vsctl add-port br0 nosuch
                ovs-vsctl add-port br0 p0 -- set interface p0 type=internal
                ovs-vsctl add-port br0 gre0 -- set interface gre0 type=gre options:remote_ip=10.1.1.3
                ovs-vsctl show
                """);
        assertEquals("""
                    Bridge br0
                        Port br0
                            Interface br0
                                type: internal
                        Port v1
                            Interface v1
                        Port v2
                            tag: 10
                            Interface v2
                        Port nosuch
                            Interface nosuch
                                error: "could not open network device nosuch (No such device)"
                        Port p0
                            Interface p0
                                type: internal
                        Port gre0
                            Interface gre0
                                type: gre
                                options: {remote_ip="10.1.1.3"}
                    ovs_version: "3.1.0"
                """, result.stdout().substring(37));
        assertEquals(
                "ovs-vsctl: Error detected while setting up 'nosuch': could not open network device nosuch (No such"
                        + " device).  See ovs-vswitchd log for details.\n"
                        + "ovs-vsctl: The default log directory is \"/var/log/openvswitch\".\n",
                result.stderr());
        assertEquals(
                "ovs-vsctl: Error detected while setting up 'vxn': vxn: vxlan type requires valid 'remote_ip' argument.  See ovs-vswitchd log for details.",
                lab.run("box", "ovs-vsctl add-port br0 vxn -- set interface vxn type=vxlan")
                        .stderr()
                        .lines()
                        .findFirst()
                        .orElse(""));
        assertTrue(lab.run("box", "ip link show v1").stdout().contains(" master ovs-system state UP "));
    }

    @Test
    void accessPortsKeepVlansApart() {
        lab.run("box", "ovs-vsctl add-br br0 -- add-port br0 v1 -- add-port br0 v2 tag=10 -- add-port br0 v3 tag=10");
        assertTrue(reaches("box", 2, 3));
        assertEquals(false, reaches("box", 2, 1));
        lab.run("box", "ovs-vsctl set port v1 tag=10");
        assertTrue(reaches("box", 2, 1));
        assertTrue(lab.events().stream()
                .anyMatch(e -> e instanceof PacketEvent.Switched s
                        && s.bridge().equals("br0")
                        && s.from().equals("v2")));
    }

    @Test
    void aTrunkCarriesTags() {
        lab.run("box", """
                ovs-vsctl add-br br0 -- add-port br0 v1 -- add-port br0 v2 tag=10 -- add-port br0 v3 tag=20
                ip -n n1 addr flush dev eth0
                ip -n n1 link add link eth0 name eth0.10 type vlan id 10
                ip -n n1 addr add 10.0.0.1/24 dev eth0.10
                ip -n n1 link set eth0.10 up
                tcpdump -n -e -t -i v1 icmp or vlan 10 and icmp &
                """);
        String seen = lab.run("box", "ip netns exec n1 ping -c 1 10.0.0.2").stdout();
        assertTrue(
                seen.contains(
                        "ethertype 802.1Q (0x8100), length 102: vlan 10, p 0, ethertype IPv4 (0x0800), 10.0.0.1 > 10.0.0.2: ICMP echo request"),
                seen);
        assertEquals(false, reaches("box", 1, 3));
        lab.run("box", "ovs-vsctl set port v1 trunks=20");
        assertEquals(false, reaches("box", 1, 2));
    }

    @Test
    void theHostSpeaksByInternalPorts() {
        lab.run(
                "box",
                "ovs-vsctl add-br br0 -- add-port br0 v1 -- add-port br0 p0 tag=10 -- set interface p0 type=internal;"
                        + " ip addr add 10.0.0.100/24 dev br0; ip link set br0 up");
        assertTrue(reaches("box", 1, 100));
        lab.run(
                "box",
                "ip addr flush dev br0; ip link set br0 down; ip addr add 10.0.0.101/24 dev p0; ip link set p0 up");
        assertEquals(false, reaches("box", 1, 101));
        lab.run("box", "ovs-vsctl set port v1 tag=10");
        assertTrue(reaches("box", 1, 101));
        lab.run("box", "ovs-vsctl del-br br0");
        assertEquals(
                "", lab.run("box", "ip -o link | grep -E 'br0|p0|ovs-system'").stdout());
    }

    @Test
    void whatWasLearnedIsShown() {
        lab.run("box", "ovs-vsctl add-br br0 -- add-port br0 v1 tag=10 -- add-port br0 v2 tag=10");
        assertTrue(reaches("box", 1, 2));
        String rows = lab.run("box", "ovs-appctl fdb/show br0").stdout();
        assertTrue(rows.startsWith(" port  VLAN  MAC                Age\n    "), rows);
        assertEquals(3, rows.lines().count());
        assertTrue(rows.lines().anyMatch(l -> l.matches(" {4}1 {4}10 {2}[0-9a-f:]{17} {4}0")), rows);
        assertEquals(
                "",
                lab.run("box", "sleep 300; ovs-appctl fdb/show br0 | grep 10").stdout());
        assertEquals(2, lab.run("box", "ovs-appctl fdb/show brx").status());
        assertEquals(
                "ovs-ofctl: brx is not a bridge or a socket\n",
                lab.run("box", "ovs-ofctl show brx").stderr());
        assertTrue(lab.run("box", "ovs-ofctl dump-ports br0 v1").stdout().contains("  port  1: rx pkts="));
    }

    @Test
    void patchPortsJoinTwoSwitches() {
        lab.run("box", """
                ovs-vsctl add-br br0 -- add-port br0 v1
                ovs-vsctl add-br br1 -- add-port br1 v2
                """);
        assertEquals(false, reaches("box", 1, 2));
        lab.run("box", """
                ovs-vsctl add-port br0 a -- set interface a type=patch options:peer=b
                ovs-vsctl add-port br1 b -- set interface b type=patch options:peer=a
                """);
        assertTrue(reaches("box", 1, 2));
    }

    @Test
    void tunnelsJoinTwoHosts() {
        for (String type : List.of("vxlan", "gre")) {
            lab.run("box", "ovs-vsctl --if-exists del-br br0 -- add-br br0 -- add-port br0 v1 tag=10");
            lab.run("far", "ovs-vsctl --if-exists del-br br0 -- add-br br0");
            if (type.equals("vxlan")) {
                guests("far", 4);
            }
            lab.run("far", "ovs-vsctl add-port br0 v4 tag=10");
            String tunnel =
                    "ovs-vsctl add-port br0 t0 -- set interface t0 type=" + type + " options:key=7 options:remote_ip=";
            lab.run("box", tunnel + "172.16.0.2");
            assertEquals(false, reaches("box", 1, 4));
            lab.run("far", tunnel + "172.16.0.1");
            assertTrue(reaches("box", 1, 4), type);
            lab.run("far", "ovs-vsctl set interface t0 options:key=8");
            assertEquals(false, reaches("box", 1, 4), "another network's key");
        }
    }

    @Test
    void aLoopEndsWithAHint() {
        lab.run("box", """
                ovs-vsctl add-br br0 -- add-port br0 v1 -- add-br br1 -- add-port br1 v2
                ovs-vsctl add-port br0 a -- set interface a type=patch options:peer=b
                ovs-vsctl add-port br1 b -- set interface b type=patch options:peer=a
                ovs-vsctl add-port br0 c -- set interface c type=patch options:peer=d
                ovs-vsctl add-port br1 d -- set interface d type=patch options:peer=c
                """);
        CommandResult looped = lab.run("box", "ip netns exec n1 ping -c 1 10.0.0.9");
        assertTrue(looped.hints().stream().anyMatch(h -> h.code().equals("lab-step-budget")));
    }

    @Test
    void anInterfaceThatComesLaterIsPluggedIn() {
        lab.run("box", "ip link del v2; ovs-vsctl add-br br0 -- add-port br0 v1 -- add-port br0 v2");
        lab.run("box", "ip netns del n2");
        guests("box", 2);
        assertTrue(reaches("box", 1, 2));
    }

    @Test
    void anyWordsEndInAMessage() {
        SeededRandom random = new SeededRandom(99);
        List<String> words = List.of(
                "add-br",
                "br0",
                "add-port",
                "v1",
                "--",
                "set",
                "port",
                "tag=1",
                "tag=",
                "=",
                ":",
                "options:a=b",
                "get",
                "list",
                "interface",
                "--columns=name",
                "remove",
                "clear",
                "trunks",
                "[1,2]",
                "{a=b}",
                "--if-exists",
                "",
                "show",
                "find",
                "tag=10",
                "del-port",
                "v9",
                "type=vxlan",
                "options={",
                "-t");
        for (int i = 0; i < 3000; i++) {
            StringBuilder line = new StringBuilder("ovs-vsctl");
            for (int j = random.nextInt(8); j >= 0; j--) {
                line.append(" '")
                        .append(words.get(random.nextInt(words.size())))
                        .append('\'');
            }
            CommandResult result = lab.run("box", line.toString());
            assertTrue(result.status() <= 2, line.toString());
        }
    }
}
