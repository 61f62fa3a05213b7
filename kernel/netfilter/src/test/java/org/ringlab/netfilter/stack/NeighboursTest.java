package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.netfilter.stack.ThreeHosts.CLIENT;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.ArpPacket;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;

/** Who is asked for, who answers, and what is remembered of it (net/ipv4/arp.c). */
class NeighboursTest {
    private static final Ipv4Address NOBODY = Ipv4Address.of("192.168.66.99");

    private final ThreeHosts lab = new ThreeHosts();
    private final NetInterface card = lab.client.findInterface("eth0").orElseThrow();
    private final Neighbours neighbours = lab.client.neighbours();

    @Test
    void whoAnswersIsReachableAndWhoDoesNotHasFailed() {
        assertEquals(List.of(), rows(lab.client));
        lab.echo(lab.client, GATEWAY_INSIDE, 64);
        lab.echo(lab.client, NOBODY, 64);
        assertEquals(
                List.of("192.168.66.135 eth0 00:00:00:00:00:02 REACHABLE", "192.168.66.99 eth0 null FAILED"),
                rows(lab.client));
        assertEquals(List.of("192.168.66.132 eth0 00:00:00:00:00:01 REACHABLE"), rows(lab.gateway));
    }

    /** Three requests, a second apart; while they go on and once somebody is known nobody is asked again. */
    @Test
    void whoIsAskedForIsAskedForOnce() {
        neighbours.solicit(card, NOBODY);
        neighbours.solicit(card, NOBODY);
        pass(2500 * SimClock.MILLI);
        neighbours.solicit(card, NOBODY);
        assertEquals(3, requestsFor(NOBODY));
        pass(SimClock.SECOND);
        assertEquals(List.of("192.168.66.99 eth0 null FAILED"), rows(lab.client));
        neighbours.solicit(card, NOBODY);
        assertEquals(4, requestsFor(NOBODY));

        neighbours.solicit(card, GATEWAY_INSIDE);
        pass(SimClock.SECOND);
        neighbours.solicit(card, GATEWAY_INSIDE);
        assertEquals(1, requestsFor(GATEWAY_INSIDE));
    }

    /** As recorded: {@code ip neigh del} while a ping waits makes it fail at once; {@code neigh_flush_dev} is silent. */
    @Test
    void whoIsStruckOutIsAskedForNoMore() {
        lab.client.sockets().sendRaw(datagram(), "test");
        pass(SimClock.MILLI);
        assertTrue(neighbours.remove(card, NOBODY));
        assertFalse(neighbours.remove(card, NOBODY));
        pass(SimClock.MILLI);
        assertEquals(List.of(DropReason.NO_NEIGHBOUR), reasons());
        assertEquals(List.of("3/1 from " + CLIENT), lab.icmpAt(lab.client));

        lab.client.sockets().sendRaw(datagram(), "test");
        lab.client.setUp(card, false);
        pass(10 * SimClock.SECOND);
        assertEquals(List.of(DropReason.NO_NEIGHBOUR), reasons());
        assertEquals(2, requestsFor(NOBODY));
        assertEquals(List.of(), rows(lab.client));
    }

    private static Packet datagram() {
        return Packet.of(CLIENT, NOBODY, 64, new UdpDatagram(5000, 514, Bytes.EMPTY));
    }

    private List<DropReason> reasons() {
        return lab.drops().stream().map(d -> d.reason()).toList();
    }

    /** {@code arping -D}: who has the address answers, and remembers nobody. */
    @Test
    void whoOnlyWantsToKnowIsAnsweredAndNotRemembered() {
        neighbours.probe(card, GATEWAY_INSIDE);
        neighbours.probe(card, NOBODY);
        pass(10 * SimClock.SECOND);
        assertEquals(Optional.of(new MacAddress(2)), neighbours.answered(card, GATEWAY_INSIDE));
        assertEquals(Optional.empty(), neighbours.answered(card, NOBODY));
        assertEquals(List.of(), rows(lab.gateway));
        assertEquals(1, requestsFor(NOBODY));
    }

    /** Who asks with an address that an answer would look for elsewhere is not answered. */
    @ParameterizedTest
    @CsvSource({
        "192.168.66.132, 1, 192.168.66.132 eth0 00:00:00:00:00:07 REACHABLE",
        "172.18.133.212, 0, 172.18.133.212 eth0 00:00:00:00:00:07 REACHABLE",
        "172.18.133.212, 1, ''",
        "192.168.66.135, 0, ''"
    })
    void whoseRequestIsBelieved(String sender, int filter, String row) {
        lab.gateway.sysctls().set("net.ipv4.conf.all.rp_filter", filter);
        MacAddress mac = new MacAddress(7);
        ArpPacket request = new ArpPacket(true, mac, Ipv4Address.of(sender), MacAddress.ZERO, GATEWAY_INSIDE);
        card.transmit(new Frame(mac, MacAddress.BROADCAST, new Frame.Arp(request, 0)));
        pass(SimClock.SECOND);
        assertEquals(row, String.join("\n", rows(lab.gateway)));
        long answers = sent().filter(e -> !e.arp().request()).count();
        assertEquals(row.isEmpty() ? 0 : 1, answers);
    }

    private void pass(long nanos) {
        lab.network.queue().runUntil(() -> false, nanos);
    }

    private Stream<PacketEvent.ArpSent> sent() {
        return lab.network.events().all().stream()
                .filter(PacketEvent.ArpSent.class::isInstance)
                .map(PacketEvent.ArpSent.class::cast);
    }

    private long requestsFor(Ipv4Address address) {
        return sent().filter(e -> e.arp().request() && e.arp().targetAddress().equals(address))
                .count();
    }

    private static List<String> rows(NetStack host) {
        return host.neighbours().list().stream()
                .map(n -> n.address() + " " + n.iface() + " " + n.mac() + " " + n.state())
                .toList();
    }
}
