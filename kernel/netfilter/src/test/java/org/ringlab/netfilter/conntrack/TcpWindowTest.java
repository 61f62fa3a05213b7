package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * Numbers in and out of the windows of an open connection (nf_conntrack_proto_tcp.c, {@code tcp_in_window}). The client
 * began at 1000, the server at 5000; both announced Linux's windows of 64240 and 65160 and scale what follows by 128.
 */
class TcpWindowTest {
    private static final Ipv4Address CLIENT = Ipv4Address.of("10.0.0.1");
    private static final Ipv4Address SERVER = Ipv4Address.of("10.0.0.2");
    private static final int SYN_OPTIONS = 20;
    private static final int OPTIONS = 12;

    private final SimClock clock = new SimClock();
    private boolean liberal;
    private boolean loose = true;
    private boolean ignoreInvalidReset;
    private final Conntrack conntrack = new Conntrack(clock, new Settings());

    private final class Settings implements ConntrackSettings {
        @Override
        public int maximum() {
            return 0;
        }

        @Override
        public HelperAssignment helperAssignment() {
            return HelperAssignment.NEVER;
        }

        @Override
        public boolean tcpBeLiberal() {
            return liberal;
        }

        @Override
        public boolean tcpLoose() {
            return loose;
        }

        @Override
        public boolean tcpIgnoreInvalidReset() {
            return ignoreInvalidReset;
        }
    }

    @BeforeEach
    void handshake() {
        assertEquals("NEW", client("SYN", 1000, 0, 0));
        assertEquals("ESTABLISHED", server("SYN,ACK", 5000, 1001, 0));
        assertEquals("ESTABLISHED", client("ACK", 1001, 5001, 0));
    }

    /** The server takes up to 65160 bytes from 1001 on. */
    @ParameterizedTest
    @CsvSource({
        "1001, 5001, 100, ESTABLISHED",
        "66160, 5001, 0, ESTABLISHED",
        "66161, 5001, 0, ESTABLISHED",
        // A little more than it was allowed to send passes, for the server to judge.
        "66162, 5001, 0, ESTABLISHED",
        "66162, 5001, 100, ESTABLISHED",
        "140000, 5001, 100, INVALID",
        "500000, 5001, 100, INVALID",
        // Acknowledges what was never sent.
        "1001, 5002, 0, INVALID",
        // Older than anything the server still remembers: passes, for the server to see.
        "900, 5001, 0, ESTABLISHED"
    })
    void aSegmentOfTheClient(int sequence, int acknowledgement, int length, String state) {
        assertEquals(state, client("ACK", sequence, acknowledgement, length));
    }

    @Test
    void theWindowMovesWithWhatIsAcknowledged() {
        assertEquals("ESTABLISHED", client("ACK", 1001, 5001, 1000));
        assertEquals("ESTABLISHED", server("ACK", 5001, 2001, 0));
        // 502 * 128 bytes from 2001 on, and as much again for the server to judge.
        assertEquals("ESTABLISHED", client("ACK", 2001 + 64256, 5001, 0));
        assertEquals("INVALID", client("ACK", 2001 + 64256 + 70_000, 5001, 0));
    }

    @Test
    void beingLiberalMeansThatOnlyFlagsCount() {
        liberal = true;
        assertEquals("ESTABLISHED", client("ACK", 500_000, 5001, 100));
        assertEquals("ESTABLISHED", client("ACK", 1001, 9_999_999, 0));
    }

    @Test
    void strictnessMeansThatNothingIsPickedUp() {
        conntrack.flush();
        loose = false;
        assertEquals("INVALID", client("ACK", 1001, 5001, 0));
        loose = true;
        assertEquals("NEW", client("ACK", 1001, 5001, 0));
    }

    @Test
    void aPickedUpConnectionIsNotHeldToWindowsItNeverSaw() {
        conntrack.flush();
        assertEquals("NEW", client("ACK", 1001, 5001, 0));
        assertEquals("NEW", client("ACK", 500_000, 5001, 100));
        assertEquals("ESTABLISHED", server("ACK", 900_000, 1001, 10));
    }

    @ParameterizedTest
    @CsvSource({
        // The very number the server waits for closes.
        "1001, ESTABLISHED, CLOSE",
        // Another one in the window may be asked for again.
        "1002, ESTABLISHED, ESTABLISHED",
        // What was acknowledged long ago is forged.
        "900, INVALID, ESTABLISHED"
    })
    void aResetOfTheClient(int sequence, String seen, String state) {
        server("ACK", 5001, 1001, 0);
        assertEquals(seen, client("RST", sequence, 0, 0));
        assertEquals(state, entry().tcpState().name());
    }

