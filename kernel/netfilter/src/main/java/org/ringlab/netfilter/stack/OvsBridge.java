package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.Switching;
import org.ringlab.netfilter.link.Network;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A switch of Open vSwitch with its one flow, {@code actions=NORMAL}: it learns, floods, and keeps VLANs apart
 * (ofproto-dpif-xlate.c, {@code xlate_normal}).
 */
public final class OvsBridge {
    private static final long AGEING = 300 * SimClock.SECOND;
    private static final long RESERVED = 0x0180_C200_0000L;

    /** Frames inside a tunnel may be as big as they like; the outer packet is what has to fit. */
    private static final int TUNNEL_MTU = 65_000;

    private final OpenVSwitch ovs;
    private final String name;
    private final Map<String, OvsPort> ports = new LinkedHashMap<>();
    private final Map<Station, Heard> stations = new LinkedHashMap<>();

    OvsBridge(OpenVSwitch ovs, String name) {
        this.ovs = ovs;
        this.name = name;
    }

    private record Station(MacAddress mac, int vlan) {}

    private record Heard(OvsPort port, long nanos) {}

    /**
     * A row of the table of stations.
     *
     * @param port where it was heard
     * @param vlan in which VLAN, 0 for none
     * @param mac its Ethernet address
     * @param age seconds since it was heard last
     */
    public record Row(OvsPort port, int vlan, MacAddress mac, long age) {}

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its ports in the order they came, its own first. */
    public Collection<OvsPort> ports() {
        return Collections.unmodifiableCollection(ports.values());
    }

    /** The port of that name. */
    public Optional<OvsPort> port(String portName) {
        return Optional.ofNullable(ports.get(portName));
    }

    Network network() {
        return ovs.stack().network();
    }

    Optional<OvsPort> other(String patch) {
        return ovs.port(patch).filter(p -> p.kind() == OvsPort.Kind.PATCH);
    }

    private OvsPort add(String portName, OvsPort.Kind kind, String peer) {
        int number = 1;
        while (has(number)) {
            number++;
        }
        OvsPort port = new OvsPort(this, portName, portName.equals(name) ? OvsPort.LOCAL : number, kind, peer);
        ports.put(portName, port);
        return port;
    }

    private boolean has(int number) {
        return ports.values().stream().anyMatch(p -> p.number() == number);
    }

    /** Makes an interface of the host a port, once it is there. */
    public void addSystem(String portName) {
        OvsPort port = add(portName, OvsPort.Kind.SYSTEM, "");
        ovs.stack()
                .findInterface(portName)
                .filter(i -> i.port().isEmpty() && i.ovsPort().isEmpty())
                .ifPresent(port::attach);
    }

    /** Makes a port that is an interface of the host; its name must be free. */
    public void addInternal(String portName) {
        OvsPort port = add(portName, OvsPort.Kind.INTERNAL, "");
        if (ovs.stack().findInterface(portName).isEmpty()) {
            port.attach(ovs.stack().links().add(portName, Interfaces.DEFAULT_MTU, OvsInternal::new));
        }
    }

    /** Makes a cable's end; the other end is the patch port of that name. */
    public void addPatch(String portName, String peer) {
        add(portName, OvsPort.Kind.PATCH, peer);
    }

    /** Makes a port that leads through a VXLAN tunnel (UDP port 4789). */
    public void addVxlan(String portName, Ipv4Address local, Ipv4Address remote, int key, int udpPort) {
        Vxlan.Config config = new Vxlan.Config(key, local, remote, "", udpPort, 32_768, 61_000, 0, false);
        addTunnel(portName, iface -> new Vxlan(iface, config));
    }

    /** Makes a port that leads through a GRE tunnel. */
    public void addGre(String portName, Ipv4Address local, Ipv4Address remote, Optional<Long> key) {
        IpTunnel.Config config = new IpTunnel.Config(IpTunnel.Mode.GRETAP, local, remote, 0, key.orElse(null));
        addTunnel(portName, iface -> new IpTunnel(iface, config));
    }

    private void addTunnel(String portName, java.util.function.Function<NetInterface, Device> device) {
        OvsPort port = add(portName, OvsPort.Kind.TUNNEL, "");
        NetInterface hidden =
                new NetInterface(ovs.stack(), 0, portName, network().nextMac(), TUNNEL_MTU, device);
        hidden.setUp(true);
        port.attach(hidden);
    }

