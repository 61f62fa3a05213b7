package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Packet;

/** What is told of a packet, step by step, while it crosses the gateway of the course's lab, or doesn't. */
class TraceTest {
    /** One event in a line, without time and packet. */
    private static String line(PacketEvent event) {
        return switch (event) {
            case PacketEvent.Created e -> "made by " + e.by();
            case PacketEvent.Received e -> "in by " + e.iface();
            case PacketEvent.Transmitted e -> "out by " + e.iface() + " to " + e.to() + ": " + ends(e.packet());
            case PacketEvent.ArpSent e -> "asks " + e.iface();
            case PacketEvent.ArpFailed e -> "nobody is " + e.address() + " on " + e.iface();
            case PacketEvent.Routed e ->
                "route " + e.destination() + " " + e.decision() + " [" + e.route() + "] "
                        + (e.gateway() == null ? "" : "via " + e.gateway() + " ") + e.iface();
            case PacketEvent.Switched e -> "switched " + e.decision() + " " + e.to();
            case PacketEvent.PortChanged e -> e.port() + " is " + e.state();
            case PacketEvent.AtHook e -> "at " + e.hook() + " in=" + e.in() + " out=" + e.out();
            case PacketEvent.Tracked e ->
                "tracked " + e.state() + " " + e.connection() + (e.created() ? " (begun)" : "");
            case PacketEvent.RuleCompared e ->
                e.hook() + " " + e.table().text() + " " + e.chain() + " " + e.number() + " [" + e.rule() + "] "
                        + (e.matched() ? "yes" : "no: " + e.failed()) + ", asked " + e.asked()
                        + (e.target().isEmpty() ? "" : " " + e.target());
            case PacketEvent.PolicyApplied e ->
                e.hook() + " " + e.table().text() + " " + e.chain() + " policy " + e.policy();
            case PacketEvent.Changed e ->
                e.hook() + " changed " + e.change().field() + " " + e.change().before() + " > "
                        + e.change().after();
            case PacketEvent.Translated e -> e.hook() + " translated " + ends(e.before()) + " > " + ends(e.after());
            case PacketEvent.Announced e -> e.hook() + " " + e.helper() + " expects " + e.expected();
            case PacketEvent.Fragmented e ->
                "cut to " + e.mtu() + " for " + e.iface() + ": " + e.pieces().size();
            case PacketEvent.Reassembled e -> "joined " + e.pieces();
            case PacketEvent.Encapsulated e -> "into " + e.iface() + ": " + ends(e.outer());
            case PacketEvent.Decapsulated e -> "out of " + e.iface();
            case PacketEvent.Delivered e -> "delivered to " + e.to();
            case PacketEvent.Dropped e -> "dropped " + e.reason() + ": " + e.detail();
        };
    }

    private static String ends(Packet packet) {
        return packet.source() + " > " + packet.destination();
    }

    /** What a host told of the first packet that a command on the client made. */
    private static List<String> story(Lab lab, String host, String command) {
        int before = lab.events().size();
        lab.run("client", command);
        List<PacketEvent> events = lab.events().subList(before, lab.events().size()).stream()
                .filter(PacketEvent.class::isInstance)
                .map(PacketEvent.class::cast)
                .toList();
        long id = events.getFirst().packetId();
        return events.stream()
                .filter(e -> e.packetId() == id && e.host().equals(host))
                .map(TraceTest::line)
                .toList();
    }

    /** The course's lab in which everybody knows everybody's Ethernet address, after {@code setup} on a host. */
    private static Lab lab(String host, String setup) {
        Lab lab = Labs.threeHosts(true);
        lab.run("client", "ping -c 1 -W 1 172.18.133.212; ping -c 1 -W 1 192.168.66.135");
        CommandResult result = lab.run(host, setup);
        assertEquals("", result.stderr());
        return lab;
    }

    private static final String PING = "ping -c 1 -W 1 172.18.133.212";
    private static final String UDP = "echo x | nc -u -w 1 -p 5000 172.18.133.212 53";