    @Test
    void aResetInNeedClosesAnywayIfTheSettingSaysSo() {
        ignoreInvalidReset = true;
        server("ACK", 5001, 1001, 0);
        assertEquals("ESTABLISHED", client("RST", 900, 0, 0));
    }

    @Test
    void unacknowledgedDataIsWaitedForFiveMinutes() {
        server("ACK", 5001, 1001, 0);
        assertEquals(5 * 24 * 3600, secondsLeft());
        client("PSH,ACK", 1001, 5001, 10);
        assertEquals(300, secondsLeft());
        server("ACK", 5001, 1011, 0);
        assertEquals(5 * 24 * 3600, secondsLeft());
    }

    @Test
    void theSameSegmentAgainAndAgainShortensTheWait() {
        server("ACK", 5001, 1001, 0);
        for (int i = 0; i < 3; i++) {
            server("ACK", 5001, 1001, 0);
        }
        assertEquals(300, secondsLeft());
    }

    /** NAT made 20 bytes of the client 10 longer, or shorter: the server acknowledges what it received. */
    @ParameterizedTest
    @CsvSource({
        "10, 1031, ESTABLISHED, 432000",
        "10, 1021, ESTABLISHED, 300",
        "10, 1032, INVALID, 300",
        "-10, 1011, ESTABLISHED, 432000",
        "-10, 1012, INVALID, 300",
        // The byte before the one acknowledged says whether that was sent before or after (nf_ct_seq_offset).
        "-19, 1002, ESTABLISHED, 300"
    })
    void acknowledgementsOfRewrittenData(int longer, int acknowledgement, String state, int seconds) {
        server("ACK", 5001, 1001, 0);
        client("PSH,ACK", 1001, 5001, 20);
        entry().adjust(false, 1001, longer);
        assertEquals(state, server("ACK", 5001, acknowledgement, 0));
        assertEquals(seconds, secondsLeft());
    }

    @Test
    void howFarTheClientGot() {
        assertEquals(1001, entry().originalEnd());
        client("PSH,ACK", 1001, 5001, 20);
        server("PSH,ACK", 5001, 1021, 7);
        assertEquals(1021, entry().originalEnd());
    }

    @Test
    void aSynSentAgainLengthensNothing() {
        conntrack.flush();
        client("SYN", 1000, 0, 0);
        clock.advanceTo(60 * SimClock.SECOND);
        client("SYN", 1000, 0, 0);
        assertEquals(60, secondsLeft());
    }

    @Test
    void aConnectionToItselfIsAnsweredByItsNextPacket() {
        conntrack.flush();
        Packet toItself = Packet.of(CLIENT, CLIENT, 64, segment("SYN", 7, 7, 1000, 0, 0));
        assertEquals("NEW", pass(toItself));
        Connection connection = entry();
        assertEquals(connection.original(), connection.reply());
        assertEquals("ESTABLISHED", pass(toItself));
        assertTrue(connection.seenReply());
    }

    private long secondsLeft() {
        return (entry().expiresNanos() - clock.nanos()) / SimClock.SECOND;
    }

    private Connection entry() {
        return conntrack.entries().getFirst();
    }

    private String client(String flags, int sequence, int acknowledgement, int length) {
        return pass(Packet.of(CLIENT, SERVER, 64, segment(flags, 40000, 80, sequence, acknowledgement, length)));
    }

    private String server(String flags, int sequence, int acknowledgement, int length) {
        return pass(Packet.of(SERVER, CLIENT, 64, segment(flags, 80, 40000, sequence, acknowledgement, length)));
    }

    private static TcpSegment segment(String flags, int from, int to, int sequence, int acknowledgement, int length) {
        int bits = 0;
        List<String> names = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");
        for (String flag : flags.toUpperCase(Locale.ROOT).split(",")) {
            bits |= 1 << names.indexOf(flag);
        }
        int options = (bits & TcpSegment.SYN) != 0 ? SYN_OPTIONS : OPTIONS;
        return new TcpSegment(from, to, sequence, acknowledgement, bits, options, Bytes.of(new byte[length]));
    }

    private String pass(Packet packet) {
        Tracking tracking = conntrack.in(packet);
        assertTrue(conntrack.confirm(tracking));
        return tracking.state().name();
    }
}
