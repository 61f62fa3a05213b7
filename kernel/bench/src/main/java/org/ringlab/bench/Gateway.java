package org.ringlab.bench;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.link.Station;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;

/**
 * A gateway between two segments, with a station at each that takes whatever comes: the path of a packet from one wire to
 * the other and nothing else.
 */
final class Gateway {
    /** How many connections are open at the same time. */
    static final int CONNECTIONS = 256;

    private static final Ipv4Address CLIENT = Ipv4Address.of("192.168.66.132");
    private static final Ipv4Address SERVER = Ipv4Address.of("172.18.133.212");
    private static final Ipv4Address OUTSIDE = Ipv4Address.of("172.18.133.210");
    private static final MacAddress CLIENT_MAC = new MacAddress(0x0200_0000_0001L);
    private static final MacAddress INSIDE_MAC = new MacAddress(0x0200_0000_0002L);
    private static final MacAddress OUTSIDE_MAC = new MacAddress(0x0200_0000_0003L);
    private static final MacAddress SERVER_MAC = new MacAddress(0x0200_0000_0004L);
    private static final int FIRST_PORT = 40_000;
    private static final int DNS = 53;

    private final Network network = new Network(1);
    private final NetStack stack = new NetStack("gw", network, StackProfile.RECORDED, true);
    private final Segment inside = network.segment("inside");
    private final Segment outside = network.segment("outside");
    private final Sink client = new Sink();
    private final Sink server = new Sink();
    private final List<Frame> requests = new ArrayList<>();
    private final List<Frame> answers = new ArrayList<>();
    private int turn;

    private static final class Sink implements Station {
        private long frames;

        @Override
        public void receive(Frame frame) {
            frames++;
        }
    }

    /** A gateway with these saved rules that keeps a trace or not, all its connections established. */
    Gateway(String rules, boolean traced) {
        inside.attach(client);
        card("eth0", "192.168.66.135/24", INSIDE_MAC, inside, CLIENT, CLIENT_MAC);
        outside.attach(server);
        card("eth1", "172.18.133.210/16", OUTSIDE_MAC, outside, SERVER, SERVER_MAC);
        stack.sysctls().set("net.ipv4.ip_forward", 1);
        IptablesResult loaded = IptablesRestore.run(stack.ruleSet(), List.of(), rules, Profile.RECORDED);
        if (loaded.status() != 0) {
            throw new IllegalArgumentException(loaded.stderr());
        }
        network.events().setRecording(traced);
        for (int port = FIRST_PORT; port < FIRST_PORT + CONNECTIONS; port++) {
            fromClient(tcp(port, 80, 1000, 0, TcpSegment.SYN, 20, 0));
            fromServer(tcp(80, port, 5000, 1001, TcpSegment.SYN | TcpSegment.ACK, 20, 0));
            fromClient(tcp(port, 80, 1001, 5001, TcpSegment.ACK, 12, 0));
            requests.add(toServer(tcp(port, 80, 1001, 5001, TcpSegment.ACK | TcpSegment.PSH, 12, 100)));
            answers.add(toClient(tcp(80, port, 5001, 1101, TcpSegment.ACK, 12, 0)));
        }
    }

    private void card(
            String name,
            String address,
            MacAddress mac,
            Segment segment,
            Ipv4Address neighbour,
            MacAddress neighbourMac) {
        NetInterface card = stack.links().addCard(name, mac, 1500, segment);
        stack.addAddress(card, Ipv4Prefix.of(address), Ipv4Address.ANY, name);
        stack.setUp(card, true);
        stack.neighbours().addPermanent(card, neighbour, neighbourMac);
    }

    private static TcpSegment tcp(int from, int to, int sequence, int acknowledges, int flags, int options, int size) {
        return new TcpSegment(from, to, sequence, acknowledges, flags, options, Bytes.filled(size, 'x'));
    }

    private static Frame toServer(Payload payload) {
        return new Frame(CLIENT_MAC, INSIDE_MAC, new Frame.Ip(Packet.of(CLIENT, SERVER, 64, payload), 1));
    }

    /** The server knows the client by the gateway's address only. */
    private static Frame toClient(Payload payload) {
        return new Frame(SERVER_MAC, OUTSIDE_MAC, new Frame.Ip(Packet.of(SERVER, OUTSIDE, 64, payload), 2));
    }

    private void fromClient(Payload payload) {
        inside.send(client, toServer(payload));
        network.queue().settle();
    }

    private void fromServer(Payload payload) {
        outside.send(server, toClient(payload));
        network.queue().settle();
    }

    /** Two packets of an open connection pass: one there, one back. */
    void exchange() {
        turn = (turn + 1) % CONNECTIONS;
        inside.send(client, requests.get(turn));
        network.queue().settle();
        outside.send(server, answers.get(turn));
        network.queue().settle();
    }

    /** The first packet of a connection passes; after some 25,000 the ports come round again. */
    void begin() {
        turn = (turn + 1) % 25_000;
        fromClient(new UdpDatagram(FIRST_PORT + turn, DNS, Bytes.EMPTY));
    }

    /** How many packets came out at either side. */
    long passed() {
        return client.frames + server.frames;
    }
}
