package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.conntrack.ConntrackSettings.HelperAssignment;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** What comes into the table, what goes, what is counted and what listeners are told (nf_conntrack_core.c). */
class ConnectionTableTest {
    private static final Ipv4Address A = Ipv4Address.of("10.0.0.1");
    private static final Ipv4Address B = Ipv4Address.of("10.0.0.2");
    private static final Ipv4Address C = Ipv4Address.of("10.0.0.3");

    private final SimClock clock = new SimClock();
    private int maximum;
    private HelperAssignment assignment = HelperAssignment.FIRST_PORT;
    private final Conntrack conntrack = new Conntrack(clock, new ConntrackSettings() {
        @Override
        public int maximum() {
            return maximum;
        }

        @Override
        public HelperAssignment helperAssignment() {
            return assignment;
        }
    });

    private static Packet udp(Ipv4Address from, int port, Ipv4Address to, int toPort) {
        return Packet.of(from, to, 64, new UdpDatagram(port, toPort, Bytes.utf8("x")));
    }

    private static Packet tcp(Ipv4Address from, int port, Ipv4Address to, int toPort, int flags) {
        return Packet.of(from, to, 64, new TcpSegment(port, toPort, 1, 1, flags, 20, Bytes.EMPTY));
    }

    private static Packet of(Ipv4Address from, Ipv4Address to, Payload payload) {
        return Packet.of(from, to, 64, payload);
    }

    private Tracking pass(Packet packet) {
        Tracking tracking = conntrack.in(packet);
        assertTrue(conntrack.confirm(tracking));
        return tracking;
    }

    private Connection connection(Packet packet) {
        Connection connection = pass(packet).connection();
        assertNotNull(connection);
        return connection;
    }

    private void at(double seconds) {
        clock.advanceTo((long) (seconds * SimClock.SECOND));
    }

    private String left(Connection connection) {
        return (connection.expiresNanos() - clock.nanos()) / SimClock.SECOND + (connection.assured() ? " ASSURED" : "");
    }

    /** Seconds after the first packet and after an answer, as in the kernel's settings. */
    @ParameterizedTest
    @CsvSource({"17, 30, 30", "47, 30, 180 ASSURED", "132, 600, 600", "1, 30, 30"})
    void everyProtocolHasItsTime(int protocol, String first, String answered) {
        at(50);
        Packet there = of(A, B, payload(protocol, true));
        Packet back = of(B, A, payload(protocol, false));
        Connection connection = connection(there);
        assertEquals(first, left(connection));
        pass(back);
        pass(there);
        assertEquals(answered, left(connection));
    }

    private static Payload payload(int protocol, boolean there) {
        return switch (protocol) {
            case UdpDatagram.PROTOCOL ->
                there ? new UdpDatagram(1000, 53, Bytes.EMPTY) : new UdpDatagram(53, 1000, Bytes.EMPTY);
            case IcmpMessage.PROTOCOL -> new IcmpMessage(there ? 8 : 0, 0, 7, 1, Bytes.EMPTY, null);
            default -> new OtherPayload(protocol, Bytes.EMPTY);
        };
    }

    @ParameterizedTest
    @CsvSource({"101.9, 30", "102, 30", "102.1, 120 ASSURED"})
    void udpIsAStreamMoreThanTwoSecondsAfterItBegan(double when, String expected) {
        at(100);
        Connection connection = connection(udp(A, 1000, B, 53));
        pass(udp(B, 53, A, 1000));
        at(when);
        pass(udp(A, 1000, B, 53));
        assertEquals(expected, left(connection));
    }

    @Test
    void aConnectionIsForgottenAtTheVeryEndOfItsTime() {
        Tuple tuple = connection(udp(A, 1000, B, 53)).original();
        at(29.999);
        assertTrue(conntrack.find(tuple).isPresent());
        at(30);
        assertTrue(conntrack.find(tuple).isEmpty());
        assertEquals(List.of(), conntrack.entries());
    }

    @Test
    void whatIsOverIsNoSourceOfAMapping() {
        Tracking tracking = conntrack.in(udp(A, 1000, B, 53));
        Connection connection = tracking.connection();
        assertNotNull(connection);
        connection.setNatDone(Manip.SOURCE);
        conntrack.confirm(tracking);
        Tuple elsewhere = Tuple.of(udp(A, 1000, C, 53));
        assertEquals(List.of(connection), List.copyOf(conntrack.ofSource(elsewhere)));
        at(30);
        assertEquals(List.of(), List.copyOf(conntrack.ofSource(elsewhere)));
        at(0);
    }

