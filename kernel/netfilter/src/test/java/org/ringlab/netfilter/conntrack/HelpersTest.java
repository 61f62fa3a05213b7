package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.rules.ConnectionState;

/** What helpers make of the packets of a session between client and server. */
class HelpersTest {
    private static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");

    private final SimClock clock = new SimClock();
    private final Conntrack conntrack = new Conntrack(clock, ConntrackSettings.PLAIN);
    private int said = 1;
    private int answered = 1;

    private Tracking pass(Packet packet) {
        Tracking tracking = conntrack.in(packet, Template.NONE).orElseThrow();
        assertTrue(conntrack.confirm(tracking));
        return tracking;
    }

    private Packet tcp(boolean fromClient, int flags, String text) {
        Bytes data = Bytes.utf8(text);
        TcpSegment segment = fromClient
                ? new TcpSegment(40000, 21, said, answered, flags, 12, data)
                : new TcpSegment(21, 40000, answered, said, flags, 12, data);
        if (fromClient) {
            said += data.length();
        } else {
            answered += data.length();
        }
        return fromClient ? Packet.of(CLIENT, SERVER, 64, segment) : Packet.of(SERVER, CLIENT, 64, segment);
    }

    private Helpers.Reading say(boolean fromClient, String line) {
        Packet packet = tcp(fromClient, TcpSegment.ACK | TcpSegment.PSH, line + "\r\n");
        return conntrack.helpers().read(packet, pass(packet));
    }

    private void login() {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.FTP));
        pass(tcp(true, TcpSegment.SYN, ""));
        said++;
        pass(tcp(false, TcpSegment.SYN | TcpSegment.ACK, ""));
        answered++;
        pass(tcp(true, TcpSegment.ACK, ""));
        say(false, "220 hello");
        say(true, "USER anonymous");
    }

    private static Packet syn(Ipv4Address from, int sourcePort, Ipv4Address to, int port) {
        return Packet.of(from, to, 64, new TcpSegment(sourcePort, port, 1, 0, TcpSegment.SYN, 20, Bytes.EMPTY));
    }

    @Test
    void anAnnouncedConnectionIsRelatedOnce() {
        login();
        assertInstanceOf(
                Helpers.Reading.Announced.class, say(false, "227 Entering Passive Mode (172,18,133,212,195,81)"));
        Tracking data = pass(syn(CLIENT, 45000, SERVER, 50001));
        assertEquals(ConnectionState.RELATED, data.state());
        assertNotNull(data.connection());
        assertNotNull(data.connection().master());
        assertEquals(
                ConnectionState.NEW, pass(syn(CLIENT, 45001, SERVER, 50001)).state());
    }

    @Test
    void theClientAnnouncesToo() {
        login();
        say(true, "PORT 192,168,66,132,195,80");
        assertEquals(
                ConnectionState.RELATED, pass(syn(SERVER, 20, CLIENT, 50000)).state());
    }

    @Test
    void anotherMachinesAddressIsNotFollowed() {
        login();
        assertInstanceOf(Helpers.Reading.Nothing.class, say(true, "PORT 192,168,66,1,195,80"));
        assertTrue(conntrack.expectations().entries().isEmpty());
    }

    @Test
    void halfAnAnnouncementIsRefused() {
        login();
        assertInstanceOf(Helpers.Reading.Refused.class, say(true, "PORT 192,168"));
    }

    @Test
    void aSessionWaitsForTheLatestOnlyAndNotForEver() {
        login();
        say(true, "PORT 192,168,66,132,195,80");
        say(true, "PORT 192,168,66,132,195,81");
        assertEquals(1, conntrack.expectations().entries().size());
        clock.advanceTo(clock.nanos() + 301 * SimClock.SECOND);
        assertTrue(conntrack.expectations().entries().isEmpty());
    }

    @Test
    void aTftpAnswerComesFromAnyPort() {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.TFTP));
        Packet request =
                Packet.of(CLIENT, SERVER, 64, new UdpDatagram(40000, 69, Bytes.of(new byte[] {0, 1, 'f', 0, 'o', 0})));
        Tracking tracking = conntrack.in(request, Template.NONE).orElseThrow();
        assertInstanceOf(Helpers.Reading.Announced.class, conntrack.helpers().read(request, tracking));
        conntrack.confirm(tracking);
        Packet data = Packet.of(SERVER, CLIENT, 64, new UdpDatagram(3333, 40000, Bytes.utf8("block")));
        assertEquals(ConnectionState.RELATED, pass(data).state());
    }

    /** Read and write requests announce, however short; nothing else does (RFC 1350, nf_conntrack_tftp.c). */
    @ParameterizedTest
    @CsvSource({
        "0001, true",
        "0002, true",
        "000166006f00, true",
        "00, false",
        "0003, false",
        "0000, false",
        "0101, false"
    })
    void whatATftpClientAsksFor(String hex, boolean announces) {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.TFTP));
        Bytes data = Bytes.of(HexFormat.of().parseHex(hex));
        Packet request = Packet.of(CLIENT, SERVER, 64, new UdpDatagram(40000, 69, data));
        Helpers.Reading reading = conntrack.helpers().read(request, pass(request));
        assertEquals(announces, reading instanceof Helpers.Reading.Announced);
        assertEquals(announces ? 1 : 0, conntrack.expectations().entries().size());
    }

    /** What the other session announced is waited for still. */
    @Test
    void whatAForgottenSessionAnnouncedIsNotWaitedFor() {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.TFTP));
        for (int port = 40000; port <= 40001; port++) {
            Packet request = Packet.of(CLIENT, SERVER, 64, new UdpDatagram(port, 69, Bytes.of(new byte[] {0, 1})));
            conntrack.helpers().read(request, pass(request));
        }
        Connection first = conntrack.entries().getFirst();
        conntrack.delete(first);
        assertEquals(
                List.of(40001),
                conntrack.expectations().entries().stream()
                        .map(Expectation::port)
                        .toList());
        assertFalse(conntrack.expectations().has(first));
    }

    /** A full table takes no new connection; one whose time is up makes room. */
    @Test
    void aFullTableRefuses() {
        ConntrackSettings two = new ConntrackSettings() {
            @Override
            public int maximum() {
                return 2;
            }

            @Override
            public HelperAssignment helperAssignment() {
                return HelperAssignment.NEVER;
            }
        };
        Conntrack small = new Conntrack(clock, two);
        for (int port = 1; port <= 3; port++) {
            Packet packet = Packet.of(CLIENT, SERVER, 64, new UdpDatagram(port, 53, Bytes.EMPTY));
            small.in(packet, Template.NONE).ifPresent(small::confirm);
        }
        assertEquals(2, small.entries().size());
        clock.advanceTo(clock.nanos() + 31 * SimClock.SECOND);
        Packet later = Packet.of(CLIENT, SERVER, 64, new UdpDatagram(4, 53, Bytes.EMPTY));
        assertTrue(small.in(later, Template.NONE).isPresent());
    }
}
