package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;

/** What programs of a host use to talk: UDP and TCP sockets, and raw sending. */
public final class Sockets {
    private static final int FIRST_EPHEMERAL_PORT = 32768;
    private static final int EPHEMERAL_PORTS = 28232;

    private final NetStack stack;
    private final List<UdpSocket> udp = new ArrayList<>();
    private final List<TcpListener> listeners = new ArrayList<>();
    private final Map<FourTuple, TcpConnection> connections = new LinkedHashMap<>();
    private int nextPort;

    Sockets(NetStack stack) {
        this.stack = stack;
    }

    private record FourTuple(Ipv4Address local, int localPort, Ipv4Address remote, int remotePort) {}

    /**
     * Tells, as events, that a packet would find no way out: what {@code connect} meets before anything is sent. Nothing
     * happens where there is a way.
     */
    public void tellUnroutable(Packet packet, String by) {
        RouteDecision decision = stack.lookup(packet.destination()).decision();
        if (decision != RouteDecision.LOCAL && decision != RouteDecision.UNICAST) {
            sendRaw(packet, by);
        }
    }

    /** The source address a packet to {@code destination} gets; empty where there is no route or no address. */
    public Optional<Ipv4Address> sourceFor(Ipv4Address destination) {
        return Optional.of(stack.lookup(destination).source()).filter(a -> !a.equals(Ipv4Address.ANY));
    }

    /** Sends a packet as it is, past all sockets and through OUTPUT (a raw socket with IP_HDRINCL). */
    public SendResult sendRaw(Packet packet, String by) {
        return stack.path().send(packet, by, SocketOwner.ROOT, 0, null);
    }

    /**
     * The same.
     *
     * @param bound whether the program chose the source address: rules about that address say where it goes then
     */
    public SendResult sendRaw(Packet packet, String by, boolean bound) {
        return bound ? stack.path().sendBound(packet, by) : sendRaw(packet, by);
    }

    /** Sends a packet that may not be cut ({@code IP_PMTUDISC_DO}); {@code EMSGSIZE} where it is known not to fit. */
    public SendResult sendWhole(Packet packet, String by, boolean bound) {
        int mtu = pathMtu(packet.destination());
        if (packet.length() <= mtu) {
            return sendRaw(packet, by, bound);
        }
        Skb skb = stack.created(packet, by, 0);
        stack.path().drop(skb, DropReason.TOO_BIG, packet.length() + " bytes, and only " + mtu + " fit on the way");
        return SendResult.EMSGSIZE;
    }

    /** The largest packet that gets to {@code destination} whole, as far as is known here; 65535 where there is no way. */
    public int pathMtu(Ipv4Address destination) {
        RouteLookup route = stack.lookup(destination);
        NetInterface out = route.iface();
        return out == null ? 65_535 : stack.routing().mtu(out, route.mtu(), destination);
    }

    /** A port from the ephemeral range (net.ipv4.ip_local_port_range), the next one each time. */
    public int ephemeralPort() {
        return FIRST_EPHEMERAL_PORT + nextPort++ % EPHEMERAL_PORTS;
    }

    /**
     * Binds a UDP socket to a port of one interface ({@code SO_BINDTODEVICE}); null where another socket of the interface
     * has the port.
     */
    public @Nullable UdpSocket bindUdp(NetInterface iface, int port, UdpSocket.Receiver receiver) {
        if (udp.stream().anyMatch(other -> other.port() == port && other.hears(iface))) {
            return null;
        }
        UdpSocket socket = new UdpSocket(stack, Ipv4Address.ANY, port, receiver);
        socket.bindToDevice(iface);
        udp.add(socket);
        return socket;
    }

    /**
     * Opens a raw socket that waits for an answer.
     *
     * @param meaning what a packet that comes in means to the program; empty where nothing
     */
    public <T> RawSocket<T> listenRaw(Function<Packet, Optional<T>> meaning) {
        return new RawSocket<>(stack, meaning);
    }

    /** Opens a packet socket on an interface: it sees what comes in before any rule, and sends past all of them. */
    public PacketSocket packetSocket(NetInterface iface, PacketSocket.Receiver receiver) {
        PacketSocket socket = new PacketSocket(stack, iface, receiver);
        iface.open(socket);
        return socket;
    }