    @Test
    void whatIsDeletedIsNoSourceOfAMapping() {
        Tuple elsewhere = Tuple.of(udp(A, 1000, C, 80));
        for (int port = 53; port <= 54; port++) {
            Tracking tracking = conntrack.in(udp(A, 1000, B, port));
            assertNotNull(tracking.connection());
            tracking.connection().setNatDone(Manip.SOURCE);
            conntrack.confirm(tracking);
        }
        conntrack.delete(conntrack.entries().getFirst());
        assertEquals(conntrack.entries(), List.copyOf(conntrack.ofSource(elsewhere)));
        conntrack.flush();
        assertEquals(List.of(), List.copyOf(conntrack.ofSource(elsewhere)));
    }

    @Test
    void countsWhatCameToNothing() {
        pass(of(A, B, new IcmpMessage(0, 0, 7, 1, Bytes.EMPTY, null)));
        pass(of(A, B, new IcmpMessage(42, 0, 7, 1, Bytes.EMPTY, null)));
        pass(tcp(A, 1000, B, 80, TcpSegment.FIN));
        assertEquals("3 0 0", statistics());
        Tracking first = conntrack.in(udp(A, 1000, B, 53));
        Tracking second = conntrack.in(udp(A, 1000, B, 53));
        assertTrue(conntrack.confirm(first));
        assertFalse(conntrack.confirm(second));
        assertEquals("3 1 1", statistics());
        maximum = 1;
        assertTrue(conntrack.in(udp(A, 1001, B, 53), Template.NONE).isEmpty());
        assertEquals("3 1 2", statistics());
    }

    /** What lies near and isn't assured makes room, all in the same bucket at once; what is assured stays. */
    @Test
    void aFullTableMakesRoomNearby() {
        maximum = 3;
        Conntrack crowded = new Conntrack(clock, new ConntrackSettings() {
            @Override
            public int maximum() {
                return maximum;
            }

            @Override
            public HelperAssignment helperAssignment() {
                return HelperAssignment.NEVER;
            }

            @Override
            public int buckets() {
                return 1;
            }
        });
        List<Connection> begun = new ArrayList<>();
        for (int port = 1; port <= 3; port++) {
            Tracking tracking = crowded.in(udp(A, port, B, 53));
            crowded.confirm(tracking);
            begun.add(tracking.connection());
        }
        begun.get(1).setAssured();
        assertTrue(crowded.in(udp(A, 4, B, 53), Template.NONE).isPresent());
        assertEquals(List.of(begun.get(1)), crowded.entries());
        assertEquals(2, crowded.statistics().droppedEarly());
        assertEquals(0, crowded.statistics().dropped());
        maximum = 1;
        assertTrue(crowded.in(udp(A, 5, B, 53), Template.NONE).isEmpty());
        assertEquals(1, crowded.statistics().dropped());
    }

    private String statistics() {
        ConntrackStatistics s = conntrack.statistics();
        return s.invalid() + " " + s.insertFailed() + " " + s.dropped();
    }

    @Test
    void countersBeginAnew() {
        conntrack.setAccounting(true);
        Connection connection = connection(udp(A, 1000, B, 53));
        pass(udp(B, 53, A, 1000));
        assertEquals("1 29 1 29", counters(connection));
        connection.zeroCounters();
        assertEquals("0 0 0 0", counters(connection));
    }

    private static String counters(Connection c) {
        return c.packets(false) + " " + c.bytes(false) + " " + c.packets(true) + " " + c.bytes(true);
    }

    /** Zones of the two directions may differ: each packet is looked for where its rule puts it. */
    @Test
    void aConnectionBetweenZonesIsFoundFromBothSides() {
        Template there = new Template(null, 1, 2);
        Tracking first = conntrack.in(udp(A, 1000, B, 53), there).orElseThrow();
        conntrack.confirm(first);
        assertEquals("NEW", in(udp(A, 1000, B, 53), there));
        assertEquals("ESTABLISHED", in(udp(B, 53, A, 1000), there));
        assertEquals("NEW", in(udp(B, 53, A, 1000), new Template(null, 1, 1)));
        assertEquals("ESTABLISHED", in(udp(B, 53, A, 1000), new Template(null, 2, 2)));
        assertEquals("NEW", in(udp(A, 1000, B, 53), new Template(null, 3, 3)));
    }

