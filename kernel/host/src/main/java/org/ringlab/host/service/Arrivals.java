package org.ringlab.host.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpConnection;

/** What arrived at the services of a lab, in order, and the connections they hold open. */
public final class Arrivals {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<TcpConnection> open = new ArrayList<>();
    private final List<Runnable> atForget = new ArrayList<>();
    private final List<Runnable> atRelease = new ArrayList<>();

    /**
     * A datagram or an accepted connection.
     *
     * @param service {@code http:80}, {@code ftp-data}
     * @param host where
     * @param source from which address, as the receiver saw it
     * @param sourcePort from which port
     * @param destination to which address
     * @param port to which port
     */
    public record Arrival(
            String service, String host, Ipv4Address source, int sourcePort, Ipv4Address destination, int port) {}

    /** All so far, oldest first. */
    public List<Arrival> all() {
        return Collections.unmodifiableList(arrivals);
    }

    /** Notes an accepted connection, which is forgotten with the others. */
    public void accepted(String service, String host, TcpConnection c) {
        add(new Arrival(service, host, c.remoteAddress(), c.remotePort(), c.localAddress(), c.localPort()));
        open.add(c);
    }

    /** Notes something else that arrived. */
    public void add(Arrival arrival) {
        arrivals.add(arrival);
    }

    /** Notes a connection a service made itself. */
    void opened(TcpConnection c) {
        open.add(c);
    }

    /** {@code work} runs once when connections are next forgotten: closing what a session listens on. */
    void atForget(Runnable work) {
        atForget.add(work);
    }

    /** {@code work} runs once when the client has read its listing. */
    void atRelease(Runnable work) {
        atRelease.add(work);
    }

    /** The client has read its listing: ftp servers close their data connections. */
    public void release() {
        List<Runnable> due = List.copyOf(atRelease);
        atRelease.clear();
        due.forEach(Runnable::run);
    }

    /** The services drop what is open without another packet, so that nothing is sent again later. */
    public void forgetConnections() {
        open.forEach(TcpConnection::forget);
        open.clear();
        List.copyOf(atForget).forEach(Runnable::run);
        atForget.clear();
        atRelease.clear();
    }
}
