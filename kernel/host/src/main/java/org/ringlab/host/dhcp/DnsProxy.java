package org.ringlab.host.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.UdpSocket;

/**
 * The name server in dnsmasq: it answers what its host knows, and passes all other questions on to the servers its host
 * uses.
 */
public final class DnsProxy {
    private static final int PORT = 53;

    private final NetStack stack;
    private final Supplier<Map<String, Ipv4Address>> known;
    private final Supplier<List<Ipv4Address>> servers;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private @Nullable UdpSocket upstream;
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(UdpSocket socket, Ipv4Address at, Ipv4Address source, int port, int id) {}

    /**
     * A proxy that doesn't listen yet.
     *
     * @param known names it answers itself
     * @param servers where it passes other questions on to, asked at each question
     */
    public DnsProxy(NetStack stack, Supplier<Map<String, Ipv4Address>> known, Supplier<List<Ipv4Address>> servers) {
        this.stack = stack;
        this.known = known;
        this.servers = servers;
    }

    /** Listens on one interface, or on all where none is named; false where the port is taken. */
    public boolean start(Optional<NetInterface> iface) {
        UdpSocket socket = iface.isPresent()
                ? stack.sockets().bindUdp(iface.get(), PORT, this::question)
                : stack.sockets().bindUdp(Ipv4Address.ANY, PORT, this::question);
        if (socket == null) {
            return false;
        }
        sockets.add(socket);
        return true;
    }

    /** Listens no longer. */
    public void stop() {
        sockets.forEach(UdpSocket::close);
        sockets.clear();
        if (upstream != null) {
            upstream.close();
            upstream = null;
        }
    }

    private void question(UdpSocket socket, Ipv4Address source, int port, Ipv4Address at, Bytes query) {
        Optional<String> name = DnsMessage.question(query);
        if (name.isEmpty()) {
            return;
        }
        Map<String, Ipv4Address> names = known.get();
        List<Ipv4Address> up = servers.get();
        if (names.containsKey(name.get()) || up.isEmpty()) {
            Map<String, List<Ipv4Address>> zone = new TreeMap<>();
            names.forEach((known, address) -> zone.put(known, List.of(address)));
            DnsMessage.answer(query, zone).ifPresent(answer -> socket.sendFrom(at, source, port, answer));
            return;
        }
        if (upstream == null) {
            upstream = stack.sockets().bindUdp(Ipv4Address.ANY, stack.sockets().ephemeralPort(), this::answer);
        }
        if (upstream != null) {
            asked.add(new Asked(socket, at, source, port, query.at(0) << 8 | query.at(1)));
            upstream.sendTo(up.getFirst(), PORT, query);
        }
    }

    private void answer(UdpSocket socket, Ipv4Address source, int port, Ipv4Address at, Bytes answer) {
        if (answer.length() < 2) {
            return;
        }
        int id = answer.at(0) << 8 | answer.at(1);
        asked.stream().filter(a -> a.id() == id).findFirst().ifPresent(a -> {
            asked.remove(a);
            a.socket().sendFrom(a.at(), a.source(), a.port(), answer);
        });
    }
}
