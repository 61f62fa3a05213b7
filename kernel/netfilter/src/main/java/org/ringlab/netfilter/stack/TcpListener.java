package org.ringlab.netfilter.stack;

import java.util.function.Consumer;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/** A listening TCP socket. */
public final class TcpListener {
    private final NetStack stack;
    private final Ipv4Address address;
    private final int port;
    private final Consumer<TcpConnection> acceptor;

    TcpListener(NetStack stack, Ipv4Address address, int port, Consumer<TcpConnection> acceptor) {
        this.stack = stack;
        this.address = address;
        this.port = port;
        this.acceptor = acceptor;
    }

    /** The address it listens on, 0.0.0.0 for all. */
    public Ipv4Address address() {
        return address;
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Stops listening; accepted connections live on. */
    public void close() {
        stack.sockets().closed(this);
    }

    void connectionRequest(Packet packet, TcpSegment syn, long causedBy) {
        TcpConnection connection =
                new TcpConnection(stack, packet.destination(), port, packet.source(), syn.sourcePort());
        stack.sockets().opened(connection);
        connection.accept(syn, causedBy, acceptor);
    }

    /** {@code address:port}. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
