package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.netfilter.stack.ThreeHosts.CLIENT;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_OUTSIDE;
import static org.ringlab.netfilter.stack.ThreeHosts.SERVER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;
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
        assertEquals(
                List.of(DropReason.NO_ROUTE),
                lab.drops().stream().map(d -> d.reason()).toList());
    }

    @Test
    void aClosedUdpPortIsPortUnreachableQuotingThePacket() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        UdpSocket socket = lab.client.sockets().bindUdp(Ipv4Address.ANY, 5353, (s, a, p, d, b) -> {});
        assertTrue(socket != null);
        socket.sendTo(SERVER, 514, Bytes.utf8("hello"));
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

    private static List<String> overTheWire(ThreeHosts lab, String from, String to, MacAddress station) {
        lab.client.findInterface("eth0").orElseThrow().transmit(frame(from, to, station));
        lab.network.queue().runUntil(() -> false, 10 * SimClock.SECOND);
        return lab.network.events().all().stream()
                .filter(e -> e.packetId() == 4711 && !e.host().equals("client"))
                .filter(e -> e instanceof PacketEvent.Dropped || e instanceof PacketEvent.Delivered)
                .map(e -> e instanceof PacketEvent.Dropped d ? e.host() + " " + d.reason() : e.host() + " takes it")
                // Nobody listens there, which is said afterwards.
                .filter(end -> !end.endsWith(DropReason.NO_SOCKET.toString()))
                .toList();
    }

    private static Frame frame(String from, String to, MacAddress station) {
        UdpDatagram datagram = new UdpDatagram(5000, 514, Bytes.EMPTY);
        Packet packet = Packet.of(Ipv4Address.of(from), Ipv4Address.of(to), 64, datagram);
        return new Frame(new MacAddress(1), station, new Frame.Ip(packet, 4711));
    }

    /** Addresses that no packet on a wire has, and one that has them (net/ipv4/route.c, {@code ip_route_input_slow}). */
    @ParameterizedTest
    @CsvSource({
        "192.168.66.132, 172.18.133.212, server takes it",
        "127.0.0.1, 172.18.133.212, gw MARTIAN_SOURCE",
        "192.168.66.132, 127.0.0.1, gw MARTIAN_SOURCE",
        "192.168.66.132, 0.0.0.0, gw MARTIAN_SOURCE",
        "192.168.66.132, 0.1.2.3, gw MARTIAN_SOURCE",
        "0.0.0.0, 172.18.133.212, gw MARTIAN_SOURCE",
        "0.1.2.3, 172.18.133.212, gw MARTIAN_SOURCE",
        "0.0.0.0, 0.0.0.0, gw takes it",
        "0.1.2.3, 0.0.0.0, gw MARTIAN_SOURCE",
        "0.0.0.0, 0.1.2.3, gw MARTIAN_SOURCE",
        "0.0.0.0, 255.255.255.255, gw takes it",
        "127.0.0.1, 255.255.255.255, gw MARTIAN_SOURCE",
        "224.0.0.1, 172.18.133.212, gw MARTIAN_SOURCE",
        "255.255.255.255, 172.18.133.212, gw MARTIAN_SOURCE",
        "172.18.133.210, 172.18.133.212, gw MARTIAN_SOURCE",
        "172.18.133.210, 192.168.66.255, gw MARTIAN_SOURCE",
        "192.168.66.132, 192.168.66.255, gw takes it",
        "192.168.66.132, 255.255.255.255, gw takes it"
    })
    void addressesOnAWire(String from, String to, String end) {
        assertEquals(List.of(end), overTheWire(new ThreeHosts().forwarding(), from, to, new MacAddress(2)));
    }

    /** The answer to one who has no address can't leave where {@code rp_filter} looks for it, and is not asked for. */
    @ParameterizedTest
    @CsvSource({"0.0.0.0, 255.255.255.255, gw takes it", "10.9.9.9, 255.255.255.255, gw MARTIAN_SOURCE"})
    void whoHasNoAddressYetIsBelieved(String from, String to, String end) {
        ThreeHosts lab = new ThreeHosts();
        lab.gateway.sysctls().set("net.ipv4.conf.all.rp_filter", 1);
        assertEquals(List.of(end), overTheWire(lab, from, to, MacAddress.BROADCAST));
    }

    /** A packet in a frame for all stations is delivered, but not forwarded ({@code ip_forward}). */
    @Test
    void whatAllStationsGetNobodyForwards() {
        ThreeHosts lab = new ThreeHosts().forwarding();
        assertEquals(
                List.of("gw OTHER_STATION"),
                overTheWire(lab, "192.168.66.132", "172.18.133.212", MacAddress.BROADCAST));
        assertEquals(
                List.of("gw takes it"),
                overTheWire(new ThreeHosts(), "192.168.66.132", "172.18.133.210", MacAddress.BROADCAST));
    }

    /** What fits goes whole and says so, what doesn't goes in pieces, and more than 65,535 bytes are no packet. */
    @ParameterizedTest
    @CsvSource({"1472, OK, true", "1473, OK, false", "65507, OK, false", "65508, EMSGSIZE,"})
    void datagramsOfAnySize(int bytes, SendResult result, Boolean whole) {
        ThreeHosts lab = new ThreeHosts();
        UdpSocket socket = lab.client.sockets().bindUdp(Ipv4Address.ANY, 5353, (s, a, p, d, b) -> {});
        assertTrue(socket != null);
        assertEquals(result, socket.sendTo(GATEWAY_INSIDE, 514, Bytes.filled(bytes, '.')));
        assertEquals(
                whole == null ? List.of() : List.of(whole),
                lab.network.events().all().stream()
                        .filter(PacketEvent.AtHook.class::isInstance)
                        .map(PacketEvent.AtHook.class::cast)
                        .filter(e -> e.hook() == Hook.OUTPUT)
                        .map(e -> e.packet().dontFragment())
                        .toList());
        assertEquals(
                whole == null ? List.of(DropReason.TOO_BIG) : List.of(),
                lab.drops().stream().map(d -> d.reason()).toList());
    }

    @Test
    void aGatewayThatIsNotOnALinkIsRefused() {
        ThreeHosts lab = new ThreeHosts();
        assertEquals(RouteChange.ENETUNREACH, ThreeHosts.route(lab.client, "10.0.0.0/8", Ipv4Address.of("10.1.1.1")));
        assertEquals(RouteChange.EINVAL, ThreeHosts.route(lab.client, "10.0.0.0/8", Ipv4Address.of("192.168.66.255")));
        assertEquals(RouteChange.EEXIST, ThreeHosts.route(lab.client, "172.18.0.0/16", GATEWAY_INSIDE));
    }

    /** A row by way of a gateway that another interface leads to, or from an address that isn't the host's ({@code fib_check_nh}). */
    @ParameterizedTest
    @CsvSource({
        "eth0, 172.18.133.210, OK",
        "eth1, 172.18.133.210, ENETUNREACH",
        "eth9, 172.18.133.210, ENODEV",
        "eth0, 172.18.255.255, EINVAL",
        "eth0, 172.18.133.212, EINVAL"
    })
    void whatARowMayName(String iface, String source, RouteChange change) {
        ThreeHosts lab = new ThreeHosts();
        Route row = new Route(
                RouteType.UNICAST,
                Ipv4Prefix.of("10.0.0.0/8"),
                CLIENT,
                iface,
                Ipv4Address.of(source),
                0,
                Route.Protocol.BOOT,
                Route.Scope.GLOBAL);
        assertEquals(change, lab.gateway.routing().add(row));
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
