package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.TableName;

/** The course's three machines and the events of packets between them, written down by hand. */
final class Trips {
    static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");
    static final MacAddress GW_MAC = MacAddress.parse("02:00:00:02:00:01").orElseThrow();
    static final MacAddress SERVER_MAC = MacAddress.parse("02:00:00:03:00:01").orElseThrow();

    private final List<PacketEvent> events = new ArrayList<>();
    private long nanos;

    /** Three machines on two segments; {@code forwarding} is the gateway's. */
    static Topology threeHosts(boolean forwarding) {
        return new Topology(List.of(
                new Node("client", false, List.of(port("eth0", "hostonly", "192.168.66.132/24"))),
                new Node(
                        "gw",
                        forwarding,
                        List.of(
                                port("eth0", "hostonly", "192.168.66.135/24"),
                                port("eth1", "bridged", "172.18.133.210/16"))),
                new Node("server", false, List.of(port("eth0", "bridged", "172.18.133.212/16")))));
    }

    static Port port(String name, String segment, String... addresses) {
        return new Port(name, segment, List.of(addresses), true);
    }

    static Packet echo(boolean reply) {
        IcmpMessage message = new IcmpMessage(reply ? 0 : 8, 0, 1001, 1, Bytes.filled(56, 0), null);
        return Packet.of(reply ? SERVER : CLIENT, reply ? CLIENT : SERVER, 64, message);
    }

    static Packet syn(int port) {
        TcpSegment segment = new TcpSegment(40001, port, 1, 0, TcpSegment.SYN, 20, Bytes.EMPTY);
        return Packet.of(CLIENT, SERVER, 64, segment);
    }

    List<PacketEvent> events() {
        return List.copyOf(events);
    }

    /** The packet leaves the client for the gateway. */
    Trips fromClient(long id, String by, Packet p) {
        add(new PacketEvent.Created(nanos, "client", id, by, 0, p));
        route("client", id, SERVER, "172.18.0.0/16 via 192.168.66.135 dev eth0", "192.168.66.135", "eth0");
        hook("client", id, Hook.OUTPUT, "", "eth0", p);
        hook("client", id, Hook.POSTROUTING, "", "eth0", p);
        return add(new PacketEvent.Transmitted(nanos, "client", id, "eth0", GW_MAC, p));
    }

    /** It comes to the gateway. */
    Trips toGateway(long id, Packet p) {
        add(new PacketEvent.Received(nanos, "gw", id, "eth0", p));
        return hook("gw", id, Hook.PREROUTING, "eth0", "", p);
    }

    /** The gateway looks up the way to the server and stands at FORWARD. */
    Trips forwarded(long id, Packet p) {
        route("gw", id, SERVER, "172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210", null, "eth1");
        return hook("gw", id, Hook.FORWARD, "eth0", "eth1", p);
    }

    /** It leaves the gateway and arrives at the server. */
    Trips toServer(long id, Packet p, String deliveredTo) {
        hook("gw", id, Hook.POSTROUTING, "eth0", "eth1", p);
        add(new PacketEvent.Transmitted(nanos, "gw", id, "eth1", SERVER_MAC, p));
        add(new PacketEvent.Received(nanos, "server", id, "eth0", p));
        hook("server", id, Hook.PREROUTING, "eth0", "", p);
        add(new PacketEvent.Routed(nanos, "server", id, SERVER, RouteDecision.LOCAL, "", null, "lo"));
        hook("server", id, Hook.INPUT, "eth0", "", p);
        return add(new PacketEvent.Delivered(nanos, "server", id, deliveredTo, p));
    }

    Trips hook(String host, long id, Hook hook, String in, String out, Packet p) {
        return add(new PacketEvent.AtHook(nanos, host, id, hook, in, out, p));
    }

    Trips route(String host, long id, Ipv4Address to, String route, @Nullable String via, String iface) {
        RouteDecision decision = route.isEmpty() ? RouteDecision.NO_ROUTE : RouteDecision.UNICAST;
        @Nullable Ipv4Address gateway = via == null ? null : Ipv4Address.of(via);
        return add(new PacketEvent.Routed(nanos, host, id, to, decision, route, gateway, iface));
    }

    Trips tracked(String host, long id, ConnectionState state) {
        return add(new PacketEvent.Tracked(nanos, host, id, state, "", state == ConnectionState.NEW));
    }

    Trips rule(long id, int number, String rule, String failed, String target) {
        return add(new PacketEvent.RuleCompared(
                nanos, "gw", id, Hook.FORWARD, TableName.FILTER, "FORWARD", number, rule, failed, 1, target));
    }

