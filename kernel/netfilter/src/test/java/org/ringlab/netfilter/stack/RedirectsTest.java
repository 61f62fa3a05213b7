package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.netfilter.stack.ThreeHosts.CLIENT;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.SERVER;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.packet.Wire;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;

/** Which redirects are sent and which are believed (net/ipv4/route.c: {@code __mkroute_input}, {@code __ip_do_redirect}). */
class RedirectsTest {
    private static final Ipv4Address OTHER_ROUTER = Ipv4Address.of("192.168.66.140");

    private final ThreeHosts lab = new ThreeHosts().forwarding();
    private final NetInterface card = lab.client.findInterface("eth0").orElseThrow();
    private final Redirects redirects = lab.client.routing().redirects();

    /** The gateway tells the client of another way to the server; all named here have Ethernet addresses. */
    @ParameterizedTest(name = "code {0}, to {1}, about {2}")
    @CsvSource({
        "0, 192.168.66.140, icmp, true",
        "1, 192.168.66.140, icmp, true",
        "3, 192.168.66.140, icmp, true",
        "4, 192.168.66.140, icmp, false",
        "1, 192.168.66.132, icmp, false",
        "1, 192.168.66.135, icmp, false",
        "1, 192.168.66.255, icmp, false",
        "1, 224.0.0.9,      icmp, false",
        "1, 192.168.66.140, udp from 5353, true",
        "1, 192.168.66.140, udp from 5354, false",
        "1, 192.168.66.140, tcp, false",
        "1, 192.168.66.140, gre, true"
    })
    void whatIsBelieved(int code, String gateway, String about, boolean believed) {
        lab.client.sockets().bindUdp(Ipv4Address.ANY, 5353, (s, a, p, d, b) -> {});
        lab.client.neighbours().addPermanent(card, Ipv4Address.of(gateway), new MacAddress(9));
        tell(code, Ipv4Address.of(gateway), payload(about));
        assertEquals(believed ? Set.of(SERVER) : Set.of(), redirects.shortcuts().keySet());
    }

    private static Payload payload(String about) {
        return switch (about) {
            case "icmp" -> new IcmpMessage(IcmpMessage.ECHO, 0, 7, 1, Bytes.EMPTY, null);
            case "tcp" -> new TcpSegment(5000, 80, 1, 0, TcpSegment.SYN, 0, Bytes.EMPTY);
            case "gre" -> new OtherPayload(OtherPayload.GRE, Bytes.filled(8, '.'));
            default ->
                new UdpDatagram(Integer.parseInt(about.substring("udp from ".length())), 53, Bytes.filled(8, '.'));
        };
    }

    private void tell(int code, Ipv4Address gateway, Payload about) {
        Packet quoted = Packet.of(CLIENT, SERVER, 63, about);
        IcmpMessage redirect = new IcmpMessage(
                IcmpMessage.REDIRECT,
                code,
                gateway.bits() >>> 16,
                gateway.bits() & 0xFFFF,
                Wire.encode(quoted),
                quoted);
        lab.gateway.sockets().sendRaw(Packet.of(GATEWAY_INSIDE, CLIENT, 64, redirect), "test");
        pass(SimClock.MILLI);
    }

    private void pass(long nanos) {
        lab.network.queue().runUntil(() -> false, nanos);
    }

    /** A next hop that nobody has seen yet is asked for, and the next redirect is believed. */
    @Test
    void whoIsUnknownIsAskedForFirst() {
        lab.card(lab.server, "eth1", "hostonly", OTHER_ROUTER + "/24", 5);
        tell(1, OTHER_ROUTER, payload("icmp"));
        assertEquals(Set.of(), redirects.shortcuts().keySet());
        assertTrue(lab.network.events().all().stream()
                .anyMatch(e -> e instanceof PacketEvent.ArpSent arp
                        && arp.host().equals("client")
                        && arp.arp().targetAddress().equals(OTHER_ROUTER)));
        tell(1, OTHER_ROUTER, payload("icmp"));
        assertEquals(Set.of(SERVER), redirects.shortcuts().keySet());
    }

