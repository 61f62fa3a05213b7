package org.ringlab.netfilter.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ringlab.netfilter.stack.ThreeHosts.CLIENT;
import static org.ringlab.netfilter.stack.ThreeHosts.GATEWAY_INSIDE;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** What a host does with a packet for itself, and what it says of those that nobody takes (icmp.c, tcp_ipv4.c). */
class AnswersTest {
    private final ThreeHosts lab = new ThreeHosts();

    /** What the gateway tells of a packet for it, and the answer. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            udp 514    | delivered to no socket, NO_SOCKET: nobody listens on udp port 514  | icmp 3/3
            udp 53     | delivered to udp 0.0.0.0:53                                        | ''
            tcp 81     | delivered to no socket, NO_SOCKET: nobody listens on tcp port 81   | tcp 81 RST ack 8
            protocol 99 | delivered to no socket, NO_SOCKET: no program for protocol 99     | icmp 3/2
            ping       | delivered to icmp                                                  | icmp 0/0
            timestamp  | delivered to icmp                                                  | icmp 14/0
            """)
    void whoTakesIt(String what, String told, String answer) {
        lab.gateway.sockets().bindUdp(Ipv4Address.ANY, 53, (s, a, p, d, b) -> {});
        send(Packet.of(CLIENT, GATEWAY_INSIDE, 64, payload(what)));
        assertEquals(told, String.join(", ", endsAt(lab.gateway)));
        assertEquals(answer, String.join(", ", answers()));
    }

    private static Payload payload(String what) {
        int number = what.contains(" ") ? Integer.parseInt(what.substring(what.indexOf(' ') + 1)) : 0;
        return switch (what.split(" ", 2)[0]) {
            case "udp" -> new UdpDatagram(5353, number, Bytes.EMPTY);
            case "tcp" -> new TcpSegment(5353, number, 7, 0, TcpSegment.SYN, 0, Bytes.EMPTY);
            case "protocol" -> new OtherPayload(number, Bytes.filled(8, '.'));
            case "ping" -> new IcmpMessage(IcmpMessage.ECHO, 0, 7, 1, Bytes.EMPTY, null);
            default -> new IcmpMessage(13, 0, 7, 1, Bytes.filled(12, '.'), null);
        };
    }

    private void send(Packet packet) {
        lab.client.sockets().sendRaw(packet, "test");
        lab.network.queue().runUntil(() -> false, SimClock.SECOND);
    }

    private List<String> endsAt(NetStack host) {
        return lab.network.events().all().stream()
                .filter(e -> e.host().equals(host.name()))
                .filter(e -> e instanceof PacketEvent.Dropped || e instanceof PacketEvent.Delivered)
                .map(e -> e instanceof PacketEvent.Delivered d
                        ? "delivered to " + d.to()
                        : e instanceof PacketEvent.Dropped d ? d.reason() + ": " + d.detail() : "")
                .toList();
    }

    private List<Packet> heard() {
        return lab.network.events().all().stream()
                .filter(e -> e instanceof PacketEvent.Received && e.host().equals("client"))
                .map(e -> ((PacketEvent.Received) e).packet())
                .toList();
    }

    private List<String> answers() {
        return heard().stream()
                .map(p -> switch (p.payload()) {
                    case IcmpMessage m -> "icmp " + m.type() + "/" + m.code();
                    case TcpSegment s ->
                        "tcp " + s.sourcePort() + (s.has(TcpSegment.RST) ? " RST" : "")
                                + (s.has(TcpSegment.ACK) ? " ack " + s.acknowledgement() : " seq " + s.sequence());
                    case UdpDatagram d -> "udp";
                    case OtherPayload o -> "other";
                })
                .toList();
    }

    /** SYN, FIN and each byte count; who acknowledged something gets what he waits for ({@code tcp_v4_send_reset}). */
    @ParameterizedTest
    @CsvSource({
        "SYN, '', tcp 81 RST ack 1001",
        "SYN FIN, '', tcp 81 RST ack 1002",
        "FIN, '', tcp 81 RST ack 1001",
        "FIN, abc, tcp 81 RST ack 1004",
        "'', abc, tcp 81 RST ack 1003",
        "ACK FIN, abc, tcp 81 RST seq 77"
    })
    void whatAResetAcknowledges(String flags, String data, String answer) {
        int bits = (flags.contains("SYN") ? TcpSegment.SYN : 0)
                | (flags.contains("FIN") ? TcpSegment.FIN : 0)
                | (flags.contains("ACK") ? TcpSegment.ACK : 0);
        send(Packet.of(
                CLIENT,
                GATEWAY_INSIDE,
                64,
                new TcpSegment(5353, 81, 1000, flags.contains("ACK") ? 77 : 0, bits, 0, Bytes.utf8(data))));
        assertEquals(List.of(answer), answers());
    }

    /** An error has the type of service of what it is about, its precedence apart ({@code RT_TOS}); recorded. */
    @ParameterizedTest
    @CsvSource({"0, C0", "10, D0", "E2, C2", "FF, DE"})
    void theTypeOfServiceOfAnError(String tos, String ofError) {
        send(Packet.of(CLIENT, GATEWAY_INSIDE, 64, payload("udp 514")).withTos(Integer.parseInt(tos, 16)));
        assertEquals(
                List.of(ofError),
                heard().stream()
                        .map(p -> Integer.toHexString(p.tos()).toUpperCase(Locale.ROOT))
                        .toList());
    }

    /** As recorded on Linux: one socket makes the answers to pings and the errors. */
    @ParameterizedTest
    @ValueSource(strings = {"ping", "timestamp"})
    void aRuleThatRefusesTheKernelsOwnAnswerTellsNobody(String what) {
        ThreeHosts.iptables(lab.gateway, "-A", "OUTPUT", "-o", "eth0", "-j", "REJECT");
        send(Packet.of(CLIENT, GATEWAY_INSIDE, 64, payload(what)));
        assertEquals(List.of(), heard());
        assertEquals(1, lab.icmpAt(lab.gateway).size(), "the query alone");
        lab.gateway.sockets().sendRaw(Packet.of(GATEWAY_INSIDE, CLIENT, 64, payload(what)), "test");
        lab.network.queue().runUntil(() -> false, SimClock.SECOND);
        assertEquals("3/3 from " + GATEWAY_INSIDE, lab.icmpAt(lab.gateway).getLast());
    }

    /** What answers for a rule has no socket; what the protocol itself answers has the kernel's. */
    @Test
    void aRulesResetBelongsToNobody() {
        ThreeHosts.iptables(lab.gateway, "-A", "OUTPUT", "-m", "owner", "--socket-exists", "-j", "DROP");
        send(Packet.of(CLIENT, GATEWAY_INSIDE, 64, payload("tcp 81")));
        assertEquals(List.of(), answers());
        ThreeHosts.iptables(lab.gateway, "-A", "INPUT", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");
        send(Packet.of(CLIENT, GATEWAY_INSIDE, 64, payload("tcp 81")));
        assertEquals(List.of("tcp 81 RST ack 8"), answers());
    }
}
