package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * A gateway in the middle: {@code >} is a packet from the client, {@code <} one from the server; every packet that is not
 * INVALID gets through and confirms its connection.
 */
class ConntrackTest {
    private static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");

    private final SimClock clock = new SimClock();
    private final Conntrack conntrack = new Conntrack(clock, ConntrackSettings.PLAIN);

    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of(
                        ">SYN <SYN,ACK >ACK >PSH,ACK <ACK >FIN,ACK <ACK <FIN,ACK >ACK",
                        "NEW ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED",
                        "TIME_WAIT ASSURED"),
                Arguments.of(">SYN", "NEW", "SYN_SENT UNREPLIED"),
                Arguments.of(">SYN >SYN", "NEW NEW", "SYN_SENT UNREPLIED"),
                Arguments.of(">SYN <SYN,ACK", "NEW ESTABLISHED", "SYN_RECV"),
                Arguments.of(">SYN <RST,ACK", "NEW ESTABLISHED", ""),
                Arguments.of(">SYN <SYN,ACK >RST", "NEW ESTABLISHED ESTABLISHED", "CLOSE"),
                Arguments.of(">SYN <SYN,ACK >ACK >RST,ACK", "NEW ESTABLISHED ESTABLISHED ESTABLISHED", "CLOSE ASSURED"),
                Arguments.of(">ACK", "NEW", "ESTABLISHED UNREPLIED"),
                Arguments.of(">ACK <ACK", "NEW ESTABLISHED", "ESTABLISHED"),
                Arguments.of(">ACK <RST", "NEW ESTABLISHED", ""),
                Arguments.of("<SYN,ACK", "INVALID", ""),
                Arguments.of(">FIN,ACK", "INVALID", ""),
                Arguments.of(">FIN", "INVALID", ""),
                Arguments.of(">RST", "INVALID", ""),
                Arguments.of(">NONE", "INVALID", ""),
                Arguments.of(">SYN,FIN", "INVALID", ""),
                Arguments.of(">FIN,SYN,RST,PSH,ACK,URG", "INVALID", ""),
                Arguments.of(">SYN >ACK", "NEW INVALID", "SYN_SENT UNREPLIED"),
                Arguments.of(">SYN <ACK", "NEW ESTABLISHED", "SYN_SENT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void tcp(String script, String states, String entry) {
        List<String> seen = new ArrayList<>();
        for (String step : script.split(" ")) {
            boolean reply = step.charAt(0) == '<';
            seen.add(pass(tcp(reply, step.substring(1))));
        }
        assertEquals(states, String.join(" ", seen));
        assertEquals(entry, listing());
    }

    @Test
    void aClosedConnectionIsReopenedByTheNextSyn() {
        for (String step : ">SYN <SYN,ACK >ACK >FIN,ACK <ACK <FIN,ACK >ACK".split(" ")) {
            pass(tcp(step.charAt(0) == '<', step.substring(1)));
        }
        assertEquals("TIME_WAIT ASSURED", listing());
        assertEquals("NEW", pass(tcp(false, "SYN")));
        assertEquals("SYN_SENT UNREPLIED", listing());
    }

    @Test
    void aDroppedFirstPacketLeavesNoTrace() {
        assertEquals("NEW", conntrack.in(tcp(false, "SYN")).state().name());
        assertEquals("", listing());
    }

    @Test
    void udpIsAssuredOnceItLastsTwoSeconds() {
        assertEquals("NEW", pass(udp(false)));
        assertEquals("ESTABLISHED", pass(udp(true)));
        assertEquals("udp", listing());
        clock.advanceTo(2 * SimClock.SECOND + 1);
        assertEquals("ESTABLISHED", pass(udp(false)));
        assertEquals("udp ASSURED", listing());
    }

    @Test
    void entriesAreForgottenWhenTheirTimeIsUp() {
        pass(udp(false));
        clock.advanceTo(30 * SimClock.SECOND - 1);
        assertEquals("udp UNREPLIED", listing());
        clock.advanceTo(30 * SimClock.SECOND);
        assertEquals("", listing());
        assertEquals("NEW", pass(udp(false)));
    }

    @Test
    void pingIsAConnectionAndAReplyOutOfTheBlueIsInvalid() {
        assertEquals("INVALID", pass(icmp(SERVER, CLIENT, 0, 9)));
        assertEquals("NEW", pass(icmp(CLIENT, SERVER, 8, 7)));
        assertEquals("ESTABLISHED", pass(icmp(SERVER, CLIENT, 0, 7)));
        assertEquals("icmp", listing());
    }

