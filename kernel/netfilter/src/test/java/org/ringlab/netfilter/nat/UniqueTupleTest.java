package org.ringlab.netfilter.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.ConntrackSettings;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Template;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.PortRange;

/** Which port a connection gets where ports are scarce (nf_nat_core.c of Linux 6.18). */
class UniqueTupleTest {
    private static final Ipv4Address OUTSIDE = Ipv4Address.of("172.18.133.210");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");
    private static final int BASE = 5000;

    private final Conntrack conntrack = new Conntrack(new SimClock(), ConntrackSettings.PLAIN);
    private final SeededRandom random = new SeededRandom(7);
    private final NatSetup setup = new NatSetup(conntrack, random);

    private static Ipv4Address client(int number) {
        return Ipv4Address.of("10.0." + number / 200 + "." + (1 + number % 200));
    }

    private static Packet tcp(Ipv4Address from, int port, Ipv4Address to, int toPort, String flags, int sequence) {
        int bits = 0;
        for (String flag : flags.toUpperCase(Locale.ROOT).split(",")) {
            bits |= switch (flag) {
                case "SYN" -> TcpSegment.SYN;
                case "ACK" -> TcpSegment.ACK;
                case "FIN" -> TcpSegment.FIN;
                default -> TcpSegment.RST;
            };
        }
        return Packet.of(from, to, 64, new TcpSegment(port, toPort, sequence, 0, bits, 20, Bytes.EMPTY));
    }

    /** Ports from {@code first} on, tried from the first one for clients whose port is {@link #BASE}. */
    private static NatRange ports(int first, int count) {
        return new NatRange(
                new NatRange.Addresses(OUTSIDE, OUTSIDE),
                new PortRange(first, first + count - 1),
                BASE,
                false,
                false,
                false);
    }

    /** The source port with which the packet leaves; 0 where it doesn't. */
    private int leaves(Packet packet, NatRange range) {
        Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
        Connection connection = tracking.connection();
        assertNotNull(connection);
        setup.setUp(connection, range, Manip.SOURCE);
        Packet leaving = Translation.of(packet, tracking, Manip.SOURCE);
        return conntrack.confirm(tracking) ? Tuple.of(leaving).sourceKey() : 0;
    }

    /** Plays the rest of a connection whose packets leave from a port of {@link #OUTSIDE}. */
    private void play(Ipv4Address client, int clientPort, int port, String script) {
        for (String step : script.split(" ")) {
            String flags = step.substring(1);
            Packet packet = step.charAt(0) == '>'
                    ? tcp(client, clientPort, SERVER, 80, flags, flags.equals("FIN,ACK") ? 1001 : 1002)
                    : tcp(SERVER, 80, OUTSIDE, port, flags, 5000);
            Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
            conntrack.confirm(tracking);
        }
    }

    private static Packet udp(int client) {
        return Packet.of(client(client), SERVER, 64, new UdpDatagram(BASE, 53, Bytes.EMPTY));
    }

    private static final String OPEN = "<SYN,ACK >ACK ";

    /**
     * A finished connection makes room for one whose numbers go on from its own; the first one's data ended at 1002, the
     * second one's SYN ends one after its number.
     */
    @ParameterizedTest
    @CsvSource({
        "ESTABLISHED, <SYN|ACK >ACK,                                  9000, 0",
        "LAST_ACK,    <SYN|ACK >ACK >FIN|ACK <ACK <FIN|ACK,           9000, 0",
        "TIME_WAIT,   <SYN|ACK >ACK >FIN|ACK <ACK <FIN|ACK >ACK,      9000, 3000",
        "TIME_WAIT,   <SYN|ACK >ACK >FIN|ACK <ACK <FIN|ACK >ACK,      1002, 3000",
        "TIME_WAIT,   <SYN|ACK >ACK >FIN|ACK <ACK <FIN|ACK >ACK,      1001, 0",
        "TIME_WAIT,   <SYN|ACK >ACK >FIN|ACK <ACK <FIN|ACK >ACK,      500,  0",
        "CLOSE,       <SYN|ACK >ACK >RST,                             9000, 3000"
    })
    void aFinishedConnectionMakesRoom(String state, String script, int sequence, int port) {
        NatRange one = ports(3000, 1);
        assertEquals(3000, leaves(tcp(client(0), BASE, SERVER, 80, "SYN", 1000), one));
        play(client(0), BASE, 3000, script.replace('|', ','));
        assertEquals(state, conntrack.entries().getFirst().tcpState().name());
        assertEquals(port, leaves(tcp(client(1), BASE, SERVER, 80, "SYN", sequence), one));
        assertEquals(1, conntrack.entries().size());
    }

    @Test
    void oneThatIsNotTranslatedMakesNoRoom() {
        Packet own = tcp(OUTSIDE, 3000, SERVER, 80, "SYN", 1000);
        assertEquals(3000, leaves(own, NatRange.NONE));
        play(OUTSIDE, 3000, 3000, OPEN + ">FIN,ACK <ACK <FIN,ACK >ACK");
        assertEquals("TIME_WAIT", conntrack.entries().getFirst().tcpState().name());
        assertEquals(0, leaves(tcp(client(1), BASE, SERVER, 80, "SYN", 9000), ports(3000, 1)));
    }

