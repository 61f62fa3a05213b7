package org.ringlab.host.container;

import java.util.Optional;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/**
 * {@code docker-proxy}: a program on the host that accepts what no rule translates, such as connections to 127.0.0.1, and
 * carries both directions to the container. It also keeps the port from others.
 */
final class DockerProxy {
    private final NetStack host;
    private final Ipv4Address to;
    private final int port;

    private DockerProxy(NetStack host, Ipv4Address to, int port) {
        this.host = host;
        this.to = to;
        this.port = port;
    }

    /** Listens; empty where the port is taken. */
    static Optional<TcpListener> listen(NetStack host, PortMapping mapping, Ipv4Address to) {
        DockerProxy proxy = new DockerProxy(host, to, mapping.containerPort());
        return Optional.ofNullable(
                host.sockets().listen(Ipv4Address.of(mapping.address()), mapping.hostPort(), proxy::accept));
    }

    private void accept(TcpConnection client) {
        Carrier.join(client, host.sockets().connect(Ipv4Address.ANY, 0, to, port));
    }
}
