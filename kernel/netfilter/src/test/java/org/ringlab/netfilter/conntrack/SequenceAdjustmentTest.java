package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * A segment of the client at 1000 became 3 bytes longer, one at 2000 4 bytes shorter: what is between was sent 3 later, what
 * follows 1 earlier, and acknowledgements of the server are turned back (nf_conntrack_seqadj.c).
 */
class SequenceAdjustmentTest {
    private final SequenceAdjustment adjustment = new SequenceAdjustment();

    private static Packet packet(int sequence, int acknowledgement, int flags) {
        return Packet.of(
                Ipv4Address.of("10.0.0.1"),
                Ipv4Address.of("10.0.0.2"),
                64,
                new TcpSegment(1, 21, sequence, acknowledgement, flags, 12, Bytes.EMPTY));
    }

    private void shifted() {
        adjustment.shift(false, 1000, 3);
        adjustment.shift(false, 2000, -4);
    }

    @ParameterizedTest
    @CsvSource({"1001, 1004", "1999, 2002", "2000, 2003", "2001, 2000", "2100, 2099"})
    void theClientsNumbers(int sequence, int sent) {
        shifted();
        Packet after = adjustment.apply(packet(sequence, 7, TcpSegment.ACK), false);
        assertEquals(packet(sent, 7, TcpSegment.ACK), after);
        assertEquals(sent - sequence, adjustment.offset(false, sequence));
        assertEquals(0, adjustment.offset(true, sequence));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "1001, 1004"})
    void theFirstShiftLeavesWhatWasBefore(int sequence, int sent) {
        adjustment.shift(false, 1000, 3);
        assertEquals(packet(sent, 7, 0), adjustment.apply(packet(sequence, 7, 0), false));
    }

    @ParameterizedTest
    @CsvSource({"1500, 1497", "2002, 1999", "2003, 2000", "2004, 2005", "2099, 2100"})
    void theServersAcknowledgements(int acknowledgement, int received) {
        shifted();
        Packet answer = packet(50, acknowledgement, TcpSegment.ACK);
        assertEquals(packet(50, received, TcpSegment.ACK), adjustment.apply(answer, true));
        assertEquals(packet(50, acknowledgement, 0), adjustment.apply(packet(50, acknowledgement, 0), true));
    }

    /** What is sent again was counted the first time. */
    @Test
    void aSegmentSentAgainShiftsNothing() {
        shifted();
        adjustment.shift(false, 2000, -4);
        adjustment.shift(false, 1000, 3);
        assertEquals(-1, adjustment.offset(false, 2001));
        adjustment.shift(true, 1000, 9);
        assertEquals(-1, adjustment.offset(false, 2001));
        assertEquals(9, adjustment.offset(true, 1001));
    }

    @Test
    void otherProtocolsHaveNoNumbers() {
        shifted();
        Packet datagram = Packet.of(
                Ipv4Address.of("10.0.0.1"), Ipv4Address.of("10.0.0.2"), 64, new UdpDatagram(1, 2, Bytes.EMPTY));
        assertEquals(datagram, adjustment.apply(datagram, false));
    }

    /** The last two beginnings of lines are known in each direction; the older one is given up. */
    @Test
    void linesBeginWhereOthersEnded() {
        FtpDialog dialog = new FtpDialog();
        assertFalse(dialog.beginsAt(false, 0));
        dialog.lineEndsBefore(false, 200);
        dialog.lineEndsBefore(false, 100);
        dialog.lineEndsBefore(false, 100);
        assertTrue(dialog.beginsAt(false, 100) && dialog.beginsAt(false, 200));
        assertFalse(dialog.beginsAt(true, 100));
        dialog.lineEndsBefore(false, 300);
        assertTrue(dialog.beginsAt(false, 200) && dialog.beginsAt(false, 300));
        assertFalse(dialog.beginsAt(false, 100));
        dialog.lineEndsBefore(false, 400);
        assertTrue(dialog.beginsAt(false, 300) && dialog.beginsAt(false, 400));
        dialog.lineEndsBefore(true, 7);
        assertTrue(dialog.beginsAt(true, 7));
        assertFalse(dialog.beginsAt(false, 7));
    }
}
