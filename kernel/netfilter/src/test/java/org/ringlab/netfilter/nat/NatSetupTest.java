package org.ringlab.netfilter.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
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
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.packet.Wire;
import org.ringlab.netfilter.rules.NatRange;
import org.ringlab.netfilter.rules.PortRange;

/** A translator between two networks: what leaves it, what comes back, and that nobody is mistaken for another. */
class NatSetupTest {
    private static final Ipv4Address OUTSIDE = Ipv4Address.of("172.18.133.210");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");

    private final SimClock clock = new SimClock();
    private final Conntrack conntrack = new Conntrack(clock, ConntrackSettings.PLAIN);
    private final NatSetup setup = new NatSetup(conntrack, new SeededRandom(7));

    private static Packet udp(Ipv4Address from, int sourcePort, Ipv4Address to, int port) {
        return Packet.of(from, to, 64, new UdpDatagram(sourcePort, port, Bytes.utf8("x")));
    }

    private static Ipv4Address client(int number) {
        return Ipv4Address.of("192.168.66." + number);
    }

    /** Sends the first packet of a connection through; as it leaves. */
    private Packet through(Packet packet, NatRange destination, NatRange source) {
        Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
        Connection connection = tracking.connection();
        assertNotNull(connection);
        if (!connection.natDone(Manip.DESTINATION)) {
            setup.setUp(connection, destination, Manip.DESTINATION);
        }
        Packet routed = Translation.of(packet, tracking, Manip.DESTINATION);
        if (!connection.natDone(Manip.SOURCE)) {
            setup.setUp(connection, source, Manip.SOURCE);
        }
        Packet leaving = Translation.of(routed, tracking, Manip.SOURCE);
        return conntrack.confirm(tracking) ? leaving : packet;
    }

    /** Takes a packet that comes back through; as it arrives. */
    private Packet back(Packet packet) {
        Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
        return Translation.of(Translation.of(packet, tracking, Manip.DESTINATION), tracking, Manip.SOURCE);
    }

    @Test
    void keepsThePortWhereItCan() {
        Packet first = through(udp(client(1), 300, SERVER, 53), NatRange.NONE, NatRange.to(OUTSIDE));
        assertEquals(udp(OUTSIDE, 300, SERVER, 53), first);
    }

