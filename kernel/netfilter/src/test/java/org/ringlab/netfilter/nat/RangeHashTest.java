package org.ringlab.netfilter.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.NatRange;

/** Addresses that a Linux 6.18 kernel chose. */
class RangeHashTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            192.168.66.132, 172.18.133.212, SOURCE,      172.18.133.210, 172.18.133.219, false, 172.18.133.214
            192.168.66.132, 172.18.133.230, SOURCE,      172.18.133.210, 172.18.133.219, false, 172.18.133.215
            192.168.66.133, 172.18.133.212, SOURCE,      172.18.133.210, 172.18.133.219, false, 172.18.133.217
            192.168.66.132, 10.0.0.1,       DESTINATION, 172.18.133.212, 172.18.133.213, true,  172.18.133.213
            192.168.66.132, 10.0.0.2,       DESTINATION, 172.18.133.212, 172.18.133.213, true,  172.18.133.213
            192.168.66.133, 10.0.0.1,       DESTINATION, 172.18.133.212, 172.18.133.213, true,  172.18.133.212
            192.168.66.133, 10.0.0.1,       DESTINATION, 172.18.133.9,   172.18.133.9,   false, 172.18.133.9
            """)
    void choosesAsTheKernelDid(
            String source,
            String destination,
            Manip manip,
            String first,
            String last,
            boolean persistent,
            String chosen) {
        Tuple tuple = new Tuple(Ipv4Address.of(source), Ipv4Address.of(destination), 6, 40001, 80, 0);
        NatRange range = new NatRange(
                new NatRange.Addresses(Ipv4Address.of(first), Ipv4Address.of(last)),
                null,
                NatRange.NO_BASE,
                false,
                false,
                persistent);
        Tuple result = RangeHash.choose(tuple, range, manip);
        assertEquals(chosen, (manip == Manip.SOURCE ? result.source() : result.destination()).toString());
    }
}