    /** Takes a port away; an internal one's interface goes with it. */
    public void remove(String portName) {
        OvsPort port = ports.remove(portName);
        if (port == null) {
            return;
        }
        forget(port);
        Optional<NetInterface> iface = port.iface();
        port.deviceWent();
        switch (port.kind()) {
            case INTERNAL -> iface.ifPresent(ovs.stack().links()::remove);
            case TUNNEL -> iface.ifPresent(i -> i.device().removed());
            case SYSTEM, PATCH -> {}
        }
    }

    void forget(OvsPort port) {
        stations.values().removeIf(heard -> heard.port == port);
    }

    /** Forgets all stations ({@code fdb/flush}). */
    public void flush() {
        stations.clear();
    }

    /** What it learned, the one heard longest ago first. */
    public List<Row> stations() {
        long now = network().clock().nanos();
        List<Row> rows = new ArrayList<>();
        stations.forEach((station, heard) -> {
            if (now - heard.nanos < AGEING) {
                rows.add(new Row(heard.port, station.vlan, station.mac, (now - heard.nanos) / SimClock.SECOND));
            }
        });
        return rows;
    }

    private boolean learn(MacAddress mac, int vlan, OvsPort port) {
        if (mac.isGroup()) {
            return false;
        }
        long now = network().clock().nanos();
        Station station = new Station(mac, vlan);
        Heard old = stations.remove(station);
        stations.put(station, new Heard(port, now));
        return old == null || old.port != port || now - old.nanos >= AGEING;
    }

    private Optional<OvsPort> find(MacAddress mac, int vlan) {
        Heard heard = stations.get(new Station(mac, vlan));
        return heard == null || network().clock().nanos() - heard.nanos >= AGEING
                ? Optional.empty()
                : Optional.of(heard.port);
    }

    void receive(OvsPort in, Frame frame) {
        NetStack stack = ovs.stack();
        boolean reserved = (frame.destination().bits() & ~15L) == RESERVED;
        if (reserved || !in.isUp() || !network().queue().switched()) {
            return;
        }
        if (frame.content() instanceof Frame.Ip ip && in.kind() == OvsPort.Kind.SYSTEM) {
            stack.tell(new PacketEvent.Received(stack.nanos(), stack.name(), ip.packetId(), in.name(), ip.packet()));
        }
        int vlan = in.vlan().in(frame.vlan());
        if (vlan < 0) {
            drop(
                    frame,
                    "port " + in.name() + " of " + name + " takes no frames "
                            + (frame.vlan() == 0 ? "without a tag" : "of VLAN " + frame.vlan()));
            return;
        }
        boolean news = learn(frame.source(), vlan, in);
        MacAddress to = frame.destination();
        Optional<OvsPort> known = to.isGroup() ? Optional.empty() : find(to, vlan);
        List<OvsPort> out = known.map(List::of).orElseGet(() -> List.copyOf(ports.values())).stream()
                .filter(p -> p != in && p.isUp() && p.vlan().carries(vlan))
                .toList();
        stack.tell(new PacketEvent.Switched(
                stack.nanos(),
                stack.name(),
                frame.packetId(),
                name,
                in.name(),
                known.isPresent() ? Switching.FORWARDED : Switching.FLOODED,
                out.stream().map(OvsPort::name).toList(),
                frame.source(),
                to,
                news));
        if (out.isEmpty()) {
            drop(
                    frame,
                    "no other port of " + name + " carries " + (vlan == 0 ? "frames without a tag" : "VLAN " + vlan)
                            + " to " + to);
        }
        for (OvsPort port : out) {
            if (frame.content() instanceof Frame.Ip ip && port.kind() == OvsPort.Kind.SYSTEM) {
                stack.tell(new PacketEvent.Transmitted(
                        stack.nanos(), stack.name(), ip.packetId(), port.name(), to, ip.packet()));
            }
            port.send(frame.withVlan(port.vlan().out(vlan)));
        }
    }

    private void drop(Frame frame, String why) {
        NetStack stack = ovs.stack();
        if (frame.content() instanceof Frame.Ip ip) {
            stack.tell(new PacketEvent.Dropped(
                    stack.nanos(), stack.name(), ip.packetId(), PacketEvent.DropReason.VLAN, why, ip.packet()));
        }
    }
}
