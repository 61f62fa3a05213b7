package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.Switching;
import org.ringlab.netfilter.link.MacTable;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A learning switch in software, with a port of the host's own (net/bridge/br_input.c, br_forward.c, br_if.c). Without
 * the spanning tree protocol, as bridges come: a loop of bridges lasts until the lab's budget ends it.
 */
public final class Bridge extends Device {
    /** 01:80:c2:00:00:00 to 0f: frames between switches, which no switch passes on. */
    private static final long RESERVED = 0x0180_C200_0000L;

    private final List<BridgePort> ports = new ArrayList<>();
    private final MacTable<BridgePort> stations;
    private final BridgeNetfilter netfilter = new BridgeNetfilter(this);
    private boolean addressChosen;
    private boolean mtuChosen;
    private boolean hadPort;
    private boolean spanningTree;

    Bridge(NetInterface iface) {
        super(iface);
        stations = new MacTable<>(iface.stack().network().clock());
    }

    @Override
    public String kind() {
        return "bridge";
    }

    /** Its ports in the order they came. */
    public List<BridgePort> ports() {
        return Collections.unmodifiableList(ports);
    }

    /** What it learned. */
    public MacTable<BridgePort> stations() {
        return stations;
    }

    /** Makes an interface a port ({@code br_add_if}); what may be one, the caller has checked. */
    void enslave(NetInterface slave) {
        int number = 1;
        while (hasPort(number)) {
            number++;
        }
        BridgePort port = new BridgePort(this, slave, number);
        ports.add(port);
        hadPort = true;
        slave.setPort(port);
        adjust();
    }

    private boolean hasPort(int number) {
        return ports.stream().anyMatch(p -> p.number() == number);
    }

    /** Makes a port an interface of its own again ({@code br_del_if}). */
    void release(BridgePort port) {
        ports.remove(port);
        stations.forgetPort(port);
        port.iface().setPort(null);
        adjust();
    }

    /** A person chose its address: it no longer follows its ports'. */
    void addressChosen() {
        addressChosen = true;
    }

    /** A person chose its MTU: it no longer follows its ports'. */
    void mtuChosen() {
        mtuChosen = true;
    }

    /** Its address is the lowest of its ports', its MTU the smallest, unless a person chose. */
    void adjust() {
        if (!addressChosen) {
            long lowest =
                    ports.stream().mapToLong(p -> p.iface().mac().bits()).min().orElse(0);
            if (iface().mac().bits() != lowest) {
                iface().setMac(new MacAddress(lowest));
                iface().stack().neighbours().forget(iface());
            }
        }
        if (!mtuChosen) {
            iface().setMtu(ports.stream().mapToInt(p -> p.iface().mtu()).min().orElse(Interfaces.DEFAULT_MTU));
        }
    }

    /** Whether somebody switched the spanning tree protocol on; ports forward all the same. */
    public boolean spanningTree() {
        return spanningTree;
    }

    /** Notes that {@link #spanningTree}. */
    public void setSpanningTree(boolean on) {
        spanningTree = on;
    }

    /** Whether it ever had a port. Before, nobody has looked for a carrier, and it counts as there. */
    public boolean hadPort() {
        return hadPort;
    }

    @Override
    boolean hasCarrier() {
        return !hadPort || ports.stream().anyMatch(p -> p.iface().isRunning());
    }

    @Override
    void removed() {
        List.copyOf(ports).forEach(this::release);
    }

    /** A frame comes in by a port ({@code br_handle_frame}). */
    void receive(BridgePort in, Frame frame) {
        NetStack stack = iface().stack();
        boolean reserved = (frame.destination().bits() & ~15L) == RESERVED;
        if (!in.forwards() || reserved || !stack.network().queue().switched()) {
            return;
        }
        if (frame.content() instanceof Frame.Ip ip) {
            stack.tell(new PacketEvent.Received(
                    stack.nanos(), stack.name(), ip.packetId(), in.iface().name(), ip.packet()));
        }
        if (frame.content() instanceof Frame.Ip ip && netfilter.isOn()) {
            netfilter.receive(in, frame, ip);
        } else {
            pass(in, frame, null);
        }
    }

