package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.link.MacTable;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.packet.Wire;

/**
 * An Ethernet segment stretched over an IP network: frames travel inside UDP datagrams (RFC 7348,
 * drivers/net/vxlan/vxlan_core.c).
 */
public final class Vxlan extends Device {
    /** Bytes around a frame's packet: IPv4, UDP, VXLAN and Ethernet headers. */
    public static final int OVERHEAD = 50;

    private static final int TTL = 64;

    /** An ICMP error never makes a packet longer than 576 bytes. */
    private static final int MOST_QUOTED = 576 - Packet.HEADER_LENGTH - 8;

    private final NetStack underlay;
    private final Config config;
    private final MacTable<Ipv4Address> stations;
    private final List<Ipv4Address> others = new ArrayList<>();

    Vxlan(NetInterface iface, Config config) {
        super(iface);
        this.config = config;
        underlay = iface.stack();
        underlay.tunnels().add(this);
        stations = new MacTable<>(underlay.network().clock());
        if (!config.remote.equals(Ipv4Address.ANY)) {
            others.add(config.remote);
        }
    }

    /**
     * How it is set up.
     *
     * @param vni the network's number, 0 to 16777215
     * @param local source of outer packets; 0.0.0.0 lets routing choose
     * @param remote where frames for everybody and for unknown stations go; 0.0.0.0 for nowhere
     * @param link the interface the outer packets leave by, which gives the MTU; empty for any
     * @param port the UDP port both ends listen on
     * @param firstPort lowest source port of outer packets
     * @param endPort one more than the highest
     * @param ttl the outer packets' time to live; 0 for 64
     * @param learns whether it learns stations from what it receives
     */
    public record Config(
            int vni,
            Ipv4Address local,
            Ipv4Address remote,
            String link,
            int port,
            int firstPort,
            int endPort,
            int ttl,
            boolean learns) {
        /** Where Linux listens unless told otherwise: not the port of the RFC, which is 4789. */
        public static final int LINUX_PORT = 8472;

        boolean isBound() {
            return !local.equals(Ipv4Address.ANY);
        }
    }

    /** How it is set up. */
    public Config config() {
        return config;
    }

    /** Behind which host stations are. */
    public MacTable<Ipv4Address> stations() {
        return stations;
    }

    /** Where frames for everybody and for unknown stations go. */
    public List<Ipv4Address> others() {
        return Collections.unmodifiableList(others);
    }

    /** Sends frames for everybody there too ({@code bridge fdb append 00:00:00:00:00:00 … dst}). */
    public void addOther(Ipv4Address remote) {
        if (!others.contains(remote)) {
            others.add(remote);
        }
    }

    /** No longer sends them there; false where it didn't. */
    public boolean removeOther(Ipv4Address remote) {
        return others.remove(remote);
    }

    @Override
    public String kind() {
        return "vxlan";
    }

    @Override
    void removed() {
        underlay.tunnels().remove(this);
    }

    @Override
    void transmit(Frame frame) {
        if (!underlay.network().queue().switched()) {
            return;
        }
        MacAddress to = frame.destination();
        Optional<Ipv4Address> known = to.isGroup() ? Optional.empty() : stations.find(to);
        for (Ipv4Address remote : known.map(List::of).orElse(List.copyOf(others))) {
            send(frame, remote);
        }
    }

    /**
     * A bridge tells nobody what doesn't fit, so a port of it does, in its destination's name ({@code
     * skb_tunnel_check_pmtu}). What counts is what the underlay carries, whatever this interface's own MTU.
     *
     * @param mtu what fits into an outer packet
     */
    private boolean tooBig(Frame frame, Packet packet, int mtu) {
        boolean error = packet.payload() instanceof IcmpMessage icmp && icmp.isError();
        if (packet.length() <= mtu || !packet.dontFragment() || packet.fragment() != null || error) {
            return false;
        }
        IcmpMessage needed = new IcmpMessage(
                IcmpMessage.UNREACHABLE, 4, 0, mtu, Wire.encode(packet).first(MOST_QUOTED), packet);
        Skb answer = iface().stack()
                .created(
                        Packet.of(packet.destination(), packet.source(), packet.ttl(), needed),
                        "icmp error",
                        frame.packetId());
        Frame back = new Frame(frame.destination(), frame.source(), new Frame.Ip(answer.packet(), answer.id()));
        iface().stack().network().queue().soon(() -> iface().receive(back));
        return true;
    }

    private void send(Frame frame, Ipv4Address remote) {
        RouteLookup route = underlay.lookup(remote);
        if (route.iface() == null || route.iface() == iface()) {
            if (frame.content() instanceof Frame.Ip ip) {
                underlay.tell(new PacketEvent.Dropped(
                        underlay.nanos(),
                        underlay.name(),
                        ip.packetId(),
                        DropReason.TUNNEL,
                        "no way to the other end of " + iface().name() + ", " + remote,
                        ip.packet()));
            }
            return;
        }
        int fits = underlay.routing().mtu(route.iface(), route.mtu(), remote) - OVERHEAD;
        if (frame.content() instanceof Frame.Ip ip && iface().port().isPresent() && tooBig(frame, ip.packet(), fits)) {
            return;
        }
        int vni = config.vni;
        byte[] header = {8, 0, 0, 0, (byte) (vni >>> 16), (byte) (vni >>> 8), (byte) vni, 0};
        UdpDatagram datagram =
                new UdpDatagram(sourcePort(frame), config.port, Bytes.of(header).plus(Wire.encode(frame)), frame);
        Packet outer = new Packet(
                config.isBound() ? config.local : route.source(),
                remote,
                config.ttl == 0 ? TTL : config.ttl,
                0,
                0,
                false,
                datagram);
        underlay.network().queue().soon(() -> underlay.path().sendTunnelled(outer, config.isBound(), frame, iface()));
    }

    /**
     * One for each flow inside, both ways alike, so that routers on the way can spread them ({@code udp_flow_src_port},
     * {@code __flow_hash_consistentify}).
     */
    private int sourcePort(Frame frame) {
        int hash = switch (frame.content()) {
            case Frame.Arp arp -> 0x0806;
            case Frame.Stp stp -> 0x42;
            case Frame.Ip ip -> {
                Packet p = ip.packet();
                int ports = switch (p.payload()) {
                    case TcpSegment t -> t.sourcePort() + t.destinationPort();
                    case UdpDatagram u -> u.sourcePort() + u.destinationPort();
                    case IcmpMessage i -> 0;
                    case OtherPayload o -> 0;
                };
                yield Objects.hash(
                        p.source().bits() + p.destination().bits(), p.payload().protocol(), ports);
            }
        };
        long spread = hash * 0x9E37_79B9L & 0xFFFF_FFFFL;
        return config.firstPort + (int) (spread * (config.endPort - config.firstPort) >>> 32);
    }

    /** A datagram came to the port; false where it is of another network. */
    boolean receive(Packet outer, UdpDatagram datagram, long packetId) {
        Frame carried = datagram.carried();
        Bytes data = datagram.data();
        int vni = data.length() < 8 ? -1 : data.at(4) << 16 | data.at(5) << 8 | data.at(6);
        if (carried == null || vni != config.vni) {
            return false;
        }
        if (carried.source().equals(iface().mac())) {
            return true;
        }
        if (config.learns) {
            stations.learn(carried.source(), outer.source());
        }
        underlay.tell(new PacketEvent.Decapsulated(underlay.nanos(), underlay.name(), packetId, iface().name(), outer));
        iface().receive(carried);
        return true;
    }
}
