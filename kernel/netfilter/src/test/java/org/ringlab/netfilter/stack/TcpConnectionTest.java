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
}
