package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteChange;
import org.ringlab.netfilter.route.RouteType;

/** The course's lab by hand: client – gateway – server, with all routes, the gateway's switch still off. */
final class ThreeHosts {
    static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    static final Ipv4Address GATEWAY_INSIDE = Ipv4Address.of("192.168.66.135");
    static final Ipv4Address GATEWAY_OUTSIDE = Ipv4Address.of("172.18.133.210");
    static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");

    final Network network = new Network(1);
    final NetStack client = host("client");
    final NetStack gateway = host("gw");
    final NetStack server = host("server");

    ThreeHosts() {
        card(client, "eth0", "hostonly", "192.168.66.132/24", 1);
        card(gateway, "eth0", "hostonly", "192.168.66.135/24", 2);
        card(gateway, "eth1", "bridged", "172.18.133.210/16", 3);
        card(server, "eth0", "bridged", "172.18.133.212/16", 4);
        route(client, "172.18.0.0/16", GATEWAY_INSIDE);
        route(server, "192.168.0.0/16", GATEWAY_OUTSIDE);
    }

    ThreeHosts forwarding() {
        gateway.sysctls().set(Sysctls.IP_FORWARD, 1);
        return this;
    }

    private NetStack host(String name) {
        return new NetStack(name, network, StackProfile.LINUX, true);
    }

    void card(NetStack host, String name, String segment, String address, int number) {
        NetInterface card = host.links().addCard(name, new MacAddress(number), 1500, network.segment(segment));
        host.addAddress(card, Ipv4Prefix.of(address), Ipv4Address.ANY, name);
        host.setUp(card, true);
    }

    static RouteChange route(NetStack host, String to, Ipv4Address gateway) {
        return host.routing()
                .add(new Route(
                        RouteType.UNICAST,
                        Ipv4Prefix.of(to),
                        gateway,
                        "",
                        null,
                        0,
                        Route.Protocol.BOOT,
                        Route.Scope.GLOBAL));
    }

    /** {@code iptables WORDS}. */
    static void iptables(NetStack host, String... words) {
        IptablesResult result = new Iptables(host.ruleSet(), Profile.RECORDED).run(List.of(words));
        if (result.status() != 0) {
            throw new IllegalArgumentException(result.toString());
        }
    }

    SendResult echo(NetStack from, Ipv4Address to, int ttl) {
        Ipv4Address source = from.sockets().sourceFor(to).orElse(Ipv4Address.ANY);
        IcmpMessage echo = new IcmpMessage(IcmpMessage.ECHO, 0, 7, 1, Bytes.filled(56, '.'), null);
        SendResult result = from.sockets().sendRaw(Packet.of(source, to, ttl, echo), "ping");
        network.queue().runUntil(() -> false, 10 * SimClock.SECOND);
        return result;
    }

    /** What reached a host's ICMP, as {@code type/code from source}. */
    List<String> icmpAt(NetStack host) {
        List<String> seen = new ArrayList<>();
        for (PacketEvent event : network.events().all()) {
            if (event instanceof PacketEvent.Delivered d
                    && d.host().equals(host.name())
                    && d.packet().payload() instanceof IcmpMessage icmp) {
                seen.add(icmp.type() + "/" + icmp.code() + " from " + d.packet().source());
            }
        }
        return seen;
    }

    List<PacketEvent.Dropped> drops() {
        return network.events().all().stream()
                .filter(PacketEvent.Dropped.class::isInstance)
                .map(PacketEvent.Dropped.class::cast)
                .toList();
    }
}
