package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;

/** A bridge of two virtual cables, by hand: what it takes from its ports, and what it does with frames (net/bridge). */
class BridgeTest {
    private static final MacAddress STATION = new MacAddress(0x0200_0000_0077L);
    private static final MacAddress NOBODY = new MacAddress(0x0200_0000_0099L);

    private final Network network = new Network(1);
    private final NetStack host = stack("host");
    private final NetStack one = stack("one");
    private final NetStack two = stack("two");
    private final NetInterface iface = host.links().addBridge("br0");
    private final Bridge bridge = (Bridge) iface.device();
    private final NetInterface first = port("p1", one, 0x20);
    private final NetInterface second = port("p2", two, 0x10);

    BridgeTest() {
        host.setUp(iface, true);
        network.queue().runUntil(() -> false, SimClock.SECOND);
    }

    private NetStack stack(String name) {
        return new NetStack(name, network, StackProfile.RECORDED, true);
    }

    private NetInterface port(String name, NetStack there, long mac) {
        NetInterface port = host.links().addVeth(name, there.links(), "eth0");
        host.links().setMac(port, new MacAddress(0x0200_0000_0000L | mac));
        there.setUp(there.findInterface("eth0").orElseThrow(), true);
        host.setUp(port, true);
        host.links().enslave(port, bridge);
        return port;
    }

    @Test
    void itsAddressAndMtuAreTheLeastOfItsPorts() {
        assertEquals(second.mac(), iface.mac());
        assertEquals(iface.mac(), bridge.tree().identity().mac());
        host.setMtu(first, 1400);
        assertEquals(1400, iface.mtu());
        host.links().release(second);
        assertEquals(first.mac(), iface.mac());
        assertEquals(iface.mac(), bridge.tree().identity().mac());
        host.links().release(first);
        assertEquals(1500, iface.mtu());
        assertEquals(List.of(), bridge.ports());
    }

    @Test
    void whatAPersonChoseStays() {
        host.setMtu(iface, 1300);
        host.links().setMac(iface, NOBODY);
        assertEquals(NOBODY, bridge.tree().identity().mac());
        host.setMtu(first, 1200);
        host.links().release(second);
        assertEquals(1300, iface.mtu());
        assertEquals(NOBODY, iface.mac());
    }

    @Test
    void aNumberThatCameFreeIsGivenAgain() {
        host.links().release(first);
        NetInterface third = port("p3", stack("three"), 0x30);
        assertEquals(1, third.port().orElseThrow().number());
        assertEquals(2, second.port().orElseThrow().number());
        assertEquals(3, port("p4", stack("four"), 0x40).port().orElseThrow().number());
    }

    @Test
    void withTheBridgeItsPortsAreFree() {
        BridgePort port = first.port().orElseThrow();
        host.links().remove(iface);
        assertTrue(first.port().isEmpty());
        assertTrue(second.port().isEmpty());
        assertEquals(PacketEvent.PortState.DISABLED, port.state());
    }

    @Test
    void itRunsAsLongAsAPortForwards() {
        assertTrue(bridge.hadPort());
        assertTrue(iface.isRunning());
        host.setUp(first, false);
        assertTrue(iface.isRunning());
        host.setUp(second, false);
        assertFalse(iface.isRunning());
        host.setUp(second, true);
        network.queue().runUntil(() -> false, SimClock.SECOND);
        assertTrue(iface.isRunning());
        host.setUp(iface, false);
        assertEquals(PacketEvent.PortState.DISABLED, first.port().orElseThrow().state());
    }

    @Test
    void itLearnsWhoIsWhereButNotItself() {
        send(one, STATION, NOBODY);
        assertEquals(first.port(), bridge.stations().find(STATION));
        send(two, first.mac(), NOBODY);
        send(two, iface.mac(), NOBODY);
        assertTrue(bridge.stations().find(first.mac()).isEmpty());
        assertTrue(bridge.stations().find(iface.mac()).isEmpty());
    }

