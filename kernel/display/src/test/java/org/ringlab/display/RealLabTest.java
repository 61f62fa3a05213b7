package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** What the first lesson's mistakes look like when the engine makes the events. */
class RealLabTest {
    private static final String ROUTE_THERE = "route add -net 172.18.0.0/16 gw 192.168.66.135";
    private static final String ROUTE_BACK = "route add -net 192.168.66.0/24 gw 172.18.133.210";

    static Lab threeHosts() {
        LabSpec.Parsed parsed = LabSpec.read(Map.of(
                "name",
                "three-hosts",
                "hosts",
                new TreeMap<>(Map.of(
                        "client", Map.of("interfaces", Map.of("eth0", card("hostonly", "192.168.66.132/24"))),
                        "gw",
                                Map.of(
                                        "interfaces",
                                        new TreeMap<>(Map.of(
                                                "eth0", card("hostonly", "192.168.66.135/24"),
                                                "eth1", card("bridged", "172.18.133.210/16")))),
                        "server", Map.of("interfaces", Map.of("eth0", card("bridged", "172.18.133.212/16"))))),
                "services",
                List.of(Map.of("host", "server", "kind", "http", "port", 80, "body", "welcome"))));
        return Lab.boot(parsed.orThrow());
    }

    private static Map<String, Object> card(String segment, String address) {
        return Map.of("segment", segment, "address", address);
    }

    private static Why why(Lab lab, CommandResult result, Language language) {
        return Why.of(journeys(lab, result), language);
    }

    private static Journeys journeys(Lab lab, CommandResult result) {
        return Journeys.of(lab.events().subList(result.firstEvent(), result.lastEvent()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nothing set up         |                       |                  | client has no route
                    the switch is off      | there                 |                  | gw received a packet
                    no way back            | there, on             |                  | server has no route
                    a wrong next hop       | nowhere, on, back     |                  | client asked for 192.168.66.99
                    all is well            | there, on, back       |                  | Nothing was lost
                    nobody at the address  | there, on, back       | 172.18.133.99    | gw asked for 172.18.133.99
                    """)
    void namesTheFirstWrongHop(String name, @Nullable String steps, @Nullable String target, String expected) {
        Lab lab = threeHosts();
        for (String step : steps == null ? new String[0] : steps.split(", ")) {
            switch (step) {
                case "there" -> lab.run("client", ROUTE_THERE);
                case "nowhere" -> lab.run("client", "ip route add 172.18.0.0/16 via 192.168.66.99");
                case "on" -> lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward");
                case "back" -> lab.run("server", ROUTE_BACK);
                default -> throw new IllegalArgumentException(step);
            }
        }
        CommandResult result = lab.run("client", "ping -c 1 -W 1 " + (target == null ? "172.18.133.212" : target));
        String sentence = why(lab, result, Language.EN).sentence();
        assertTrue(sentence.contains(expected), sentence);
        String html = JourneyHtml.why(LabTopology.of(lab), journeys(lab, result), Language.ZH);
        WellFormed.check(html);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    iptables -A FORWARD -j REJECT                           | 80   | Rule 1 of gw's chain FORWARD
                    iptables -A FORWARD -p udp -j DROP; iptables -A FORWARD -j DROP | 80 | Rule 2 of gw's chain FORWARD
                    iptables -P FORWARD DROP                                | 80   | the policy DROP dropped it
                    iptables -N W; iptables -A W -j DROP; iptables -A FORWARD -j W | 80 | Rule 1 of gw's chain W
                    iptables -A FORWARD -s 172.18.0.0/16 -j DROP            | 80   | The request arrived, but its answer was lost
                    true                                                    | 8080 | nobody listens there on TCP port 8080
                    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination :80; iptables -t raw -A PREROUTING -s 172.18.133.212 -j NOTRACK | 8080 | client got an answer from 172.18.133.212 that belongs to no connection
                    iptables -t nat -A PREROUTING -p tcp -j DNAT --to 172.18.133.99 | 80 | gw asked for 172.18.133.99
                    iptables -A FORWARD -m state --state NEW; sysctl -w net.netfilter.nf_conntrack_max=1; ping -c 1 172.18.133.212 | 80 | The table of tracked connections on gw is full
                    true                                                    | 80   | Nothing was lost
                    """)
    void namesTheRuleThatDecided(String firewall, int port, String expected) {
        Lab lab = threeHosts();
        lab.run("client", ROUTE_THERE);
        lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward; " + firewall);
        lab.run("server", ROUTE_BACK);
        CommandResult result = lab.run("client", "curl --connect-timeout 2 http://172.18.133.212:" + port + "/");
        String sentence = why(lab, result, Language.EN).sentence();
        assertTrue(sentence.contains(expected), sentence);
        WellFormed.check(JourneyHtml.trace(LabTopology.of(lab), journeys(lab, result), Language.ZH));
    }

    @Test
    void drawsTheLabAsItIsNow() {
        Lab lab = threeHosts();
        lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward; ip link set eth1 down");
        lab.run("client", "ip addr add 10.0.0.1/8 dev eth0");
        Topology topology = LabTopology.of(lab);
        assertEquals(
                "client: eth0 192.168.66.132/24 10.0.0.1/8 [hostonly]\n"
                        + "gw (forwarding on): eth0 192.168.66.135/24 [hostonly], eth1 172.18.133.210/16 [bridged] down\n"
                        + "server: eth0 172.18.133.212/16 [bridged]",
                TopologySvg.describe(topology, Language.EN));
    }

    @Test
    void followsAWholePage() throws IOException {
        Lab lab = threeHosts();
        lab.run("client", ROUTE_THERE);
        lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        lab.run("server", ROUTE_BACK);
        CommandResult result = lab.run("client", "curl http://172.18.133.212/");
        Golden.check("real-page.en.txt", JourneyText.of(journeys(lab, result), Language.EN));
        Golden.check("real-page.zh.html", JourneyHtml.trace(LabTopology.of(lab), journeys(lab, result), Language.ZH));
    }

    /** A translated packet shows what it was and what it became, there and back. */
    @Test
    void tellsTranslation() throws IOException {
        Lab lab = threeHosts();
        lab.run("client", ROUTE_THERE);
        lab.run("gw", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        lab.run("gw", "iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        CommandResult result = lab.run("client", "ping -c 1 172.18.133.212");
        String text = JourneyText.of(journeys(lab, result), Language.EN);
        assertTrue(text.contains("translated: 192.168.66.132 > 172.18.133.212: ICMP echo request"), text);
        assertTrue(text.contains("⇒  172.18.133.212 > 192.168.66.132: ICMP echo reply"), text);
        WellFormed.check(JourneyHtml.why(LabTopology.of(lab), journeys(lab, result), Language.ZH));
    }
}
