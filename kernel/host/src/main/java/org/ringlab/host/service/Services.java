package org.ringlab.host.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ServiceSpec;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;
import org.ringlab.netfilter.stack.UdpSocket;

/** The services of one host; each can be stopped and started again. */
public final class Services {
    private final NetStack stack;
    private final Arrivals arrivals;
    private final FtpServer.Ports ftpPorts;
    private final List<Service> services = new ArrayList<>();

    /**
     * No services yet.
     *
     * @param arrivals where they note what arrives
     * @param ftpPorts hands out the lab's passive ftp ports
     */
    public Services(NetStack stack, Arrivals arrivals, FtpServer.Ports ftpPorts) {
        this.stack = stack;
        this.arrivals = arrivals;
        this.ftpPorts = ftpPorts;
    }

    /** No services yet, in another namespace of the same host. */
    public Services in(NetStack namespace) {
        return new Services(namespace, arrivals, ftpPorts);
    }

    /** A service, running or not. */
    public final class Service {
        private final ServiceSpec spec;
        private final Supplier<String> body;
        private @Nullable TcpListener listener;
        private @Nullable UdpSocket socket;

        private Service(ServiceSpec spec, Supplier<String> body) {
            this.spec = spec;
            this.body = body;
        }

        /** What it is. */
        public ServiceSpec spec() {
            return spec;
        }

        /** Whether it listens. */
        public boolean isRunning() {
            return listener != null || socket != null;
        }

        /** Makes it listen; false where its port is taken. */
        public boolean start() {
            if (!isRunning()) {
                listen();
            }
            return isRunning();
        }

        /** Makes it listen no longer. */
        public void stop() {
            if (listener != null) {
                listener.close();
                listener = null;
            }
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }

        private void listen() {
            Ipv4Address address = spec.address() == null ? Ipv4Address.ANY : spec.address();
            switch (spec.kind()) {
                case TCP, HTTP, FTP -> listener = stack.sockets().listen(address, spec.port(), this::accept);
                case UDP, DNS ->
                    socket = stack.sockets()
                            .bindUdp(address, spec.port(), new DatagramService(stack.name(), spec, arrivals));
            }
        }

        private void accept(TcpConnection connection) {
            arrivals.accepted(spec.label(), stack.name(), connection);
            switch (spec.kind()) {
                case HTTP -> StreamService.http(connection, body);
                case FTP -> new FtpServer(stack, connection, arrivals, ftpPorts).greet();
                case TCP, UDP, DNS -> StreamService.echo(connection);
            }
        }
    }

    /**
     * Adds a service and starts it.
     *
     * @param body what http answers, asked at each request
     */
    public Service add(ServiceSpec spec, Supplier<String> body) {
        Service service = new Service(spec, body);
        services.add(service);
        service.start();
        return service;
    }

    /** All, in the order they came. */
    public List<Service> all() {
        return Collections.unmodifiableList(services);
    }

    /** Those of a kind. */
    public List<Service> ofKind(ServiceSpec.Kind kind) {
        return services.stream().filter(s -> s.spec().kind() == kind).toList();
    }
}