    private String in(Packet packet, Template template) {
        return conntrack.in(packet, template).orElseThrow().state().name();
    }

    /** With {@code address} null everything by that interface, as when it goes down. */
    @ParameterizedTest
    @CsvSource({"1, 10.0.0.9, 2", "1, 10.0.0.3, 1", "1, , 1", "2, , 2"})
    void masqueradedConnectionsGoWithTheirAddress(int index, @Nullable String address, int remaining) {
        Tracking tracking = conntrack.in(udp(A, 1000, B, 53));
        assertNotNull(tracking.connection());
        conntrack.alterReply(tracking.connection(), Tuple.of(udp(B, 53, C, 1000)));
        tracking.connection().setMasqueradeIndex(1);
        conntrack.confirm(tracking);
        pass(udp(A, 1001, B, 53));
        conntrack.forgetMasqueraded(index, address == null ? null : Ipv4Address.of(address));
        assertEquals(remaining, conntrack.entries().size());
    }

    /**
     * A connection to port 2121 that DNAT leads to 21, kernels before 4.7 gave a helper by the port it has now; not where
     * a rule gave it one, and not where another connection announced it.
     */
    @ParameterizedTest
    @CsvSource({"FIRST_PORT, false, ", "TRANSLATED_PORT, false, ftp", "TRANSLATED_PORT, true, tftp", "NEVER, false, "})
    void translationToTheHelpersPort(HelperAssignment by, boolean ruled, @Nullable String helper) {
        assignment = by;
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.FTP));
        Template template = ruled ? new Template(Helper.of(Helper.Kind.TFTP), 0, 0) : Template.NONE;
        Tracking tracking =
                conntrack.in(tcp(A, 1000, B, 2121, TcpSegment.SYN), template).orElseThrow();
        Connection connection = tracking.connection();
        assertNotNull(connection);
        conntrack.alterReply(connection, Tuple.of(tcp(C, 21, A, 1000, 0)));
        Helper given = connection.helper();
        assertEquals(helper, given == null ? null : given.name());
        assertEquals(C, connection.reply().source());
    }

    @Test
    void anAnnouncedConnectionGetsNoHelperByTranslation() {
        assignment = HelperAssignment.TRANSLATED_PORT;
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.FTP));
        Connection master = connection(tcp(A, 1000, B, 80, TcpSegment.SYN));
        master.setMark(5);
        assertTrue(conntrack.expectations().add(expectation(master, A, B, 2121)));
        Connection data = connection(tcp(A, 1001, B, 2121, TcpSegment.SYN));
        assertEquals(master, data.master());
        assertEquals(5, data.mark());
        conntrack.alterReply(data, Tuple.of(tcp(C, 21, A, 1001, 0)));
        assertNull(data.helper());
    }

    /** One that has announced something already keeps the helper that read it. */
    @Test
    void oneThatAnnouncedKeepsItsHelper() {
        assignment = HelperAssignment.TRANSLATED_PORT;
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.FTP));
        Connection announced = connection(tcp(A, 1000, B, 21, TcpSegment.SYN));
        Connection another = connection(tcp(A, 1001, B, 21, TcpSegment.SYN));
        conntrack.expectations().add(expectation(announced, B, A, 50000));
        conntrack.alterReply(announced, Tuple.of(tcp(C, 2121, A, 1000, 0)));
        conntrack.alterReply(another, Tuple.of(tcp(C, 2121, A, 1001, 0)));
        assertNotNull(announced.helper());
        assertNull(another.helper());
    }

    private Expectation expectation(Connection master, Ipv4Address from, Ipv4Address to, int port) {
        return new Expectation(master, from, to, port, port, false, null, clock.nanos() + Helper.PATIENCE_NANOS);
    }

    @Test
    void twoMayWaitForDifferentConnectionsAndNotForTheSame() {
        Connection one = connection(tcp(A, 1000, B, 21, TcpSegment.SYN));
        Connection two = connection(tcp(A, 1001, B, 21, TcpSegment.SYN));
        Expectations waiting = conntrack.expectations();
        assertTrue(waiting.add(expectation(one, B, A, 50000)));
        assertTrue(waiting.add(expectation(one, B, A, 50000)), "its own again");
        assertFalse(waiting.add(expectation(two, B, A, 50000)), "another's");
        assertTrue(waiting.add(expectation(two, B, A, 50001)));
        assertEquals(
                List.of("tcp src=10.0.0.2 dst=10.0.0.1 dport=50000", "tcp src=10.0.0.2 dst=10.0.0.1 dport=50001"),
                waiting.entries().stream().map(Expectation::toString).toList());
        conntrack.delete(one);
        assertEquals(1, waiting.entries().size());
        at(299.9);
        assertEquals(1, waiting.entries().size());
        at(300);
        assertEquals(List.of(), waiting.entries());
    }

    @Test
    void nothingIsWaitedForAfterAFlush() {
        Connection one = connection(tcp(A, 1000, B, 21, TcpSegment.SYN));
        conntrack.expectations().add(expectation(one, B, A, 50000));
        conntrack.expectations().flush();
        assertEquals("NEW", pass(tcp(B, 20, A, 50000, TcpSegment.SYN)).state().name());
    }

    private String events() {
        return String.join(
                " ",
                conntrack.events().all().stream()
                        .map(e -> e.kind() + "@" + e.nanos() / SimClock.SECOND + (e.byCommand() ? "!" : ""))
                        .toList());
    }

    @Test
    void listenersAreToldOfChangesOnly() {
        Connection known = connection(udp(A, 1000, B, 53));
        conntrack.events().listen(conntrack.entries());
        Packet there = tcp(A, 1000, B, 80, TcpSegment.SYN);
        Connection connection = connection(there);
        pass(there);
        assertEquals("NEW@0", events());
        pass(tcp(B, 80, A, 1000, TcpSegment.SYN | TcpSegment.ACK));
        assertEquals("NEW@0 UPDATE@0", events());
        at(1);
        pass(tcp(A, 1000, B, 80, TcpSegment.ACK));
        pass(tcp(A, 1000, B, 80, TcpSegment.ACK));
        assertEquals("NEW@0 UPDATE@0 UPDATE@1", events());
        at(2);
        connection.setMark(1);
        pass(tcp(A, 1000, B, 80, TcpSegment.ACK));
        pass(udp(B, 53, A, 1000));
        assertEquals("NEW@0 UPDATE@0 UPDATE@1 UPDATE@2 UPDATE@2", events());
        at(3);
        pass(udp(A, 1000, B, 53));
        conntrack.delete(known);
        conntrack.remove(connection);
        assertEquals("NEW@0 UPDATE@0 UPDATE@1 UPDATE@2 UPDATE@2 UPDATE@3 DESTROY@3! DESTROY@3", events());
    }

    @Test
    void nobodyIsToldWhileNobodyListens() {
        pass(udp(A, 1000, B, 53));
        assertEquals("", events());
        conntrack.events().listen(List.of());
        conntrack.events().listen(List.of());
        pass(udp(A, 1001, B, 53));
        conntrack.events().stopListening();
        assertEquals("NEW@0", events());
        pass(udp(A, 1002, B, 53));
        assertEquals("NEW@0 NEW@0", events());
        conntrack.events().stopListening();
        pass(udp(A, 1003, B, 53));
        assertEquals("", events());
    }

    /** It ends when its time is up, however much later that is noticed; the next packet begins another one. */
    @Test
    void theEndIsToldWithItsTime() {
        conntrack.events().listen(List.of());
        pass(udp(A, 1000, B, 53));
        at(40);
        pass(udp(A, 1000, B, 53));
        assertEquals("NEW@0 DESTROY@30 NEW@40", events());
        assertEquals(1, conntrack.entries().size());
    }

    @ParameterizedTest
    @CsvSource({"ftp, ftp", "tftp, tftp", "irc, ", "FTP, "})
    void helpersHaveNames(String name, @Nullable String helper) {
        assertEquals(helper, Helper.named(name).map(Helper::name).orElse(null));
    }

    @Test
    void helpersStopByKind() {
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.FTP));
        conntrack.helpers().assignByPort(Helper.of(Helper.Kind.TFTP));
        conntrack.helpers().stopAssigning(Helper.Kind.FTP);
        assertNull(connection(tcp(A, 1000, B, 21, TcpSegment.SYN)).helper());
        assertNotNull(connection(udp(A, 1000, B, 69)).helper());
    }

    /** Linux's own values. */
    @Test
    void settingsNobodyChanged() {
        ConntrackSettings plain = ConntrackSettings.PLAIN;
        assertEquals(
                "true false false 3",
                plain.tcpLoose() + " " + plain.tcpBeLiberal() + " " + plain.tcpIgnoreInvalidReset() + " "
                        + plain.tcpMostRetransmissions());
    }
}