    @Test
    void reservedAddressesGoNoFurther() {
        long before = second.sentPackets();
        send(one, STATION, new MacAddress(0x0180_C200_000EL));
        send(one, STATION, new MacAddress(0x0180_C200_0001L));
        assertEquals(before, second.sentPackets());
        assertEquals(first.port(), bridge.stations().find(STATION));
        send(one, STATION, new MacAddress(0x0180_C200_0010L));
        assertEquals(before + 1, second.sentPackets());
        // A bridge without the protocol passes its messages on.
        send(one, STATION, TreeTalk.GROUP);
        assertEquals(before + 2, second.sentPackets());
        bridge.tree().setOn(true);
        network.queue().runUntil(() -> second.port().orElseThrow().forwards(), 40 * SimClock.SECOND);
        long spoken = second.sentPackets();
        send(one, STATION, TreeTalk.GROUP);
        assertEquals(spoken, second.sentPackets());
    }

    @Test
    void whatTheTreeHoldsBackIsTold() {
        host.setUp(iface, false);
        bridge.tree().setOn(true);
        host.setUp(iface, true);
        send(one, STATION, NOBODY);
        PacketEvent.Dropped dropped = network.events().all().stream()
                .filter(PacketEvent.Dropped.class::isInstance)
                .map(PacketEvent.Dropped.class::cast)
                .toList()
                .getLast();
        assertEquals(DropReason.PORT_BLOCKED, dropped.reason());
        assertEquals("port p1 of br0 is listening, for 15 s more", dropped.detail());
        assertTrue(bridge.stations().find(STATION).isEmpty());
    }

    @Test
    void whatIsForTheHostIsCountedAsTheBridges() {
        long before = iface.receivedPackets();
        send(one, STATION, iface.mac());
        send(one, STATION, MacAddress.BROADCAST);
        assertEquals(before + 2, iface.receivedPackets());
        send(one, STATION, NOBODY);
        assertEquals(before + 2, iface.receivedPackets());
    }

    @Test
    void stationsAreLookedThroughATenthOfASecondAfterItGoesUp() {
        host.setUp(iface, false);
        assertEquals(0, bridge.untilCleaning());
        host.setUp(iface, true);
        assertEquals(100 * SimClock.MILLI, bridge.untilCleaning());
        network.queue().runUntil(() -> false, 40 * SimClock.MILLI);
        assertEquals(60 * SimClock.MILLI, bridge.untilCleaning());
        network.queue().runUntil(() -> false, 60 * SimClock.MILLI);
        assertEquals(0, bridge.untilCleaning());
        network.queue().runUntil(() -> false, SimClock.MILLI);
        assertEquals(bridge.stations().ageingNanos() - SimClock.MILLI, bridge.untilCleaning());
    }

    /** A frame with a datagram in it, made at one end of a cable. */
    private void send(NetStack from, MacAddress source, MacAddress to) {
        NetInterface card = from.findInterface("eth0").orElseThrow();
        card.transmit(frame(source, to));
        network.queue().runUntil(() -> false, 1);
    }

    private Frame frame(MacAddress source, MacAddress to) {
        Packet packet = Packet.of(
                Ipv4Address.of("10.0.0.1"), Ipv4Address.of("10.0.0.2"), 64, new UdpDatagram(7, 8, Bytes.EMPTY));
        return new Frame(source, to, new Frame.Ip(packet, network.events().nextPacketId()));
    }

    private static String line(PacketEvent.Switched e) {
        return e.from() + " " + e.decision() + " " + e.to() + (e.learned() ? " news" : "");
    }

    private List<String> switched() {
        return network.events().all().stream()
                .filter(PacketEvent.Switched.class::isInstance)
                .map(e -> line((PacketEvent.Switched) e))
                .toList();
    }

    private List<PacketEvent.Dropped> blocked() {
        return network.events().all().stream()
                .filter(PacketEvent.Dropped.class::isInstance)
                .map(PacketEvent.Dropped.class::cast)
                .filter(d -> d.reason() == DropReason.PORT_BLOCKED)
                .toList();
    }

    @Test
    void itTellsWhatItLearned() {
        send(one, STATION, NOBODY);
        send(one, STATION, NOBODY);
        send(two, STATION, NOBODY);
        send(two, second.mac(), NOBODY);
        send(one, NOBODY, STATION);
        assertEquals(
                List.of(
                        "p1 FLOODED [p2] news",
                        "p1 FLOODED [p2]",
                        "p2 FLOODED [p1] news",
                        "p2 FLOODED [p1]",
                        "p1 FORWARDED [p2] news"),
                switched());
    }

