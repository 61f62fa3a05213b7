package org.ringlab.host.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.dhcp.DhcpServer;
import org.ringlab.host.dhcp.DnsProxy;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
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
    private Consumer<Service> watcher = service -> {};
    private final List<DhcpServer> lenders = new ArrayList<>();
    private Consumer<String> leases = text -> {};
    private Supplier<List<Ipv4Address>> nameServers = List::of;

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

    /**
     * Lets dhcp services use their host's files.
     *
     * @param leasesFile takes the text of the leases when they change
     * @param upstream the servers that their host asks for names
     */
    public void useFiles(Consumer<String> leasesFile, Supplier<List<Ipv4Address>> upstream) {
        leases = leasesFile;
        nameServers = upstream;
    }

    /** Tells of each service that started or stopped. */
    public void watch(Consumer<Service> watching) {
        watcher = watching;
    }

    /** A service, running or not. */
    public final class Service {
        private final ServiceSpec spec;
        private final Supplier<List<Endpoint>> ends;
        private final Supplier<String> body;
        private final List<TcpListener> listeners = new ArrayList<>();
        private final List<Runnable> stops = new ArrayList<>();
        private @Nullable UdpSocket socket;
        private @Nullable DhcpServer lender;

        private Service(ServiceSpec spec, Supplier<List<Endpoint>> ends, Supplier<String> body) {
            this.spec = spec;
            this.ends = ends;
            this.body = body;
        }

        /** What it is. */
        public ServiceSpec spec() {
            return spec;
        }

        /** Whether it listens. */
        public boolean isRunning() {
            return !listeners.isEmpty() || socket != null || !stops.isEmpty();
        }

        /** Makes it listen, all of its ports or none; false where one is taken, or its configuration names none. */
        public boolean start() {
            if (!isRunning()) {
                if (ends.get().stream().allMatch(this::listen)) {
                    watcher.accept(this);
                } else {
                    close();
                }
            }
            return isRunning();
        }

        /** Makes it listen no longer. */
        public void stop() {
            if (isRunning()) {
                close();
                watcher.accept(this);
            }
        }

        private void close() {
            listeners.forEach(TcpListener::close);
            listeners.clear();
            stops.forEach(Runnable::run);
            stops.clear();
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }

        private boolean listen(Endpoint end) {
            return switch (spec.kind()) {
                case TCP, HTTP, FTP -> {
                    TcpListener listener = stack.sockets().listen(end.address(), end.port(), this::accept);
                    if (listener != null) {
                        listeners.add(listener);
                    }
                    yield listener != null;
                }
                case UDP, DNS -> {
                    socket = stack.sockets()
                            .bindUdp(end.address(), end.port(), new DatagramService(stack.name(), spec, arrivals));
                    yield socket != null;
                }
                case DHCP -> lend(spec.dhcp());
            };
        }

        private boolean lend(ServiceSpec.@Nullable DhcpSpec dhcp) {
            Optional<NetInterface> iface = dhcp == null
                    ? Optional.empty()
                    : stack.findInterface(dhcp.range().iface());
            if (dhcp == null || iface.isEmpty()) {
                return false;
            }
            // The same server starts again: what was lent stays lent.
            DhcpServer server = lender;
            if (server == null) {
                server = new DhcpServer(stack, iface.get(), dhcp.range(), dhcp.proxiesNames(), line -> {});
                server.atChange(this::writeLeases);
                lenders.add(server);
                lender = server;
            }
            if (!server.start()) {
                return false;
            }
            stops.add(server::stop);
            if (dhcp.proxiesNames()) {
                DhcpServer known = server;
                DnsProxy proxy = new DnsProxy(stack, () -> names(known), nameServers);
                proxy.start(iface);
                stops.add(proxy::stop);
            }
            return true;
        }

        /** One file holds what all dhcp services of the host lent. */
        private void writeLeases() {
            StringBuilder text = new StringBuilder();
            lenders.forEach(lender -> text.append(lender.leasesText()));
            leases.accept(text.toString());
        }

        private static Map<String, Ipv4Address> names(DhcpServer server) {
            Map<String, Ipv4Address> names = new LinkedHashMap<>();
            server.leases().forEach(lease -> names.putIfAbsent(lease.name(), lease.address()));
            return names;
        }

        private void accept(TcpConnection connection) {
            arrivals.accepted(spec.kind().text() + ":" + connection.localPort(), stack.name(), connection);
            switch (spec.kind()) {
                case HTTP -> StreamService.http(connection, body);
                case FTP -> new FtpServer(stack, connection, arrivals, ftpPorts).greet();
                case TCP, UDP, DNS, DHCP -> StreamService.echo(connection);
            }
        }
    }

    /**
     * Adds a service that listens where the lab file says; it isn't started.
     *
     * @param body what http answers, asked at each request
     */
    public Service add(ServiceSpec spec, Supplier<String> body) {
        Ipv4Address address = spec.address() == null ? Ipv4Address.ANY : spec.address();
        return add(spec, () -> List.of(new Endpoint(address, spec.port())), body);
    }

    /**
     * Adds a service; it isn't started.
     *
     * @param ends where it listens, asked at each start; empty where its configuration lets it listen nowhere
     * @param body what http answers, asked at each request
     */
    public Service add(ServiceSpec spec, Supplier<List<Endpoint>> ends, Supplier<String> body) {
        Service service = new Service(spec, ends, body);
        services.add(service);
        return service;
    }

    /** Takes a service that was stopped off the list. */
    public void remove(Service service) {
        services.remove(service);
    }

    /** An ftp client of the lab has read its listing: servers close their data connections. */
    public void clientHasRead() {
        arrivals.release();
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
