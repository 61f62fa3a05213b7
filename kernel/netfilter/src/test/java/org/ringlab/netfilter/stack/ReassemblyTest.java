package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Fragment;
import org.ringlab.netfilter.packet.Ipv4Address;
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
}