    @Test
    void anErrorIsRelatedToTheConnectionItQuotes() {
        Packet datagram = udp(false);
        Packet error = error(SERVER, CLIENT, datagram);
        assertEquals("INVALID", pass(error));
        pass(datagram);
        assertEquals("RELATED", pass(error));
        assertEquals("INVALID", pass(error(SERVER, Ipv4Address.of("10.0.0.1"), datagram)));
    }

    @Test
    void anyPacketsInAnyOrderKeepTheTableConsistent() {
        for (long seed = 1; seed <= 200; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Conntrack table = new Conntrack(clock, ConntrackSettings.PLAIN);
            for (int i = 0; i < 50; i++) {
                Packet packet = switch (random.nextInt(3)) {
                    case 0 -> tcp(random.nextInt(2) == 0, random.nextInt(256));
                    case 1 -> udp(random.nextInt(2) == 0);
                    default -> icmp(CLIENT, SERVER, random.nextInt(20), random.nextInt(3));
                };
                table.confirm(table.in(packet));
                for (Connection c : table.entries()) {
                    assertEquals(c, table.find(c.original()).orElse(null), "seed " + seed);
                    assertEquals(c, table.find(c.reply()).orElse(null), "seed " + seed);
                    assertTrue(!c.assured() || c.seenReply(), "seed " + seed);
                }
            }
        }
    }

    private String pass(Packet packet) {
        Tracking tracking = conntrack.in(packet);
        assertTrue(conntrack.confirm(tracking));
        return tracking.state().name();
    }

    /** The only entry: its TCP state or protocol, and flags. */
    private String listing() {
        List<String> lines = new ArrayList<>();
        for (Connection c : conntrack.entries()) {
            String what = c.protocolName().equals("tcp") ? c.tcpState().name() : c.protocolName();
            lines.add(what + (c.seenReply() ? "" : " UNREPLIED") + (c.assured() ? " ASSURED" : ""));
        }
        return String.join("; ", lines);
    }

    private static Packet tcp(boolean reply, String flags) {
        int bits = 0;
        List<String> names = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");
        for (String flag : flags.toUpperCase(Locale.ROOT).split(",")) {
            bits |= flag.equals("NONE") ? 0 : 1 << names.indexOf(flag);
        }
        return tcp(reply, bits);
    }

    private static Packet tcp(boolean reply, int bits) {
        return reply
                ? Packet.of(SERVER, CLIENT, 64, new TcpSegment(80, 40001, 1, 1, bits, 0, Bytes.EMPTY))
                : Packet.of(CLIENT, SERVER, 64, new TcpSegment(40001, 80, 1, 1, bits, 0, Bytes.EMPTY));
    }

    private static Packet udp(boolean reply) {
        return reply
                ? Packet.of(SERVER, CLIENT, 64, new UdpDatagram(514, 40002, Bytes.utf8("x")))
                : Packet.of(CLIENT, SERVER, 64, new UdpDatagram(40002, 514, Bytes.utf8("x")));
    }

    private static Packet icmp(Ipv4Address from, Ipv4Address to, int type, int id) {
        return Packet.of(from, to, 64, new IcmpMessage(type, 0, id, 1, Bytes.EMPTY, null));
    }

    private static Packet error(Ipv4Address from, Ipv4Address to, Packet quoted) {
        return Packet.of(from, to, 64, new IcmpMessage(3, 3, 0, 0, Bytes.EMPTY, quoted));
    }

    /** As {@code sysctl -a} of a namespace just made says (Linux 6.18). */
    @Test
    void theTimeoutsThatLinuxComesWith() {
        List<String> said = new ArrayList<>();
        for (Timeout timeout : Timeout.values()) {
            said.add(timeout.setting() + " " + timeout.seconds());
            assertEquals(timeout.seconds() * SimClock.SECOND, timeout.nanos());
        }
        said.sort(null);
        assertEquals(
                List.of(
                        "generic_timeout 600",
                        "gre_timeout 30",
                        "gre_timeout_stream 180",
                        "icmp_timeout 30",
                        "tcp_timeout_close 10",
                        "tcp_timeout_close_wait 60",
                        "tcp_timeout_established 432000",
                        "tcp_timeout_fin_wait 120",
                        "tcp_timeout_last_ack 30",
                        "tcp_timeout_max_retrans 300",
                        "tcp_timeout_syn_recv 60",
                        "tcp_timeout_syn_sent 120",
                        "tcp_timeout_time_wait 120",
                        "tcp_timeout_unacknowledged 300",
                        "udp_timeout 30",
                        "udp_timeout_stream 120"),
                said);
    }
}