    Trips dropped(String host, long id, DropReason reason, String detail, Packet p) {
        return add(new PacketEvent.Dropped(nanos, host, id, reason, detail, p));
    }

    Trips add(PacketEvent event) {
        events.add(event);
        nanos += 1000;
        return this;
    }

    /** The gateway doesn't forward. */
    static List<PacketEvent> notForwarding() {
        Packet p = echo(false);
        return new Trips()
                .fromClient(1, "ping", p)
                .toGateway(1, p)
                .route(
                        "gw",
                        1,
                        SERVER,
                        "172.18.0.0/16 dev eth1 proto kernel scope link src 172.18.133.210",
                        null,
                        "eth1")
                .dropped("gw", 1, DropReason.NOT_FORWARDING, "net.ipv4.ip_forward is 0", p)
                .events();
    }

    /** The client itself has no route. */
    static List<PacketEvent> noRoute() {
        Packet p = echo(false).withSource(Ipv4Address.ANY);
        return new Trips()
                .add(new PacketEvent.Created(0, "client", 1, "ping", 0, p))
                .route("client", 1, SERVER, "", null, "")
                .dropped("client", 1, DropReason.NO_ROUTE, "no route to 172.18.133.212", p)
                .events();
    }

    /** The request arrives, the server has no route for the answer. */
    static List<PacketEvent> noWayBack() {
        Packet p = echo(false);
        Packet answer = echo(true);
        return new Trips()
                .fromClient(1, "ping", p)
                .toGateway(1, p)
                .forwarded(1, p)
                .toServer(1, p, "icmp echo")
                .add(new PacketEvent.Created(0, "server", 2, "icmp echo", 1, answer))
                .route("server", 2, CLIENT, "", null, "")
                .dropped("server", 2, DropReason.NO_ROUTE, "no route to 192.168.66.132", answer)
                .events();
    }

    /** A white list for port 80 refuses a connection to port 22, and says so. */
    static List<PacketEvent> rejected() {
        Packet p = syn(22);
        IcmpMessage refusal = new IcmpMessage(3, 3, 0, 0, Bytes.filled(28, 0), p);
        Packet answer = Packet.of(Ipv4Address.of("192.168.66.135"), CLIENT, 64, refusal);
        return new Trips()
                .fromClient(7, "tcp", p)
                .toGateway(7, p)
                .tracked("gw", 7, ConnectionState.NEW)
                .forwarded(7, p)
                .rule(7, 1, "-m state --state ESTABLISHED -j ACCEPT", "--state ESTABLISHED", "ACCEPT")
                .rule(
                        7,
                        2,
                        "-s 192.168.0.0/16 -p tcp -m tcp --dport 80 -m state --state NEW -j ACCEPT",
                        "--dport 80",
                        "ACCEPT")
                .rule(7, 3, "-j REJECT --reject-with icmp-port-unreachable", "", "REJECT")
                .dropped("gw", 7, DropReason.RULE_REJECT, "FORWARD rule 3", p)
                .add(new PacketEvent.Created(0, "gw", 8, "REJECT", 7, answer))
                .route(
                        "gw",
                        8,
                        CLIENT,
                        "192.168.66.0/24 dev eth0 proto kernel scope link src 192.168.66.135",
                        null,
                        "eth0")
                .hook("gw", 8, Hook.OUTPUT, "", "eth0", answer)
                .hook("gw", 8, Hook.POSTROUTING, "", "eth0", answer)
                .add(new PacketEvent.Transmitted(0, "gw", 8, "eth0", GW_MAC, answer))
                .add(new PacketEvent.Received(0, "client", 8, "eth0", answer))
                .hook("client", 8, Hook.PREROUTING, "eth0", "", answer)
                .hook("client", 8, Hook.INPUT, "eth0", "", answer)
                .add(new PacketEvent.Delivered(0, "client", 8, "icmp error", answer))
                .events();
    }

    /** A request that arrives, overheard by a station the switch also sent it to. */
    static List<PacketEvent> arrived() {
        Packet p = echo(false);
        return new Trips()
                .fromClient(1, "ping", p)
                .add(new PacketEvent.Received(0, "other", 1, "eth0", p))
                .dropped("other", 1, DropReason.OTHER_STATION, "", p)
                .toGateway(1, p)
                .forwarded(1, p)
                .toServer(1, p, "icmp echo")
                .events();
    }
}