    /** What came the other way has the tuple in its first direction: its numbers say nothing about this one's. */
    @Test
    void oneFromTheOtherSideMakesNoRoom() {
        Packet incoming = tcp(SERVER, 80, OUTSIDE, 3000, "SYN", 1000);
        assertEquals(81, leaves(incoming, NatRange.to(client(9)).withPort(81)));
        for (String step : "< > > < >".split(" ")) {
            Packet reset = step.equals("<")
                    ? tcp(OUTSIDE, 3000, client(9), 81, "SYN,ACK", 5000)
                    : tcp(SERVER, 80, OUTSIDE, 3000, "RST", 1001);
            conntrack.confirm(conntrack.in(reset, Template.NONE).orElseThrow());
        }
        assertEquals("CLOSE", conntrack.entries().getFirst().tcpState().name());
        assertEquals(0, leaves(tcp(client(1), BASE, SERVER, 80, "SYN", 9000), ports(3000, 1)));
    }

    /** As long as more than 32 ports are left to try, even finished connections keep theirs. */
    @Test
    void onlyTheLastAttemptsEvict() {
        NatRange range = ports(3000, 64);
        for (int i = 0; i < 64; i++) {
            assertEquals(3000 + i, leaves(tcp(client(i), BASE, SERVER, 80, "SYN", 1000), range));
            play(client(i), BASE, 3000 + i, OPEN + ">RST");
        }
        assertEquals(3032, leaves(tcp(client(70), BASE, SERVER, 80, "SYN", 9000), range));
    }

    /** UDP has no state that says it is over. */
    @Test
    void othersAreNeverEvicted() {
        assertEquals(3000, leaves(udp(1), ports(3000, 1)));
        assertEquals(0, leaves(udp(2), ports(3000, 1)));
    }

    /**
     * All ports are taken: 128 are tried, then half as many from elsewhere by chance, down to 8; a range of up to 128 is
     * gone through once. What is returned is the last one tried.
     */
    @ParameterizedTest
    @CsvSource({"64, 0", "128, 0", "129, 4", "300, 4"})
    void asksChanceForAnotherPlaceWhereMoreIsLeft(int count, int draws) {
        NatRange range = ports(3000, count);
        for (int i = 0; i < count; i++) {
            fill(range, i, count);
        }
        SeededRandom same = new SeededRandom(99);
        SeededRandom asked = new SeededRandom(99);
        Tracking tracking = conntrack.in(udp(500), Template.NONE).orElseThrow();
        Connection connection = tracking.connection();
        assertNotNull(connection);
        Tuple found = new UniqueTuple(conntrack, asked).find(Tuple.of(udp(500)), range, connection, Manip.SOURCE);
        for (int i = 0; i < draws; i++) {
            same.nextInt(65536);
        }
        assertEquals(same.nextInt(1 << 30), asked.nextInt(1 << 30));
        assertEquals(OUTSIDE, found.source());
        if (draws == 0) {
            assertEquals(3000 + count - 1, found.sourceKey());
        }
        assertTrue(found.sourceKey() >= 3000 && found.sourceKey() < 3000 + count);
    }

    /** Takes port {@code 3000 + i}: a client whose own port says where to begin. */
    private void fill(NatRange range, int i, int count) {
        Packet packet = Packet.of(client(i), SERVER, 64, new UdpDatagram(BASE + i, 53, Bytes.EMPTY));
        assertEquals(3000 + i % count, leaves(packet, range));
    }

    /** The first 128 are taken, 64 are not: other places find one of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void findsAFreePortElsewhere(int seed) {
        NatRange range = ports(3000, 192);
        for (int i = 0; i < 128; i++) {
            fill(range, i, 192);
        }
        random.nextInt(seed);
        int port = leaves(udp(500), range);
        assertTrue(port >= 3128 && port < 3192, "port " + port);
    }

    /** A source that is in the range already stays what it is, whichever address its hash would choose. */
    @ParameterizedTest
    @CsvSource({"5000, 5000", "5010, 5010"})
    void aSourceInTheRangeStays(int port, int chosen) {
        NatRange.Addresses addresses =
                new NatRange.Addresses(Ipv4Address.of("172.18.133.210"), Ipv4Address.of("172.18.133.219"));
        NatRange range = new NatRange(addresses, new PortRange(5000, 5010), NatRange.NO_BASE, false, false, false);
        for (int last = 210; last <= 219; last++) {
            Ipv4Address source = Ipv4Address.of("172.18.133." + last);
            Packet packet = Packet.of(source, SERVER, 64, new UdpDatagram(port, 53, Bytes.EMPTY));
            Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
            Connection connection = tracking.connection();
            assertNotNull(connection);
            setup.setUp(connection, range, Manip.SOURCE);
            assertEquals(source, connection.reply().destination());
            assertEquals(chosen, connection.reply().destinationKey());
            assertTrue(!connection.translated());
        }
    }
}