    /** Binds a UDP socket; null where address and port are taken ({@code EADDRINUSE}). */
    public @Nullable UdpSocket bindUdp(Ipv4Address address, int port, UdpSocket.Receiver receiver) {
        for (UdpSocket other : udp) {
            if (other.port() == port && clash(other.address(), address)) {
                return null;
            }
        }
        UdpSocket socket = new UdpSocket(stack, address, port, receiver);
        udp.add(socket);
        return socket;
    }

    /** Listens for connections; null where address and port are taken ({@code EADDRINUSE}). */
    public @Nullable TcpListener listen(Ipv4Address address, int port, Consumer<TcpConnection> acceptor) {
        for (TcpListener other : listeners) {
            if (other.port() == port && clash(other.address(), address)) {
                return null;
            }
        }
        TcpListener listener = new TcpListener(stack, address, port, acceptor);
        listeners.add(listener);
        return listener;
    }

    private static boolean clash(Ipv4Address one, Ipv4Address other) {
        return one.equals(other) || one.equals(Ipv4Address.ANY) || other.equals(Ipv4Address.ANY);
    }

    /**
     * Begins to connect; look at the connection's state afterwards.
     *
     * @param local source address; 0.0.0.0 lets routing choose
     * @param localPort source port; 0 for an ephemeral one
     */
    public TcpConnection connect(Ipv4Address local, int localPort, Ipv4Address remote, int remotePort) {
        Ipv4Address source =
                local.equals(Ipv4Address.ANY) ? stack.lookup(remote).source() : local;
        TcpConnection connection =
                new TcpConnection(stack, source, localPort == 0 ? ephemeralPort() : localPort, remote, remotePort);
        opened(connection);
        connection.connect();
        return connection;
    }

    /** Listening TCP sockets in the order they came. */
    public List<TcpListener> listeners() {
        return Collections.unmodifiableList(listeners);
    }

    /** Bound UDP sockets in the order they came. */
    public List<UdpSocket> udpSockets() {
        return Collections.unmodifiableList(udp);
    }

    /** TCP connections in the order they came. */
    public List<TcpConnection> connections() {
        return List.copyOf(connections.values());
    }

    void opened(TcpConnection c) {
        connections.put(new FourTuple(c.localAddress(), c.localPort(), c.remoteAddress(), c.remotePort()), c);
    }

    void closed(TcpConnection c) {
        connections.remove(new FourTuple(c.localAddress(), c.localPort(), c.remoteAddress(), c.remotePort()), c);
    }

    void closed(UdpSocket socket) {
        udp.remove(socket);
    }

    void closed(TcpListener listener) {
        listeners.remove(listener);
    }

    @Nullable
    TcpConnection connectionFor(Packet packet, TcpSegment segment) {
        return connections.get(
                new FourTuple(packet.destination(), segment.destinationPort(), packet.source(), segment.sourcePort()));
    }

    @Nullable
    TcpListener listenerFor(Ipv4Address address, int port) {
        TcpListener any = null;
        for (TcpListener listener : listeners) {
            if (listener.port() == port && listener.address().equals(address)) {
                return listener;
            }
            if (listener.port() == port && listener.address().equals(Ipv4Address.ANY)) {
                any = listener;
            }
        }
        return any;
    }

    @Nullable
    UdpSocket udpFor(Ipv4Address address, int port, @Nullable NetInterface in) {
        UdpSocket any = null;
        for (UdpSocket socket : udp) {
            if (socket.port() == port && socket.address().equals(address) && socket.hears(in)) {
                return socket;
            }
            if (socket.port() == port && socket.address().equals(Ipv4Address.ANY) && socket.hears(in)) {
                any = socket;
            }
        }
        return any;
    }

    /** Who sent a segment from here; null where nobody did. */
    @Nullable
    TcpConnection senderOf(Packet sent, TcpSegment segment) {
        return connections.get(
                new FourTuple(sent.source(), segment.sourcePort(), sent.destination(), segment.destinationPort()));
    }

    /** An ICMP error about a packet sent from here: connecting sockets hear of it. */
    void icmpError(Packet quoted, int type, int code) {
        if (quoted.payload() instanceof TcpSegment segment) {
            TcpConnection connection = senderOf(quoted, segment);
            if (connection != null) {
                connection.icmpError(type, code, segment.sequence());
            }
        }
    }
}