    /** Where all other ports are held back the frame is lost; a group's still comes to the host. */
    @Test
    void whatHasNoOtherWayOutIsBlocked() {
        bridge.tree().setOn(true);
        network.queue().runUntil(() -> second.port().orElseThrow().forwards(), 40 * SimClock.SECOND);
        host.setUp(second, false);
        host.setUp(second, true);
        network.queue().runUntil(() -> false, SimClock.SECOND);
        send(one, STATION, NOBODY);
        send(one, STATION, MacAddress.BROADCAST);
        host.setUp(first, false);
        host.setUp(first, true);
        iface.transmit(frame(iface.mac(), MacAddress.BROADCAST));
        assertEquals(List.of("p1 BLOCKED [] news", "p1 FLOODED []", " BLOCKED []"), switched());
        assertEquals(2, blocked().size());
        assertEquals(
                "port p2 of br0 is listening, for 14 s more",
                blocked().getLast().detail());
    }

    @Test
    void whereThereIsNoOtherPortNothingIsHeldBack() {
        host.links().release(second);
        send(one, STATION, NOBODY);
        assertEquals(List.of("p1 FLOODED [] news"), switched());
        assertEquals(List.of(), blocked());
    }

    @Test
    void aPortLearnsBeforeItForwards() {
        host.setUp(iface, false);
        bridge.tree().setOn(true);
        host.setUp(iface, true);
        network.queue().runUntil(() -> false, 16 * SimClock.SECOND);
        send(one, STATION, NOBODY);
        assertEquals(List.of("p1 BLOCKED [] news"), switched());
        assertEquals(
                "port p1 of br0 is learning, for 14 s more", blocked().getLast().detail());
        assertEquals(first.port(), bridge.stations().find(STATION));
    }

    @Test
    void whatLeavesIsDisabledAndItsStationsForgotten() {
        assertFalse(((Bridge) host.links().addBridge("br1").device()).hadPort());
        send(one, STATION, NOBODY);
        BridgePort port = first.port().orElseThrow();
        host.links().release(first);
        assertEquals(PacketEvent.PortState.DISABLED, port.state());
        assertTrue(bridge.stations().find(STATION).isEmpty());
    }

    /** Who was heard by way of it is forgotten with its last port. */
    @Test
    void withoutACarrierNeighboursAreForgotten() {
        host.addAddress(iface, Ipv4Prefix.of("10.0.0.1/24"), Ipv4Address.ANY, "br0");
        host.neighbours().learn(iface, Ipv4Address.of("10.0.0.2"), STATION);
        host.setUp(first, false);
        assertEquals(1, host.neighbours().list().size());
        host.setUp(second, false);
        assertEquals(List.of(), host.neighbours().list());
    }

    /** An address of another port than the one it comes by is the host's, but no packet to it is taken. */
    @Test
    void whichOfItsAddressesTakePackets() {
        host.addAddress(iface, Ipv4Prefix.of("10.0.0.2/24"), Ipv4Address.ANY, "br0");
        assertEquals(second.mac(), iface.mac());
        send(one, STATION, second.mac());
        assertEquals(List.of("no socket"), delivered(host));
        send(one, STATION, first.mac());
        assertEquals(List.of("no socket", "no socket"), delivered(host));
        NetInterface third = port("p3", stack("three"), 0x30);
        network.queue().runUntil(() -> false, SimClock.SECOND);
        send(one, STATION, third.mac());
        assertEquals(List.of("no socket", "no socket"), delivered(host));
        assertEquals(
                List.of("p1 LOCAL [] news", "p1 LOCAL []", "p1 LOCAL []"),
                switched().stream().filter(line -> line.startsWith("p1")).toList());
        assertEquals(
                3,
                network.frames().all().stream()
                        .filter(f -> f.host().equals("host") && f.iface().equals("br0"))
                        .filter(f -> f.frame().source().equals(STATION))
                        .count(),
                "packet sockets of the bridge see all of them");
    }

