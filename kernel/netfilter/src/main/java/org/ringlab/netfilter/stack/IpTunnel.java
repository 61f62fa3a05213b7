package org.ringlab.netfilter.stack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Wire;

/**
 * A tunnel between two hosts: packets travel inside packets of protocol 4 or 47 (net/ipv4/ip_tunnel.c, ipip.c,
 * ip_gre.c). It has no Ethernet header and knows no neighbours.
 */
public final class IpTunnel extends Device {
    private final NetStack underlay;
    private final Config config;

    IpTunnel(NetInterface iface, Config config) {
        super(iface);
        this.config = config;
        underlay = iface.stack();
        underlay.tunnels().add(this);
    }

    /** What is put around a packet. */
    public enum Mode {
        /** An IPv4 header. */
        IPIP("ipip", OtherPayload.IPIP, 0),
        /** An IPv4 header and a GRE header. */
        GRE("gre", OtherPayload.GRE, 4),
        /** The same around a whole Ethernet frame. */
        GRETAP("gretap", OtherPayload.GRE, 4 + Frame.HEADER_LENGTH);

        private final String text;
        private final int protocol;
        private final int header;

        Mode(String text, int protocol, int header) {
            this.text = text;
            this.protocol = protocol;
            this.header = header;
        }

        /** As {@code ip tunnel} calls it. */
        public String text() {
            return text;
        }

        /** The outer packet's protocol number. */
        public int protocol() {
            return protocol;
        }

        /** The mode of that name. */
        public static Optional<Mode> parse(String text) {
            return java.util.Arrays.stream(values())
                    .filter(m -> m.text.equals(text))
                    .findFirst();
        }
    }

    /**
     * How a tunnel is set up.
     *
     * @param mode what is put around packets
     * @param local this end; 0.0.0.0 for any address of the host
     * @param remote the other end
     * @param ttl the outer packets' time to live; 0 takes the inner packet's
     * @param key the GRE key both ends must agree on; null for none
     */
    public record Config(
            Mode mode,
            Ipv4Address local,
            Ipv4Address remote,
            int ttl,
            @Nullable Long key) {
        /** Bytes that are put around a packet. */
        public int overhead() {
            return Packet.HEADER_LENGTH + mode.header + (key == null ? 0 : 4);
        }

        boolean isBound() {
            return !local.equals(Ipv4Address.ANY);
        }

        boolean endsAt(Ipv4Address address) {
            return !isBound() || local.equals(address);
        }
    }

    /** How it is set up. */
    public Config config() {
        return config;
    }

    @Override
    public String kind() {
        return config.mode.text;
    }

    @Override
    public boolean isEthernet() {
        return config.mode == Mode.GRETAP;
    }

    @Override
    void removed() {
        underlay.tunnels().remove(this);
    }

    @Override
    void transmit(Frame frame) {
        if (config.mode == Mode.GRETAP) {
            transmitFrame(frame);
            return;
        }
        if (!(frame.content() instanceof Frame.Ip ip)
                || !underlay.network().queue().switched()) {
            return;
        }
        Packet inner = ip.packet();
        RouteLookup route = underlay.lookup(config.remote);
        if (route.iface() == null || route.iface() == iface()) {
            underlay.tell(new PacketEvent.Dropped(
                    underlay.nanos(),
                    underlay.name(),
                    ip.packetId(),
                    DropReason.TUNNEL,
                    route.iface() == null
                            ? "no route to the other end of " + iface().name() + ", " + config.remote
                            : "the other end of " + iface().name() + ", " + config.remote
                                    + ", is routed through the tunnel itself",
                    inner));
            return;
        }
        Bytes header = header();
        OtherPayload payload = new OtherPayload(config.mode.protocol, header.plus(Wire.encode(inner)), frame);
        Packet outer = new Packet(
                config.isBound() ? config.local : route.source(),
                config.remote,
                config.ttl == 0 ? inner.ttl() : config.ttl,
                0,
                0,
                true,
                payload);
        underlay.network().queue().soon(() -> underlay.path().sendTunnelled(outer, config.isBound(), frame, iface()));
    }

    /** A whole frame as it is; where there is no way to the other end it is lost. */
    private void transmitFrame(Frame frame) {
        RouteLookup route = underlay.lookup(config.remote);
        if (!underlay.network().queue().switched() || route.iface() == null || route.iface() == iface()) {
            return;
        }
        OtherPayload payload = new OtherPayload(config.mode.protocol, header().plus(Wire.encode(frame)), frame);
        Packet outer = new Packet(
                config.isBound() ? config.local : route.source(),
                config.remote,
                config.ttl == 0 ? 64 : config.ttl,
                0,
                0,
                false,
                payload);
        underlay.network().queue().soon(() -> underlay.path().sendTunnelled(outer, config.isBound(), frame, iface()));
    }

    private Bytes header() {
        if (config.mode == Mode.IPIP) {
            return Bytes.EMPTY;
        }
        Long key = config.key;
        boolean ethernet = config.mode == Mode.GRETAP;
        byte[] plain = {
            (byte) (key == null ? 0 : 0x20), 0, (byte) (ethernet ? 0x65 : 0x08), (byte) (ethernet ? 0x58 : 0)
        };
        if (key == null) {
            return Bytes.of(plain);
        }
        int k = key.intValue();
        return Bytes.of(plain)
                .plus(Bytes.of(new byte[] {(byte) (k >>> 24), (byte) (k >>> 16), (byte) (k >>> 8), (byte) k}));
    }

    /** An outer packet came to this end; false where it isn't from the other one. */
    boolean receive(Packet outer, OtherPayload payload, long packetId) {
        boolean ours = iface().isUp()
                && (config.remote.equals(Ipv4Address.ANY) || config.remote.equals(outer.source()))
                && payload.carried() != null
                && payload.data().first(header().length()).equals(header());
        Frame carried = payload.carried();
        if (!ours || carried == null) {
            return false;
        }
        underlay.tell(new PacketEvent.Decapsulated(underlay.nanos(), underlay.name(), packetId, iface().name(), outer));
        iface().receive(carried);
        return true;
    }
}
