package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.netfilter.stack.ThreeHosts.CLIENT;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_OUTSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.SERVER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.Hook;

class PacketPathTest {
    @Test
    void aHostThatDoesNotForwardDropsWithoutAWord() {
        ThreeHosts lab = new ThreeHosts();
        lab.echo(lab.client, SERVER, 64);
        assertEquals(List.of(), lab.icmpAt(lab.client));
        assertEquals(
                List.of(DropReason.NOT_FORWARDING),
                lab.drops().stream().map(d -> d.reason()).toList());
    }

    @Test
    void theFarAddressOfAGatewayAnswersAllTheSame() {
        ThreeHosts lab = new ThreeHosts();
        lab.echo(lab.client, GATEWAY_OUTSIDE, 64);
        assertEquals(List.of("0/0 from " + GATEWAY_OUTSIDE), lab.icmpAt(lab.client));
    }

    @Test
    void aRouterForwardsBothWays() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        lab.echo(lab.client, SERVER, 64);
        assertEquals(List.of("0/0 from " + SERVER), lab.icmpAt(lab.client));
        assertEquals(List.of("8/0 from " + CLIENT), lab.icmpAt(lab.server));
        assertEquals(List.of(), lab.drops());
    }

    @Test
    void theHooksOfAForwardedPacketAreThoseOfTheTextbook() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        lab.echo(lab.client, SERVER, 64);
        List<String> request = lab.network.events().all().stream()
                .filter(e -> e.packetId() == 1)
                .filter(PacketEvent.AtHook.class::isInstance)
                .map(PacketEvent.AtHook.class::cast)
                .map(e -> e.host() + " " + e.hook() + " in=" + e.in() + " out=" + e.out() + " ttl="
                        + e.packet().ttl())
                .toList();
        assertEquals(
                List.of(
                        "client OUTPUT in= out=eth0 ttl=64",
                        "client POSTROUTING in= out=eth0 ttl=64",
                        "gw PREROUTING in=eth0 out= ttl=64",
                        "gw FORWARD in=eth0 out=eth1 ttl=63",
                        "gw POSTROUTING in= out=eth1 ttl=63",
                        "server PREROUTING in=eth0 out= ttl=63",
                        "server INPUT in=eth0 out= ttl=63"),
                request);
    }

    @Test
    void aPacketToOneselfPassesFourHooksByLo() {
        ThreeHosts lab = new ThreeHosts();
        lab.echo(lab.client, CLIENT, 64);
        List<Hook> hooks = lab.network.events().all().stream()
                .filter(e -> e.packetId() == 1)
                .filter(PacketEvent.AtHook.class::isInstance)
                .map(e -> ((PacketEvent.AtHook) e).hook())
                .toList();
        assertEquals(List.of(Hook.OUTPUT, Hook.POSTROUTING, Hook.PREROUTING, Hook.INPUT), hooks);
    }

    @Test
    void timeToLiveRunsOutAtTheRouter() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        lab.echo(lab.client, SERVER, 1);
        assertEquals(List.of("11/0 from " + GATEWAY_INSIDE), lab.icmpAt(lab.client));
    }

    @Test
    void nobodyAtAnAddressBehindTheRouterIsHostUnreachableFromTheRouter() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        lab.echo(lab.client, Ipv4Address.of("172.18.133.99"), 64);
        assertEquals(List.of("3/1 from " + GATEWAY_INSIDE), lab.icmpAt(lab.client));
    }

    @Test
    void nobodyOnTheOwnLinkIsHostUnreachableFromOneself() {
        ThreeHosts lab = new ThreeHosts();
        lab.echo(lab.client, Ipv4Address.of("192.168.66.99"), 64);
        assertEquals(List.of("3/1 from " + CLIENT), lab.icmpAt(lab.client));
    }

    @Test
    void noRouteIsToldAtOnce() {
        ThreeHosts lab = new ThreeHosts();
        assertEquals(SendResult.ENETUNREACH, lab.echo(lab.client, Ipv4Address.of("10.9.9.9"), 64));
    }

    @Test
    void aClosedUdpPortIsPortUnreachableQuotingThePacket() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        UdpSocket socket = lab.client.sockets().bindUdp(Ipv4Address.ANY, 5353, (s, a, p, d, b) -> {});
        assertTrue(socket != null);
        socket.sendTo(SERVER, 514, org.ringlab.netfilter.packet.Bytes.utf8("hello"));
        lab.network.queue().runUntil(() -> false, 1_000_000_000L);
        assertEquals(List.of("3/3 from " + SERVER), lab.icmpAt(lab.client));
        Packet error = lab.network.events().all().stream()
                .filter(PacketEvent.Delivered.class::isInstance)
                .map(e -> ((PacketEvent.Delivered) e).packet())
                .reduce((first, last) -> last)
                .orElseThrow();
        assertEquals(20 + 8 + 20 + 8 + 5, error.length());
        assertTrue(
                ((org.ringlab.netfilter.packet.IcmpMessage) error.payload())
                                .quoted()
                                .payload()
                        instanceof UdpDatagram);
    }

    @Test
    void aGatewayThatIsNotOnALinkIsRefused() {
        ThreeHosts lab = new ThreeHosts();
        assertEquals(RouteChange.ENETUNREACH, ThreeHosts.route(lab.client, "10.0.0.0/8", Ipv4Address.of("10.1.1.1")));
        assertEquals(RouteChange.EINVAL, ThreeHosts.route(lab.client, "10.0.0.0/8", CLIENT));
        assertEquals(RouteChange.EEXIST, ThreeHosts.route(lab.client, "172.18.0.0/16", GATEWAY_INSIDE));
    }

    @Test
    void routesGoWithTheirInterface() {
        ThreeHosts lab = new ThreeHosts();
        NetInterface card = lab.client.findInterface("eth0").orElseThrow();
        lab.client.setUp(card, false);
        assertEquals(List.of(), lab.client.routing().main().rows());
        lab.client.setUp(card, true);
        assertEquals(
                List.of("192.168.66.0/24 dev eth0 proto kernel scope link src 192.168.66.132"),
                lab.client.routing().main().rows().stream()
                        .map(Object::toString)
                        .toList());
    }
}
