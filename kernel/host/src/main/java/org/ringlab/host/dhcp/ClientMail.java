package org.ringlab.host.dhcp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.dhcp.DhcpMessage.Type;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.PacketSocket;
import org.ringlab.netfilter.stack.UdpSocket;

/**
 * How a DHCP client's messages are written and sent: to everybody by a packet socket, as long as there is no address
 * to send from, and to the server alone the kernel's usual way (RFC 2131 section 4.1).
 */
final class ClientMail {
    private static final int TOS = 0x10;
    private static final int TTL = 128;
    private static final int[] WANTED = {1, 28, 2, 3, 15, 6, 119, 12, 44, 47, 26, 121, 42};

    private final NetInterface iface;
    private final String hostname;
    private final PacketSocket socket;
    private @Nullable UdpSocket bound;
    private int exchange;

    /** Mail by an interface; {@code hostname} is what the client calls itself, empty for nothing. */
    ClientMail(NetInterface iface, String hostname, PacketSocket.Receiver receiver) {
        this.iface = iface;
        this.hostname = hostname;
        socket = iface.stack().sockets().packetSocket(iface, receiver);
    }

    /** Messages from now on are of another exchange, whose number nobody knows before. */
    void newExchange() {
        exchange = (int) iface.stack().network().random().nextLong();
    }

    /** The number of the exchange ({@code xid}). */
    int exchange() {
        return exchange;
    }

    /**
     * A message of the exchange.
     *
     * @param begun when the client began to look for an address, which servers are told
     * @param client the address it has; 0.0.0.0 for none
     * @param more options beside the usual ones
     */
    DhcpMessage message(long begun, Type type, Ipv4Address client, Map<Integer, Bytes> more) {
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        options.put(DhcpMessage.TYPE, DhcpMessage.of(type));
        options.putAll(more);
        if (!hostname.isEmpty()) {
            options.put(DhcpMessage.HOST_NAME, Bytes.utf8(hostname));
        }
        if (type != Type.RELEASE) {
            byte[] wanted = new byte[WANTED.length];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = (byte) WANTED[i];
            }
            options.put(DhcpMessage.PARAMETERS, Bytes.of(wanted));
        }
        long now = iface.stack().network().clock().nanos();
        int seconds = (int) Math.min(65_535, (now - begun) / SimClock.SECOND);
        return new DhcpMessage(
                false, exchange, seconds, client, Ipv4Address.ANY, Ipv4Address.ANY, iface.mac(), options);
    }

    /** To everybody; false where the interface is down. */
    boolean broadcast(DhcpMessage message) {
        UdpDatagram datagram = new UdpDatagram(DhcpMessage.CLIENT_PORT, DhcpMessage.SERVER_PORT, message.encode());
        Packet packet = new Packet(message.client(), Ipv4Address.BROADCAST, TTL, TOS, 0, false, datagram);
        return socket.send(MacAddress.BROADCAST, packet, "dhclient");
    }

    /** To the server alone. */
    void unicast(DhcpMessage message, Ipv4Address server) {
        if (bound == null) {
            bound = iface.stack().sockets().bindUdp(iface, DhcpMessage.CLIENT_PORT, (s, from, port, to, data) -> {});
        }
        if (bound != null) {
            bound.sendFrom(message.client(), server, DhcpMessage.SERVER_PORT, message.encode());
        }
    }

    void close() {
        socket.close();
        if (bound != null) {
            bound.close();
        }
    }
}