    private List<String> delivered(NetStack there) {
        return network.events().all().stream()
                .filter(PacketEvent.Delivered.class::isInstance)
                .map(PacketEvent.Delivered.class::cast)
                .filter(d -> d.host().equals(there.name()))
                .map(PacketEvent.Delivered::to)
                .toList();
    }

    /** What PREROUTING sends to a neighbour on the bridge stays a switched frame; elsewhere it is routed and ages. */
    @Test
    void whatIsTranslatedGoesOnByTheBridgeOrByTheHost() {
        NetStack three = stack("three");
        NetInterface out = host.links().addVeth("out", three.links(), "eth0");
        host.setUp(out, true);
        address(host, "br0", "10.0.0.9/24");
        address(host, "out", "10.1.0.1/24");
        address(two, "eth0", "10.0.0.3/24");
        address(three, "eth0", "10.1.0.3/24");
        host.sysctls().set(Sysctls.IP_FORWARD, 1);
        host.sysctls().set(Sysctls.BRIDGE_IPTABLES, 1);
        ThreeHosts.iptables(
                host, "-t", "nat", "-A", "PREROUTING", "-p", "udp", "-j", "DNAT", "--to-destination", "10.0.0.3");
        send(one, STATION, NOBODY);
        network.queue().runUntil(() -> false, SimClock.SECOND);
        assertEquals(List.of("10.0.0.3 ttl 64"), received(two));
        ThreeHosts.iptables(host, "-t", "nat", "-F");
        host.conntrack().flush();
        ThreeHosts.iptables(
                host, "-t", "nat", "-A", "PREROUTING", "-p", "udp", "-j", "DNAT", "--to-destination", "10.1.0.3");
        send(one, STATION, NOBODY);
        network.queue().runUntil(() -> false, SimClock.SECOND);
        assertEquals(List.of("10.1.0.3 ttl 63"), received(three));
    }

    private static void address(NetStack there, String name, String address) {
        NetInterface card = there.findInterface(name).orElseThrow();
        there.setUp(card, true);
        there.addAddress(card, Ipv4Prefix.of(address), Ipv4Address.ANY, name);
    }

    private List<String> received(NetStack there) {
        return network.events().all().stream()
                .filter(PacketEvent.Delivered.class::isInstance)
                .map(PacketEvent.Delivered.class::cast)
                .filter(d -> d.host().equals(there.name()) && d.packet().payload() instanceof UdpDatagram)
                .map(d -> d.packet().destination() + " ttl " + d.packet().ttl())
                .toList();
    }

    /** A port says what is new at once, but not twice within a second: the rest when the second is over. */
    @Test
    void whatMayNotBeSaidYetIsSaidAfterwards() {
        bridge.tree().setOn(true);
        network.queue().runUntil(() -> false, 500 * SimClock.MILLI);
        BridgePort port = first.port().orElseThrow();
        long before = first.sentPackets();
        bridge.tree().talk().speak();
        boolean said = first.sentPackets() > before;
        bridge.tree().talk().speak();
        assertTrue(port.configPending());
        long spoken = first.sentPackets();
        network.queue().runUntil(() -> !port.configPending(), SimClock.SECOND);
        assertFalse(port.configPending());
        assertEquals(spoken + 1, first.sentPackets(), "said before: " + said);
    }

    /** A host that came onto the bridge's network hears its neighbours. */
    @Test
    void theHostItselfAnswersByTheBridge() {
        host.addAddress(iface, Ipv4Prefix.of("10.0.0.1/24"), Ipv4Address.ANY, "br0");
        one.addAddress(one.findInterface("eth0").orElseThrow(), Ipv4Prefix.of("10.0.0.2/24"), Ipv4Address.ANY, "eth0");
        Packet packet = Packet.of(
                Ipv4Address.of("10.0.0.2"), Ipv4Address.of("10.0.0.1"), 64, new UdpDatagram(7, 8, Bytes.EMPTY));
        one.sockets().sendRaw(packet, "test");
        network.queue().runUntil(() -> false, SimClock.SECOND);
        assertEquals(
                one.findInterface("eth0").orElseThrow().mac(),
                host.neighbours().answered(iface, Ipv4Address.of("10.0.0.2")).orElseThrow());
    }
}
