package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.UdpDatagram;

/** A bound UDP socket. */
public final class UdpSocket {
    private final NetStack stack;
    private final Ipv4Address address;
    private final int port;
    private final Receiver receiver;
    private @Nullable NetInterface device;
    private int tos;

    UdpSocket(NetStack stack, Ipv4Address address, int port, Receiver receiver) {
        this.stack = stack;
        this.address = address;
        this.port = port;
        this.receiver = receiver;
    }

    /** What arrives. */
    public interface Receiver {
        /**
         * A datagram.
         *
         * @param socket the socket it came to
         * @param source who sent it
         * @param sourcePort from which port
         * @param destination to which of this host's addresses
         * @param data what it carries
         */
        void received(UdpSocket socket, Ipv4Address source, int sourcePort, Ipv4Address destination, Bytes data);
    }

    /** The address it is bound to, 0.0.0.0 for all. */
    public Ipv4Address address() {
        return address;
    }

    /** Hears one interface only ({@code SO_BINDTODEVICE}). */
    public void bindToDevice(NetInterface iface) {
        device = iface;
    }

    /** Marks what it sends ({@code IP_TOS}), 0 to 255. */
    public void setTos(int newTos) {
        tos = newTos;
    }

    boolean hears(@Nullable NetInterface in) {
        return device == null || device == in;
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Sends a datagram from the bound address, or from the one that routing chooses. */
    public SendResult sendTo(Ipv4Address destination, int destinationPort, Bytes data) {
        return sendFrom(address.equals(Ipv4Address.ANY) ? null : address, destination, destinationPort, data);
    }

    /** Sends a datagram from one of this host's addresses ({@code IP_PKTINFO}); null lets routing choose. */
    public SendResult sendFrom(@Nullable Ipv4Address source, Ipv4Address destination, int destinationPort, Bytes data) {
        Ipv4Address from = source == null ? stack.lookup(destination).source() : source;
        int ttl = stack.sysctls().value("net.ipv4.ip_default_ttl");
        UdpDatagram datagram = new UdpDatagram(port, destinationPort, data);
        Packet packet = tos == 0
                ? Packet.of(from, destination, ttl, datagram)
                : new Packet(from, destination, ttl, tos, 0, false, datagram);
        return source == null
                ? stack.path().send(packet, "udp", SocketOwner.ROOT, 0, null)
                : stack.path().sendBound(packet, "udp");
    }

    /** Gives the port back. */
    public void close() {
        stack.sockets().closed(this);
    }

    void receive(Packet packet, UdpDatagram datagram) {
        receiver.received(this, packet.source(), datagram.sourcePort(), packet.destination(), datagram.data());
    }

    /** {@code address:port}. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