    /**
     * Learns, and finds out where the frame goes ({@code br_handle_frame_finish}).
     *
     * @param skb the packet in it where iptables is shown it; null where not
     */
    void pass(BridgePort in, Frame frame, @Nullable Skb skb) {
        boolean news = !isOwn(frame.source()) && stations.learn(frame.source(), in);
        MacAddress to = frame.destination();
        if (isOwn(to)) {
            tell(in, frame, Switching.LOCAL, List.of(), news);
            up(in, frame, skb);
            return;
        }
        Optional<BridgePort> known = to.isGroup() ? Optional.empty() : stations.find(to);
        List<BridgePort> out = outOf(in, known);
        tell(in, frame, known.isPresent() ? Switching.FORWARDED : Switching.FLOODED, out, news);
        for (BridgePort port : out) {
            if (skb == null) {
                send(port, frame);
            } else {
                netfilter.forward(port, frame, skb);
            }
        }
        if (to.isGroup()) {
            up(in, frame, skb);
        }
    }

    /** A frame of the host's own goes out ({@code br_dev_xmit}). */
    @Override
    void transmit(Frame frame) {
        MacAddress to = frame.destination();
        Optional<BridgePort> known = to.isGroup() ? Optional.empty() : stations.find(to);
        List<BridgePort> out = outOf(null, known);
        tell(null, frame, known.isPresent() ? Switching.FORWARDED : Switching.FLOODED, out, false);
        out.forEach(port -> send(port, frame));
    }

    /** The port that is known, or all; never the one the frame came by, nor one that is down. The newest port comes first. */
    private List<BridgePort> outOf(@Nullable BridgePort in, Optional<BridgePort> known) {
        return known.map(List::of).orElse(ports.reversed()).stream()
                .filter(p -> p != in && p.forwards())
                .toList();
    }

    void send(BridgePort out, Frame frame) {
        NetStack stack = iface().stack();
        if (frame.content() instanceof Frame.Ip ip) {
            if (!out.iface().device().fits(ip.packet())) {
                stack.tell(new PacketEvent.Dropped(
                        stack.nanos(),
                        stack.name(),
                        ip.packetId(),
                        PacketEvent.DropReason.TOO_BIG,
                        ip.packet().length() + " bytes over the MTU of "
                                + out.iface().name() + ", " + out.iface().mtu() + "; a bridge tells nobody",
                        ip.packet()));
                return;
            }
            stack.tell(new PacketEvent.Transmitted(
                    stack.nanos(), stack.name(), ip.packetId(), out.iface().name(), frame.destination(), ip.packet()));
        }
        out.iface().transmit(frame);
    }

    /** To the host itself, as if it had come in by the bridge's own interface ({@code br_pass_frame_up}). */
    private void up(BridgePort in, Frame frame, @Nullable Skb skb) {
        MacAddress to = frame.destination();
        boolean forHost =
                to.isGroup() || to.equals(iface().mac()) || to.equals(in.iface().mac());
        iface().countReceived(frame.length());
        iface().tapReceived(frame, true);
        if (skb == null) {
            iface().stack().path().bridged(iface(), frame, forHost);
        } else if (forHost) {
            iface().stack().path().shown(skb);
        }
    }

    /** The addresses of the bridge and its ports are the host's. */
    private boolean isOwn(MacAddress mac) {
        return mac.equals(iface().mac())
                || ports.stream().anyMatch(p -> p.iface().mac().equals(mac));
    }

    private void tell(@Nullable BridgePort in, Frame frame, Switching decision, List<BridgePort> out, boolean news) {
        NetStack stack = iface().stack();
        if (!stack.telling()) {
            return;
        }
        stack.tell(new PacketEvent.Switched(
                stack.nanos(),
                stack.name(),
                frame.packetId(),
                iface().name(),
                in == null ? "" : in.iface().name(),
                decision,
                out.stream().map(p -> p.iface().name()).toList(),
                frame.source(),
                frame.destination(),
                news));
    }
}
