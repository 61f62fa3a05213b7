package org.ringlab.host.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.container.Carrier;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/**
 * OpenShift's router, a program on port 80 of the control plane's host: it reads which host name a request is for, and carries
 * it to a pod of the service behind that name, one pod after the other.
 */
public final class Router {
    private static final int PORT = 80;

    private final Cluster cluster;
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private @Nullable TcpListener listener;
    private @Nullable NetStack stack;
    private int turn;

    Router(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A host name that leads to a service.
     *
     * @param name the route's own name
     * @param host what requests name
     * @param service where they go
     */
    public record Route(String name, String host, String service) {}

    /** Routes by name. */
    public Map<String, Route> routes() {
        return Collections.unmodifiableMap(routes);
    }

    /** A host name leads to a service from now on. */
    public Route add(String name, String host, String service) {
        Route route = new Route(name, host, service);
        routes.put(name, route);
        open();
        return route;
    }

    /** A route goes. */
    public void remove(Route route) {
        routes.remove(route.name());
    }

    /** The router starts with the first route, and again after its host's restart. */
    private void open() {
        NetStack now = cluster.machine().stack();
        if (stack != now || listener == null) {
            stack = now;
            listener = now.sockets().listen(Ipv4Address.ANY, PORT, client -> new Visit(now, client));
        }
    }

    /** One client's connection. */
    private final class Visit {
        private final NetStack host;
        private final TcpConnection client;
        private @Nullable TcpConnection server;
        private boolean refused;

        Visit(NetStack host, TcpConnection client) {
            this.host = host;
            this.client = client;
            client.onChange(this::read);
        }

        private void read() {
            String head = new String(client.received().toArray(), StandardCharsets.ISO_8859_1);
            if (server != null || refused || !head.contains("\r\n\r\n")) {
                return;
            }
            String asked = head.lines()
                    .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("host:"))
                    .map(l -> l.substring(5).strip().replaceFirst(":\\d+$", ""))
                    .findFirst()
                    .orElse("");
            List<String> pods = routes.values().stream()
                    .filter(r -> r.host().equals(asked))
                    .flatMap(r -> Optional.ofNullable(cluster.services().get(r.service())).stream())
                    .flatMap(s -> cluster.endpoints(s).stream())
                    .toList();
            if (pods.isEmpty()) {
                refused = true;
                String page = "<html><body><h1>Application is not available</h1></body></html>\n";
                client.send(Bytes.utf8(
                        "HTTP/1.0 503 Service Unavailable\r\nContent-Length: " + page.length() + "\r\n\r\n" + page));
                client.shutdownWrite();
                return;
            }
            String[] pod = pods.get(turn++ % pods.size()).split(":");
            TcpConnection made =
                    host.sockets().connect(Ipv4Address.ANY, 0, Ipv4Address.of(pod[0]), Integer.parseInt(pod[1]));
            server = made;
            Carrier.join(client, made);
        }
    }
}
