package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.netfilter.stack.ThreeHosts.SERVER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;

class TcpConnectionTest {
    private final ThreeHosts lab = new ThreeHosts().forwarding();

    private List<String> segments() {
        List<String> lines = new ArrayList<>();
        for (PacketEvent event : lab.network.events().all()) {
            if (event instanceof PacketEvent.Created c && c.packet().payload() instanceof TcpSegment t) {
                lines.add(c.host() + " " + String.join(",", TcpSegment.flagNames(t.flags())) + " "
                        + c.packet().length());
            }
        }
        return lines;
    }

    private void run(long millis) {
        lab.network.queue().runUntil(() -> false, millis * SimClock.MILLI);
    }

    @Test
    void anExchangeIsElevenPackets() {
        lab.server
                .sockets()
                .listen(
                        Ipv4Address.ANY,
                        80,
                        c -> c.onChange(() -> {
                            if (c.peerClosed()) {
                                c.shutdownWrite();
                            } else if (c.received().length() == 3) {
                                c.send(Bytes.utf8("welcome"));
                            }
                        }));
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 40001, SERVER, 80);
        run(10);
        assertTrue(c.connected());
        c.send(Bytes.utf8("GET"));
        run(10);
        assertEquals("welcome", c.received().utf8());
        c.shutdownWrite();
        run(10);
        assertEquals(
                List.of(
                        "client SYN 60",
                        "server SYN,ACK 60",
                        "client ACK 52",
                        "client PSH,ACK 55",
                        "server ACK 52",
                        "server PSH,ACK 59",
                        "client ACK 52",
                        "client FIN,ACK 52",
                        "server ACK 52",
                        "server FIN,ACK 52",
                        "client ACK 52"),
                segments());
        assertEquals(TcpConnection.State.TIME_WAIT, c.state());
        assertEquals(List.of(), lab.server.sockets().connections());
    }

    @Test
    void aClosedPortRefuses() {
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 0, SERVER, 22);
        run(10);
        assertEquals("ECONNREFUSED", c.error());
        assertEquals(List.of("client SYN 60", "server RST,ACK 40"), segments());
    }

    @Test
    void anUnansweredSynIsSentSevenTimesIn127Seconds() {
        lab.gateway.sysctls().set(Sysctls.IP_FORWARD, 0);
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 0, SERVER, 80);
        run(126_999);
        assertEquals("", c.error());
        run(1);
        assertEquals("ETIMEDOUT", c.error());
        assertEquals(7, segments().size());
    }

    @Test
    void anAbortedConnectionResetsTheOtherEnd() {
        List<TcpConnection> accepted = new ArrayList<>();
        lab.server.sockets().listen(Ipv4Address.ANY, 80, accepted::add);
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 0, SERVER, 80);
        run(10);
        assertFalse(accepted.getFirst().wasReset());
        c.abort();
        run(10);
        assertTrue(accepted.getFirst().wasReset());
        assertEquals("client RST,ACK 52", segments().getLast());
    }

    private List<String> times(String host, String flags) {
        List<String> times = new ArrayList<>();
        for (PacketEvent event : lab.network.events().all()) {
            if (event instanceof PacketEvent.Created c
                    && c.host().equals(host)
                    && c.packet().payload() instanceof TcpSegment t
                    && String.join(",", TcpSegment.flagNames(t.flags())).equals(flags)) {
                times.add(String.valueOf(c.nanos() / SimClock.MILLI));
            }
        }
        return times;
    }

    /** RFC 6298: the time-out doubles, and Linux lets it grow to two minutes. */
    @Test
    void lostDataIsSentAgainAndAgain() {
        lab.server.sockets().listen(Ipv4Address.ANY, 80, c -> {});
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 0, SERVER, 80);
        run(10);
        lab.gateway.sysctls().set(Sysctls.IP_FORWARD, 0);
        c.send(Bytes.utf8("GET"));
        run(925_000);
        assertEquals("ETIMEDOUT", c.error());
        List<String> sent = times("client", "PSH,ACK");
        assertEquals(16, sent.size());
        assertEquals(
                List.of(
                        "10", "210", "610", "1410", "3010", "6210", "12610", "25410", "51010", "102210", "204610",
                        "324610"),
                sent.subList(0, 12));
    }

    @Test
    void dataThatGetsThroughTheSecondTimeIsReadOnce() {
        List<TcpConnection> accepted = new ArrayList<>();
        lab.server.sockets().listen(Ipv4Address.ANY, 80, accepted::add);
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.ANY, 0, SERVER, 80);
        run(10);
        lab.gateway.sysctls().set(Sysctls.IP_FORWARD, 0);
        c.send(Bytes.utf8("GET"));
        c.send(Bytes.utf8(" /"));
        run(100);
        lab.gateway.sysctls().set(Sysctls.IP_FORWARD, 1);
        run(1000);
        assertEquals("GET /", accepted.getFirst().received().utf8());
        assertEquals("", c.error());
    }

    /** Both ends connect at once: SYNs cross, and each is answered by a SYN+ACK (RFC 9293, figure 8). */
    @Test
    void aConnectionToItselfOpens() {
        TcpConnection c = lab.client.sockets().connect(Ipv4Address.of("127.0.0.1"), 7, Ipv4Address.of("127.0.0.1"), 7);
        run(10);
        assertTrue(c.connected());
        c.send(Bytes.utf8("echo"));
        run(10);
        assertEquals("echo", c.received().utf8());
    }
}
