package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Fragment;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.packet.Wire;

class ReassemblyTest {
    private static Packet datagram(int size) {
        UdpDatagram udp = new UdpDatagram(40000, 514, Bytes.filled(size, 'x'));
        Ipv4Address a = Ipv4Address.parse("10.0.0.1").orElseThrow();
        Ipv4Address b = Ipv4Address.parse("10.0.0.2").orElseThrow();
        return new Packet(a, b, 64, 0, 0, false, udp);
    }

    @ParameterizedTest(name = "{0} bytes of data, {1} at once: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    4000 | 1500 | 1500 1500 1068
                    1473 | 1500 | 1500 21
                    1472 | 1500 | 1500
                    100  | 68   | 68 68 32
                    100  | 67   | 60 60 48
                    """)
    void everyFragmentButTheLastHoldsAMultipleOfEightBytes(int size, int mtu, String lengths) {
        List<Packet> pieces = Reassembly.split(datagram(size), mtu, 7);

        assertEquals(
                lengths,
                String.join(
                        " ",
                        pieces.stream().map(p -> String.valueOf(p.length())).toList()));
        assertTrue(pieces.stream()
                .allMatch(p -> p.id() == 7 && p.length() == Wire.encode(p).length()));
    }

    @Test
    void aFragmentOfAFragmentKeepsItsPlace() {
        Packet second = Reassembly.split(datagram(4000), 1500, 7).get(1);

        List<Fragment> pieces =
                Reassembly.split(second, 800, 9).stream().map(Packet::fragment).toList();

        assertEquals(List.of(new Fragment(1480, 776, true), new Fragment(2256, 704, true)), pieces);
        assertNull(second.whole().fragment());
    }

    private final ThreeHosts lab = new ThreeHosts();

    /** Three pieces of a datagram to the gateway, made of one that has that number. */
    private static List<Packet> pieces(int id, Ipv4Address to) {
        UdpDatagram udp = new UdpDatagram(40000, 514, Bytes.filled(4000, 'x'));
        return Reassembly.split(new Packet(ThreeHosts.CLIENT, to, 64, 0, id, false, udp), 1500, 7);
    }

    private void arrives(Packet piece) {
        Frame.Ip content = new Frame.Ip(piece, lab.network.events().nextPacketId());
        lab.client
                .findInterface("eth0")
                .orElseThrow()
                .transmit(new Frame(new MacAddress(1), new MacAddress(2), content));
        pass(1);
    }

    private void pass(long nanos) {
        lab.network.queue().runUntil(() -> false, nanos);
    }

    private List<PacketEvent.Reassembled> joined() {
        return lab.network.events().all().stream()
                .filter(PacketEvent.Reassembled.class::isInstance)
                .map(PacketEvent.Reassembled.class::cast)
                .toList();
    }

    private List<String> lost() {
        return lab.drops().stream()
                .filter(d -> d.reason() == DropReason.INCOMPLETE)
                .map(PacketEvent.Dropped::detail)
                .toList();
    }

    /** The first piece's header is the packet's, whichever came first. */
    @Test
    void theBeginningGivesTheHeader() {
        List<Packet> pieces = pieces(5, ThreeHosts.GATEWAY_INSIDE);
        arrives(pieces.get(2).withTtl(50));
        arrives(pieces.get(0).withTtl(60));
        assertEquals(List.of(), joined());
        arrives(pieces.get(1).withTtl(40));
        assertEquals(1, joined().size());
        assertEquals(3, joined().getFirst().pieces());
        assertEquals(60, joined().getFirst().packet().ttl());
        assertEquals(4028, joined().getFirst().packet().length());
        pass(60 * SimClock.SECOND);
        assertEquals(List.of(), lost());
    }

    /** {@code ip_expire}: who sent the beginning is told, where the packet was for this host. */
    @ParameterizedTest(name = "{0} of {1} came: {2}")
    @CsvSource({
        "0, 192.168.66.135, 11/1 from 192.168.66.135",
        "1 0, 192.168.66.135, 11/1 from 192.168.66.135",
        "0, 172.18.133.210, 11/1 from 172.18.133.210",
        "1, 192.168.66.135, ''",
        "0, 172.18.133.212, ''"
    })
    void afterThirtySecondsTheyAreThrownAway(String came, String to, String told) {
        lab.forwarding();
        // A router that tracks connections joins what it passes on.
        ThreeHosts.iptables(lab.gateway, "-A", "FORWARD", "-m", "state", "--state", "NEW", "-j", "ACCEPT");
        List<String> numbers = List.of(came.split(" "));
        numbers.forEach(n -> arrives(pieces(5, Ipv4Address.of(to)).get(Integer.parseInt(n))));
        pass(30 * SimClock.SECOND - 1 - numbers.size());
        assertEquals(List.of(), lost());
        pass(SimClock.SECOND);
        assertEquals(List.of(numbers.size() + " fragments waited 30 s for the others"), lost());
        assertEquals(told, String.join(" ", lab.icmpAt(lab.client)));
    }

    /** Each heap has its own 30 seconds, though a number is used again. */
    @Test
    void aNumberUsedAgainIsAnotherPacket() {
        List<Packet> pieces = pieces(5, ThreeHosts.GATEWAY_INSIDE);
        pieces.forEach(this::arrives);
        pass(20 * SimClock.SECOND);
        pieces.subList(0, 2).forEach(this::arrives);
        pass(20 * SimClock.SECOND);
        arrives(pieces.get(2));
        assertEquals(2, joined().size());
        assertEquals(List.of(), lost());
    }
}
