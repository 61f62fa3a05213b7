package org.ringlab.netfilter.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.ConntrackSettings;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.FtpCommand;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.HelperNat;
import org.ringlab.netfilter.conntrack.Manip;
import org.ringlab.netfilter.conntrack.Template;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.NatRange;

/** The ports that announcements get where two sessions announce the same one (nf_nat_ftp.c, nf_nat_helper.c). */
class HelperTranslationTest {
    private static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");

    private final Conntrack conntrack = new Conntrack(new SimClock(), ConntrackSettings.PLAIN);
    private final SeededRandom random = new SeededRandom(3);
    private final HelperTranslation translation =
            new HelperTranslation(conntrack, new NatSetup(conntrack, new SeededRandom(1)), random);

    private static String port(Ipv4Address address, int port) {
        return FtpCommand.Form.PORT.write(address, port);
    }

    private static Packet said(int controlPort, String line) {
        Bytes data = Bytes.utf8(line);
        return Packet.of(
                CLIENT, SERVER, 64, new TcpSegment(controlPort, 21, 1, 1, TcpSegment.ACK | TcpSegment.PSH, 12, data));
    }

    private Connection session(int controlPort) {
        Packet syn =
                Packet.of(CLIENT, SERVER, 64, new TcpSegment(controlPort, 21, 0, 0, TcpSegment.SYN, 20, Bytes.EMPTY));
        Tracking tracking = conntrack.in(syn, Template.NONE).orElseThrow();
        assertTrue(conntrack.confirm(tracking));
        assertNotNull(tracking.connection());
        TcpSegment answer = new TcpSegment(21, controlPort, 0, 1, TcpSegment.SYN | TcpSegment.ACK, 20, Bytes.EMPTY);
        conntrack.in(Packet.of(SERVER, CLIENT, 64, answer), Template.NONE);
        return tracking.connection();
    }

    private Optional<HelperNat.Rewritten> announce(int controlPort, int port) {
        Connection connection = session(controlPort);
        String words = port(CLIENT, port);
        FtpCommand command = new FtpCommand(FtpCommand.Form.PORT, 5, words.length(), CLIENT, port);
        Packet packet = said(controlPort, "PORT " + words + "\r\n");
        Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
        return translation.ftp(packet, tracking, command, expected(connection, port));
    }

    private static Expectation expected(Connection connection, int port) {
        return new Expectation(connection, SERVER, CLIENT, port, port, false, null, Long.MAX_VALUE);
    }

    private static String line(HelperNat.Rewritten rewritten) {
        return new String(((TcpSegment) rewritten.packet().payload()).data().toArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFreePortIsKept() {
        HelperNat.Rewritten rewritten = announce(40000, 50000).orElseThrow();
        assertEquals(50000, rewritten.expected().port());
        assertEquals("PORT 192,168,66,132,195,80\r\n", line(rewritten));
    }

    /** The other port is a higher one, is what the line says now, and leads to the one announced. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1024, 50000, 65000, 65500})
    void aTakenPortBecomesAHigherOne(int port) {
        assertTrue(announce(40000, port).isPresent());
        for (int session = 1; session <= 20; session++) {
            HelperNat.Rewritten rewritten = announce(40000 + session, port).orElseThrow();
            int chosen = rewritten.expected().port();
            assertTrue(chosen > port && chosen < 65535, "port " + chosen);
            assertEquals(port, rewritten.expected().announcedPort());
            assertEquals("PORT " + port(CLIENT, chosen) + "\r\n", line(rewritten));
        }
    }

    /** The server's data comes to the address that the request was given, and goes on to who asked (nf_nat_tftp.c). */
    @ParameterizedTest
    @CsvSource({"true, true, 192.168.66.132:40000", "true, false, 10.9.9.9:50123", "false, true, 192.168.66.132:40000"})
    void aTftpAnswerFollowsItsRequestBack(boolean translated, boolean helps, String end) {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.TFTP));
        if (helps) {
            conntrack.helpers().translate(Helper.Kind.TFTP, translation);
        }
        Packet request = Packet.of(CLIENT, SERVER, 64, new UdpDatagram(40000, 69, Bytes.of(new byte[] {0, 1})));
        Tracking tracking = conntrack.in(request, Template.NONE).orElseThrow();
        Connection asked = Objects.requireNonNull(tracking.connection());
        if (translated) {
            NatRange range = NatRange.to(Ipv4Address.of("10.9.9.9")).withPort(50123);
            new NatSetup(conntrack, random).setUp(asked, range, Manip.SOURCE);
        }
        conntrack.helpers().read(request, tracking);
        assertTrue(conntrack.confirm(tracking));
        Packet data = Packet.of(
                SERVER,
                asked.reply().destination(),
                64,
                new UdpDatagram(3333, asked.reply().destinationKey(), Bytes.EMPTY));
        Tracking answer = conntrack.in(data, Template.NONE).orElseThrow();
        Tuple reply = Objects.requireNonNull(answer.connection()).reply();
        assertEquals(ConnectionState.RELATED, answer.state());
        assertEquals(end, reply.source() + ":" + reply.sourceKey());
    }

    /** With {@code n} ports above it, that many others are tried, each by chance; then the announcement is dropped. */
    @ParameterizedTest
    @ValueSource(ints = {65535, 65534, 65530, 65000})
    void nothingIsFreeAnyMore(int port) {
        for (int taken = port; taken <= 65535; taken++) {
            assertTrue(conntrack.expectations().add(expected(session(taken - 10_000), taken)));
        }
        assertEquals(Optional.empty(), announce(40000, port));
        SeededRandom same = new SeededRandom(3);
        for (int i = 0; i < Math.min(65535 - port, 128); i++) {
            same.nextInt(65535 - port);
        }
        assertEquals(same.nextInt(1 << 30), random.nextInt(1 << 30));
    }
}