    /** The port taken instead is of the same class. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 511",
        "511, 1, 511",
        "512, 600, 1023",
        "1023, 600, 1023",
        "1024, 1024, 65535",
        "65535, 1024, 65535"
    })
    void aClashTakesAPortOfTheSameClass(int port, int lowest, int highest) {
        through(udp(client(1), port, SERVER, 53), NatRange.NONE, NatRange.to(OUTSIDE));
        Packet second = through(udp(client(2), port, SERVER, 53), NatRange.NONE, NatRange.to(OUTSIDE));
        int chosen = ((UdpDatagram) second.payload()).sourcePort();
        assertTrue(chosen != port && chosen >= lowest && chosen <= highest, "port " + chosen);
    }

    @Test
    void aSourceKeepsItsMappingTowardsOthers() {
        through(udp(client(1), 5000, SERVER, 53), NatRange.NONE, NatRange.to(OUTSIDE));
        Packet mapped = through(udp(client(2), 5000, SERVER, 53), NatRange.NONE, NatRange.to(OUTSIDE));
        int port = ((UdpDatagram) mapped.payload()).sourcePort();
        Packet elsewhere = through(udp(client(2), 5000, client(200), 53), NatRange.NONE, NatRange.to(OUTSIDE));
        assertEquals(udp(OUTSIDE, port, client(200), 53), elsewhere);
    }

    @Test
    void shiftsPortsByABase() {
        NatRange shifted =
                new NatRange(new NatRange.Addresses(SERVER, SERVER), new PortRange(80, 90), 8000, false, false, false);
        Packet leaving = through(udp(client(1), 5000, OUTSIDE, 8003), shifted, NatRange.to(client(1)));
        assertEquals(udp(client(1), 5000, SERVER, 83), leaving);
    }

    @Test
    void aSinglePortForTwoLosesTheSecond() {
        NatRange one = NatRange.to(OUTSIDE).withPort(3000);
        through(udp(client(1), 5000, SERVER, 53), NatRange.NONE, one);
        Packet second = udp(client(2), 5000, SERVER, 53);
        assertEquals(second, through(second, NatRange.NONE, one), "not confirmed, so it doesn't leave");
        assertEquals(1, conntrack.entries().size());
    }

    /** Whatever ranges are asked for: no two connections share a tuple, and answers come back to who asked. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersComeBackAndNobodySharesATuple(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int i = 0; i < 400; i++) {
            Packet sent = anyPacket(random);
            Packet leaving = through(sent, anyRange(random, "10.0.0.", 5), anyRange(random, "172.18.133.", 3));
            Tuple original = Tuple.of(sent);
            Connection connection = conntrack.find(original).orElse(null);
            if (connection == null) {
                continue;
            }
            assertEquals(connection.reply(), Tuple.of(leaving).inverse().orElseThrow());
            Packet answer = answerTo(leaving);
            assertEquals(answerTo(sent), back(answer), () -> sent + " left as " + leaving);
            assertEquals(errorAbout(sent), back(errorAbout(leaving)), () -> "an error about " + leaving);
        }
        Set<Tuple> tuples = new HashSet<>();
        for (Connection connection : conntrack.entries()) {
            assertTrue(tuples.add(connection.original()), connection::toString);
            assertTrue(
                    tuples.add(connection.reply()) || connection.reply().equals(connection.original()),
                    connection::toString);
        }
    }

    private static Packet anyPacket(SeededRandom random) {
        Ipv4Address from = client(1 + random.nextInt(3));
        Ipv4Address to = Ipv4Address.of("10.0.0." + (1 + random.nextInt(3)));
        int port = 5000 + random.nextInt(4);
        Payload payload = switch (random.nextInt(3)) {
            case 0 -> new UdpDatagram(port, 53, Bytes.utf8("question"));
            case 1 -> new TcpSegment(port, 80, 1, 0, TcpSegment.SYN, 20, Bytes.EMPTY);
            default -> new IcmpMessage(IcmpMessage.ECHO, 0, port, 1, Bytes.utf8("ping"), null);
        };
        return Packet.of(from, to, 64, payload);
    }

    private static NatRange anyRange(SeededRandom random, String network, int addresses) {
        if (random.nextInt(4) == 0) {
            return NatRange.NONE;
        }
        Ipv4Address first = Ipv4Address.of(network + "1");
        Ipv4Address last = Ipv4Address.of(network + (1 + random.nextInt(addresses)));
        PortRange ports = random.nextInt(2) == 0 ? null : new PortRange(5000, 5000 + random.nextInt(9));
        return new NatRange(
                new NatRange.Addresses(first, last),
                ports,
                NatRange.NO_BASE,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextInt(2) == 0);
    }

    private static Packet answerTo(Packet packet) {
        Payload payload = switch (packet.payload()) {
            case UdpDatagram u -> new UdpDatagram(u.destinationPort(), u.sourcePort(), u.data());
            case TcpSegment t ->
                new TcpSegment(
                        t.destinationPort(), t.sourcePort(), 9, 2, TcpSegment.SYN | TcpSegment.ACK, 20, Bytes.EMPTY);
            case IcmpMessage i -> new IcmpMessage(IcmpMessage.ECHO_REPLY, 0, i.id(), i.sequence(), i.data(), null);
            default -> throw new IllegalArgumentException(packet.toString());
        };
        return Packet.of(packet.destination(), packet.source(), 64, payload);
    }

    /** The packet's destination can't be reached: what it says. */
    private static Packet errorAbout(Packet packet) {
        return Packet.of(
                packet.destination(),
                packet.source(),
                64,
                new IcmpMessage(IcmpMessage.UNREACHABLE, 3, 0, 0, Wire.encode(packet), packet));
    }
}