    static Stream<Arguments> journeys() {
        return Stream.of(
                Arguments.of("gw", "true", PING, """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 172.18.133.212 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at FORWARD in=eth0 out=eth1
                        at POSTROUTING in=eth0 out=eth1
                        out by eth1 to 02:00:00:03:00:01: 192.168.66.132 > 172.18.133.212"""),
                Arguments.of(
                        "gw",
                        "iptables -A FORWARD -p tcp -j DROP\n"
                                + "iptables -A FORWARD -p udp --dport 53 -m mark --mark 1 -m length --length 1 -j DROP\n"
                                + "iptables -A FORWARD -p udp -j ACCEPT",
                        UDP,
                        """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 172.18.133.212 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at FORWARD in=eth0 out=eth1
                        FORWARD filter FORWARD 1 [-p tcp -j DROP] no: -p tcp, asked 1 DROP
                        FORWARD filter FORWARD 2 [-p udp -m udp --dport 53 -m mark --mark 0x1 -m length --length 1 -j DROP] no: -m mark --mark 0x1, asked 3 DROP
                        FORWARD filter FORWARD 3 [-p udp -j ACCEPT] yes, asked 1 ACCEPT
                        at POSTROUTING in=eth0 out=eth1
                        out by eth1 to 02:00:00:03:00:01: 192.168.66.132 > 172.18.133.212"""),
                Arguments.of(
                        "gw",
                        "iptables -t nat -A POSTROUTING -o eth1 -j SNAT --to-source 172.18.133.210\n"
                                + "iptables -t mangle -A FORWARD -j MARK --set-mark 7",
                        UDP,
                        """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        tracked NEW udp src=192.168.66.132 dst=172.18.133.212 sport=5000 dport=53 [UNREPLIED] src=172.18.133.212 dst=192.168.66.132 sport=53 dport=5000 (begun)
                        PREROUTING mangle PREROUTING policy ACCEPT
                        PREROUTING nat PREROUTING policy ACCEPT
                        route 172.18.133.212 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at FORWARD in=eth0 out=eth1
                        FORWARD mangle FORWARD 1 [-j MARK --set-xmark 0x7/0xffffffff] yes, asked 0 MARK
                        FORWARD changed MARK 0x0 > 0x7
                        FORWARD mangle FORWARD policy ACCEPT
                        at POSTROUTING in=eth0 out=eth1
                        POSTROUTING mangle POSTROUTING policy ACCEPT
                        POSTROUTING nat POSTROUTING 1 [-o eth1 -j SNAT --to-source 172.18.133.210] yes, asked 1 SNAT
                        POSTROUTING translated 192.168.66.132 > 172.18.133.212 > 172.18.133.210 > 172.18.133.212
                        out by eth1 to 02:00:00:03:00:01: 172.18.133.210 > 172.18.133.212"""),
                Arguments.of("gw", "ip link set eth1 mtu 1000", "ping -c 1 -W 1 -M dont -s 1200 172.18.133.212", """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 172.18.133.212 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at FORWARD in=eth0 out=eth1
                        at POSTROUTING in=eth0 out=eth1
                        cut to 1000 for eth1: 2
                        out by eth1 to 02:00:00:03:00:01: 192.168.66.132 > 172.18.133.212
                        out by eth1 to 02:00:00:03:00:01: 192.168.66.132 > 172.18.133.212"""),
                Arguments.of("gw", "iptables -A INPUT -p icmp -j ACCEPT", "ping -c 1 -W 1 192.168.66.135", """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 192.168.66.135 LOCAL [local 192.168.66.135 dev eth0 proto kernel scope host src 192.168.66.135] lo
                        at INPUT in=eth0 out=
                        INPUT filter INPUT 1 [-p icmp -j ACCEPT] yes, asked 1 ACCEPT
                        delivered to icmp"""),
                Arguments.of(
                        "gw",
                        "ip tunnel add t0 mode ipip local 172.18.133.210 remote 172.18.133.212\n"
                                + "ip link set t0 up\nip route add 10.9.0.0/16 dev t0",
                        "ping -c 1 -W 1 10.9.9.9",
                        """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 10.9.9.9 UNICAST [10.9.0.0/16 dev t0 scope link] t0
                        at FORWARD in=eth0 out=t0
                        at POSTROUTING in=eth0 out=t0
                        out by t0 to 00:00:00:00:00:00: 192.168.66.132 > 10.9.9.9
                        into t0: 172.18.133.210 > 172.18.133.212
                        route 172.18.133.212 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at OUTPUT in= out=eth1
                        at POSTROUTING in= out=eth1
                        out by eth1 to 02:00:00:03:00:01: 172.18.133.210 > 172.18.133.212"""),
                Arguments.of("client", "iptables -t nat -A POSTROUTING -p tcp -j MASQUERADE", PING, """
                        made by ping
                        route 172.18.133.212 UNICAST [default via 192.168.66.135 dev eth0] via 192.168.66.135 eth0
                        at OUTPUT in= out=eth0
                        tracked NEW icmp src=192.168.66.132 dst=172.18.133.212 type=8 code=0 id=N [UNREPLIED] src=172.18.133.212 dst=192.168.66.132 type=0 code=0 id=N (begun)
                        OUTPUT nat OUTPUT policy ACCEPT
                        at POSTROUTING in= out=eth0
                        POSTROUTING nat POSTROUTING 1 [-p tcp -j MASQUERADE] no: -p tcp, asked 1 MASQUERADE
                        POSTROUTING nat POSTROUTING policy ACCEPT
                        out by eth0 to 02:00:00:02:00:01: 192.168.66.132 > 172.18.133.212"""),
                Arguments.of("client", "true", "ping -c 1 -W 1 192.168.66.132", """
                        made by ping
                        route 192.168.66.132 LOCAL [local 192.168.66.132 dev eth0 proto kernel scope host src 192.168.66.132] lo
                        at OUTPUT in= out=lo
                        at POSTROUTING in= out=lo
                        out by lo to 00:00:00:00:00:00: 192.168.66.132 > 192.168.66.132
                        in by lo
                        at PREROUTING in=lo out=
                        at INPUT in=lo out=
                        delivered to icmp"""),
                Arguments.of("client", "true", "ping -c 1 -W 1 -b 192.168.66.255", """
                        made by ping
                        route 192.168.66.255 UNICAST [broadcast 192.168.66.255 dev eth0 proto kernel scope link src 192.168.66.132] eth0
                        at OUTPUT in= out=eth0
                        at POSTROUTING in= out=eth0
                        at POSTROUTING in= out=eth0
                        out by eth0 to ff:ff:ff:ff:ff:ff: 192.168.66.132 > 192.168.66.255
                        in by eth0
                        at PREROUTING in=eth0 out=
                        at INPUT in=eth0 out=
                        delivered to icmp"""),
                Arguments.of("gw", "true", "ping -c 1 -W 4 172.18.133.99", """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 172.18.133.99 UNICAST [172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210] eth1
                        at FORWARD in=eth0 out=eth1
                        at POSTROUTING in=eth0 out=eth1
                        asks eth1
                        asks eth1
                        asks eth1
                        nobody is 172.18.133.99 on eth1
                        dropped NO_NEIGHBOUR: nobody at 172.18.133.99 on eth1"""),
                Arguments.of("client", "ip link set lo down", "ping -c 1 -W 1 192.168.66.132", """
                        made by ping
                        route 192.168.66.132 LOCAL [local 192.168.66.132 dev eth0 proto kernel scope host src 192.168.66.132] lo
                        at OUTPUT in= out=lo
                        at POSTROUTING in= out=lo
                        dropped LINK_DOWN: lo is down"""),
                Arguments.of(
                        "gw",
                        "echo 0 > /proc/sys/net/ipv4/icmp_echo_ignore_broadcasts",
                        "ping -c 1 -W 1 -b 192.168.66.255",
                        """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        at INPUT in=eth0 out=
                        delivered to icmp"""),
                Arguments.of("client", "iptables -t mangle -A OUTPUT -j TOS --set-tos 16", PING, """
                        made by ping
                        route 172.18.133.212 UNICAST [default via 192.168.66.135 dev eth0] via 192.168.66.135 eth0
                        at OUTPUT in= out=eth0
                        OUTPUT mangle OUTPUT 1 [-j TOS --set-tos 0x10/0xff] yes, asked 0 TOS
                        OUTPUT changed TOS 0x0 > 0x10
                        OUTPUT mangle OUTPUT policy ACCEPT
                        route 172.18.133.212 UNICAST [default via 192.168.66.135 dev eth0] via 192.168.66.135 eth0
                        at POSTROUTING in= out=eth0
                        POSTROUTING mangle POSTROUTING policy ACCEPT
                        out by eth0 to 02:00:00:02:00:01: 192.168.66.132 > 172.18.133.212"""),
                Arguments.of("server", "iptables -P INPUT ACCEPT; iptables -A INPUT -p tcp", PING, """
                        in by eth0
                        at PREROUTING in=eth0 out=
                        route 172.18.133.212 LOCAL [local 172.18.133.212 dev eth0 proto kernel scope host src 172.18.133.212] lo
                        at INPUT in=eth0 out=
                        INPUT filter INPUT 1 [-p tcp] no: -p tcp, asked 1
                        INPUT filter INPUT policy ACCEPT
                        delivered to icmp"""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("journeys")
    void tellsEveryStep(String host, String setup, String command, String told) {
        String story = String.join("\n", story(lab(host, setup), host, command));
        assertEquals(told.strip(), story.replaceAll("id=[0-9]+", "id=N").strip());
    }

    private static final LabSpec BRIDGED = LabSpec.read(Map.of(
                    "name",
                    "bridged",
                    "hosts",
                    Map.of(
                            "client",
                                    Map.of(
                                            "interfaces",
                                            Map.of("eth0", card("left", "10.0.0.1/24", "02:00:00:00:00:01"))),
                            "br",
                                    Map.of(
                                            "interfaces",
                                            Map.of(
                                                    "eth0", Map.of("segment", "left"),
                                                    "eth1", Map.of("segment", "right")),
                                            "setup",
                                            List.of(
                                                    "ip link add br0 type bridge",
                                                    "ip link set eth0 master br0",
                                                    "ip link set eth1 master br0",
                                                    "ip address add 10.0.0.3/24 dev br0",
                                                    "ip link set br0 up",
                                                    "modprobe br_netfilter")),
                            "server",
                                    Map.of(
                                            "interfaces",
                                            Map.of("eth0", card("right", "10.0.0.2/24", "02:00:00:00:00:02"))))))
            .orThrow();

    private static Map<String, Object> card(String segment, String address, String mac) {
        return Map.of("segment", segment, "address", address, "mac", mac);
    }

    static Stream<Arguments> crossings() {
        return Stream.of(
                Arguments.of("true", "ping -c 1 -W 1 10.0.0.2", """
                        in by eth0
                        at PREROUTING in=br0 out=
                        switched FORWARDED [eth1]
                        at FORWARD in=br0 out=br0
                        at POSTROUTING in=br0 out=br0
                        out by eth1 to 02:00:00:00:00:02: 10.0.0.1 > 10.0.0.2"""),
                Arguments.of("true", "ping -c 1 -W 1 10.0.0.3", """
                        in by eth0
                        at PREROUTING in=br0 out=
                        switched LOCAL []
                        in by br0
                        route 10.0.0.3 LOCAL [local 10.0.0.3 dev br0 proto kernel scope host src 10.0.0.3] lo
                        at INPUT in=br0 out=
                        delivered to icmp"""),
                Arguments.of("iptables -A FORWARD -p icmp -j DROP", "ping -c 1 -W 1 10.0.0.2", """
                        in by eth0
                        at PREROUTING in=br0 out=
                        switched FORWARDED [eth1]
                        at FORWARD in=br0 out=br0
                        FORWARD filter FORWARD 1 [-p icmp -j DROP] yes, asked 1 DROP
                        dropped RULE_DROP: filter FORWARD rule 1: -p icmp -j DROP"""),
                Arguments.of("echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables", "ping -c 1 -W 1 10.0.0.2", """
                        in by eth0
                        switched FORWARDED [eth1]
                        out by eth1 to 02:00:00:00:00:02: 10.0.0.1 > 10.0.0.2"""),
                Arguments.of("ip link set eth1 mtu 600", "ping -c 1 -W 1 -s 1000 10.0.0.2", """
                        in by eth0
                        at PREROUTING in=br0 out=
                        switched FORWARDED [eth1]
                        at FORWARD in=br0 out=br0
                        at POSTROUTING in=br0 out=br0
                        dropped TOO_BIG: 1028 bytes over the MTU of eth1, 600; a bridge tells nobody"""));
    }

    /** A bridge with br_netfilter. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("crossings")
    void tellsWhatABridgeDoes(String setup, String command, String told) {
        Lab lab = Lab.boot(BRIDGED);
        lab.run("client", "ping -c 1 -W 1 10.0.0.2; ping -c 1 -W 1 10.0.0.3");
        lab.run("br", setup);
        assertEquals(told.strip(), String.join("\n", story(lab, "br", command)));
    }

    private static List<String> acrossTheBridge(String setup, String command) {
        Lab lab = Lab.boot(BRIDGED);
        lab.run("client", "ping -c 1 -W 1 10.0.0.2; ip neigh replace 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0");
        lab.run("br", setup);
        return story(lab, "br", command);
    }

    /** As recorded on Linux 6.18: what connection tracking joined leaves in pieces no larger than those that came. */
    @Test
    void whatComesToABridgeInPiecesLeavesInPieces() {
        String out = "out by eth1 to 02:00:00:00:00:02: 10.0.0.1 > 10.0.0.2";
        assertEquals(
                List.of("joined 2", "cut to 996 for eth1: 2", out, out),
                acrossTheBridge(
                                "iptables -A FORWARD -m state --state NEW,ESTABLISHED -j ACCEPT",
                                "ip link set eth0 mtu 1000; ping -c 1 -W 1 -s 1372 10.0.0.2")
                        .stream()
                        .filter(line -> line.matches("(joined|cut|out by).*"))
                        .toList());
    }

    /** {@code br_nf_pre_routing_finish}: translated to a station of the same bridge, a frame goes on there, if the host forwards. */
    @Test
    void whatABridgeTranslates() {
        String nat = "iptables -t nat -A PREROUTING -d 10.0.0.9 -j DNAT --to-destination ";
        assertEquals(
                "dropped NOT_FORWARDING: translated, and net.ipv4.ip_forward is 0",
                acrossTheBridge(nat + "10.0.0.2", "ping -c 1 -W 1 10.0.0.9").getLast());
        List<String> forwarded =
                acrossTheBridge("sysctl -w net.ipv4.ip_forward=1; " + nat + "10.0.0.2", "ping -c 1 -W 1 10.0.0.9");
        assertTrue(forwarded.contains("switched FORWARDED [eth1]"), forwarded::toString);
        assertTrue(forwarded.contains("out by eth1 to 02:00:00:00:00:02: 10.0.0.1 > 10.0.0.2"), forwarded::toString);
        assertTrue(acrossTheBridge(nat + "10.0.0.3", "ping -c 1 -W 1 10.0.0.9").contains("delivered to icmp"));
    }

    /** Which of a bridge's frames are for all and for groups, and by which port they leave. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -m pkttype --pkt-type broadcast | ping -b -c 1 -W 1 10.0.0.255 | RULE_DROP
            -m pkttype --pkt-type multicast | ping -b -c 1 -W 1 10.0.0.255 |
            -m pkttype --pkt-type unicast   | ping -c 1 -W 1 10.0.0.2      | RULE_DROP
            -m physdev --physdev-out eth1   | ping -c 1 -W 1 10.0.0.2      | RULE_DROP
            -m physdev --physdev-out eth0   | ping -c 1 -W 1 10.0.0.2      |
            """)
    void whatARuleSeesOfABridgedFrame(String match, String command, String dropped) {
        List<String> told = acrossTheBridge("iptables -A FORWARD " + match + " -j DROP", command);
        assertEquals(
                dropped != null, told.stream().anyMatch(line -> line.startsWith("dropped RULE_DROP")), told::toString);
        assertEquals(dropped == null, told.stream().anyMatch(line -> line.startsWith("out by eth1")), told::toString);
    }

    /** The reset that a bridge sends in the server's name leaves by the port, and passes no hook. */
    @Test
    void tellsOfABridgesReset() {
        Lab lab = Lab.boot(BRIDGED);
        lab.run("br", "iptables -A FORWARD -p tcp -j REJECT --reject-with tcp-reset");
        int before = lab.events().size();
        lab.run("client", "nc -z 10.0.0.2 80");
        List<String> answer = lab.events().subList(before, lab.events().size()).stream()
                .filter(PacketEvent.class::isInstance)
                .map(PacketEvent.class::cast)
                .filter(e -> e.host().equals("br"))
                .map(TraceTest::line)
                .toList();
        assertEquals("""
                switched FLOODED [eth1]
                switched FORWARDED [eth0]
                in by eth0
                at PREROUTING in=br0 out=
                switched FORWARDED [eth1]
                at FORWARD in=br0 out=br0
                FORWARD filter FORWARD 1 [-p tcp -j REJECT --reject-with tcp-reset] yes, asked 1 REJECT
                dropped RULE_REJECT: filter FORWARD rule 1: -p tcp -j REJECT --reject-with tcp-reset
                made by REJECT
                out by eth0 to 02:00:00:00:00:01: 10.0.0.2 > 10.0.0.1""", String.join("\n", answer));
    }

    /** The last thing told of a packet that doesn't get through. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            iptables -A FORWARD -j DROP                         | ping -c 1 -W 1 172.18.133.212 | dropped RULE_DROP: filter FORWARD rule 1: -j DROP
            iptables -P FORWARD DROP                            | ping -c 1 -W 1 172.18.133.212 | dropped POLICY_DROP: filter FORWARD policy DROP
            iptables -A FORWARD -p icmp -j REJECT               | ping -c 1 -W 1 172.18.133.212 | dropped RULE_REJECT: filter FORWARD rule 1: -p icmp -j REJECT --reject-with icmp-port-unreachable
            iptables -t mangle -P PREROUTING DROP               | ping -c 1 -W 1 172.18.133.212 | dropped POLICY_DROP: mangle PREROUTING policy DROP
            echo 0 > /proc/sys/net/ipv4/ip_forward              | ping -c 1 -W 1 172.18.133.212 | dropped NOT_FORWARDING: net.ipv4.ip_forward is 0
            true                                                | ping -c 1 -W 1 10.9.9.9 | dropped NO_ROUTE: no route to 10.9.9.9
            ip route add blackhole 10.9.9.9                     | ping -c 1 -W 1 10.9.9.9 | dropped REFUSED_BY_ROUTE: blackhole 10.9.9.9
            ip route add prohibit 10.9.9.9                      | ping -c 1 -W 1 10.9.9.9 | dropped REFUSED_BY_ROUTE: prohibit 10.9.9.9
            ip route add unreachable 10.9.9.9                   | ping -c 1 -W 1 10.9.9.9 | dropped REFUSED_BY_ROUTE: unreachable 10.9.9.9
            true                                                | ping -c 1 -W 4 172.18.133.99 | dropped NO_NEIGHBOUR: nobody at 172.18.133.99 on eth1
            true                                                | ping -c 1 -W 1 -t 1 172.18.133.212 | dropped TTL_EXPIRED: time to live was 1
            ip link set eth1 mtu 1000                           | ping -c 1 -W 1 -M do -s 1200 172.18.133.212 | dropped TOO_BIG: 1228 bytes over the MTU of eth1, 1000
            ip address add 192.168.66.132/32 dev lo             | ping -c 1 -W 1 172.18.133.212 | dropped MARTIAN_SOURCE: impossible address on eth0: 192.168.66.132 > 172.18.133.212
            ip route add 192.168.66.132 via 172.18.133.212; sysctl -w net.ipv4.conf.eth0.rp_filter=1 > /dev/null | ping -c 1 -W 1 172.18.133.212 | dropped MARTIAN_SOURCE: rp_filter: an answer to 192.168.66.132 would not leave by eth0
            """)
    void namesWhereItEnded(String setup, String command, String told) {
        assertEquals(told, story(lab("gw", setup), "gw", command).getLast());
    }

    /** What the kernel log says of rules that write there, of a traced packet and of a full table. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            iptables -A FORWARD -p icmp -j LOG --log-prefix "seen " | seen IN=eth0 OUT=eth1 DF; seen IN=eth1 OUT=eth0
            iptables -t raw -A PREROUTING -p icmp -j TRACE; iptables -N a; iptables -A FORWARD -j a; iptables -A a -p icmp; iptables -A a -j RETURN | TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= DF; TRACE: filter:FORWARD:rule:1 IN=eth0 OUT=eth1 DF; TRACE: filter:a:rule:1 IN=eth0 OUT=eth1 DF; TRACE: filter:a:return:2 IN=eth0 OUT=eth1 DF; TRACE: filter:FORWARD:policy:2 IN=eth0 OUT=eth1 DF; TRACE: raw:PREROUTING:policy:2 IN=eth1 OUT=; TRACE: filter:FORWARD:rule:1 IN=eth1 OUT=eth0; TRACE: filter:a:rule:1 IN=eth1 OUT=eth0; TRACE: filter:a:return:2 IN=eth1 OUT=eth0; TRACE: filter:FORWARD:policy:2 IN=eth1 OUT=eth0
            iptables -t raw -A PREROUTING -p icmp -j TRACE; iptables -N a; iptables -A FORWARD -j a; iptables -A a -p tcp; iptables -A FORWARD -p icmp -j DROP | TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= DF; TRACE: filter:FORWARD:rule:1 IN=eth0 OUT=eth1 DF; TRACE: filter:a:return:2 IN=eth0 OUT=eth1 DF; TRACE: filter:FORWARD:rule:2 IN=eth0 OUT=eth1 DF
            iptables -A FORWARD -m state --state NEW; sysctl -w net.netfilter.nf_conntrack_max=1 > /dev/null; ping -c 1 -W 1 192.168.66.132 > /dev/null | nf_conntrack: table full, dropping packet
            """)
    void theKernelLog(String setup, String logged) {
        Lab lab = lab("gw", setup);
        lab.run("client", "ping -c 1 -W 1 172.18.133.212");
        assertEquals(
                logged,
                lab.network().kernelLog().stream()
                        .map(l -> l.replaceAll(" (LEN|TOS|PREC|TTL|ID|PROTO|SRC|DST|TYPE|CODE|SEQ)=[^ ]*", ""))
                        .collect(Collectors.joining("; ")));
    }

    /** As {@code /proc/net/dev} of a Linux after the same ping: request and answer of 84 bytes, no Ethernet header. */
    @Test
    void loCountsPacketsWithoutAHeader() {
        Lab lab = Labs.threeHosts(true);
        lab.run("client", "ping -c 1 127.0.0.1");
        String lo = lab.run("client", "ifconfig lo").stdout();
        assertTrue(
                lo.contains("RX packets 2  bytes 168") || lo.contains("RX packets:2") && lo.contains("RX bytes:168"),
                lo);
        assertTrue(
                lo.contains("TX packets 2  bytes 168") || lo.contains("TX packets:2") && lo.contains("TX bytes:168"),
                lo);
    }
}