    /** {@code net.ipv4.route.gc_timeout}. */
    @Test
    void afterFiveMinutesItIsForgotten() {
        lab.client.neighbours().addPermanent(card, OTHER_ROUTER, new MacAddress(9));
        tell(1, OTHER_ROUTER, payload("icmp"));
        long until = redirects.shortcuts().get(SERVER).untilNanos();
        pass(until - lab.client.nanos() - 1);
        assertEquals(Set.of(SERVER), redirects.shortcuts().keySet());
        assertEquals(OTHER_ROUTER, lab.client.lookup(SERVER).nextHop());
        pass(1);
        assertEquals(Set.of(), redirects.shortcuts().keySet());
        assertEquals(GATEWAY_INSIDE, lab.client.lookup(SERVER).nextHop());
    }

    /** It goes with the row whose next hop it replaces, and not with another one. */
    @Test
    void itBelongsToItsRow() {
        lab.client.neighbours().addPermanent(card, OTHER_ROUTER, new MacAddress(9));
        tell(1, OTHER_ROUTER, payload("icmp"));
        assertEquals(RouteChange.OK, ThreeHosts.route(lab.client, "10.77.0.0/16", OTHER_ROUTER));
        assertEquals(Set.of(SERVER), redirects.shortcuts().keySet());
        lab.client.routing().remove(Ipv4Prefix.of("172.18.0.0/16"), null, "", 0);
        assertEquals(Set.of(), redirects.shortcuts().keySet());
        assertEquals(RouteChange.OK, ThreeHosts.route(lab.client, "172.18.0.0/16", GATEWAY_INSIDE));
        assertEquals(Set.of(), redirects.shortcuts().keySet());
    }

    /** The gateway sends what came by eth0 on by eth0: is its sender told? */
    @ParameterizedTest(name = "{0} by {1}, back {2} via {3} dev {4}, shared media {5}")
    @CsvSource(delimiter = '|', textBlock = """
            192.168.66.132 | 192.168.66.140 |                   |                |      | 1 | true
            192.168.66.132 | 10.8.0.2       |                   |                |      | 1 | true
            192.168.66.132 | 10.8.0.2       |                   |                |      | 0 | false
            192.168.66.132 | 192.168.66.140 |                   |                |      | 0 | true
            192.168.66.132 | 192.168.66.140 | 192.168.66.132/32 | 192.168.66.140 | eth0 | 1 | false
            192.168.66.132 | 192.168.66.140 | 192.168.66.132/32 |                | eth1 | 1 | true
            10.5.0.5       | 192.168.66.140 | 10.5.0.0/24       |                | eth0 | 1 | true
            10.5.0.5       | 192.168.66.140 | 10.5.0.0/24       | 192.168.66.132 | eth0 | 1 | false
            10.5.0.5       | 192.168.66.140 | 10.5.0.0/24       |                | eth1 | 1 | false
            10.5.0.5       | 192.168.66.140 |                   |                |      | 1 | false
            """)
    void whoIsTold(
            String sender, String router, String back, String backGateway, String backCard, int shared, boolean told) {
        NetInterface in = lab.gateway.findInterface("eth0").orElseThrow();
        lab.gateway.addAddress(in, Ipv4Prefix.of("10.8.0.1/24"), Ipv4Address.ANY, "eth0");
        for (String at : new String[] {"all", "eth0"}) {
            lab.gateway.sysctls().set("net.ipv4.conf." + at + ".shared_media", shared);
        }
        if (back != null) {
            Ipv4Address hop = backGateway == null ? null : Ipv4Address.of(backGateway);
            Route row = new Route(
                    RouteType.UNICAST,
                    Ipv4Prefix.of(back),
                    hop,
                    backCard,
                    null,
                    0,
                    Route.Protocol.BOOT,
                    hop == null ? Route.Scope.LINK : Route.Scope.GLOBAL);
            assertEquals(RouteChange.OK, lab.gateway.routing().add(row));
        }
        assertEquals(RouteChange.OK, ThreeHosts.route(lab.gateway, "10.9.0.0/24", Ipv4Address.of(router)));
        Packet packet = Packet.of(Ipv4Address.of(sender), Ipv4Address.of("10.9.0.9"), 64, payload("icmp"));
        RouteLookup route = lab.gateway.lookup(packet.destination());
        assertEquals(told, lab.gateway.routing().redirects().due(packet, in, route));
    }
}
