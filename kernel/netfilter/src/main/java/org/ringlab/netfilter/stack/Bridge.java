package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.event.PacketEvent.Switching;
import org.ringlab.netfilter.link.MacTable;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A learning switch in software, with a port of the host's own (net/bridge/br_input.c, br_forward.c, br_if.c). Bridges
 * come with the {@link SpanningTree} protocol switched off: a loop of them lasts until the lab's budget ends it.
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
    private long upSince;
    private boolean carrier = true; // nobody has looked for one yet
    private final SpanningTree tree;

    Bridge(NetInterface iface) {
        super(iface);
        stations = new MacTable<>(iface.stack().network().clock());
        tree = new SpanningTree(this);
    }

    @Override
    public String kind() {
        return "bridge";
    }

    /** Its ports in the order they came. */
    public List<BridgePort> ports() {
        return Collections.unmodifiableList(ports);
    }

    /** Its ports in the order in which the kernel goes through them. */
    List<BridgePort> newestFirst() {
        return ports.reversed();
    }

    /** Its part in the spanning tree. */
    public SpanningTree tree() {
        return tree;
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
        tree.linkChanged(port);
    }

    private boolean hasPort(int number) {
        return ports.stream().anyMatch(p -> p.number() == number);
    }

    /** Makes a port an interface of its own again ({@code br_del_if}). */
    void release(BridgePort port) {
        tree.disable(port);
        ports.remove(port);
        port.iface().setPort(null);
        adjust();
    }

    /** A person chose its address: it no longer follows its ports'. */
    void addressChosen() {
        addressChosen = true;
        tree.changeAddress(iface().mac());
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
            tree.changeAddress(iface().mac());
        }
        if (!mtuChosen) {
            iface().setMtu(ports.stream().mapToInt(p -> p.iface().mtu()).min().orElse(Interfaces.DEFAULT_MTU));
        }
    }

    /** Whether it ever had a port. Before, nobody has looked for a carrier, and it counts as there. */
    public boolean hadPort() {
        return hadPort;
    }

    @Override
    boolean hasCarrier() {
        return carrier;
    }

    /** Whether a port forwards. */
    void setCarrier(boolean there) {
        if (carrier != there) {
            carrier = there;
            iface().stack().carrierChanged(iface());
        }
    }

    @Override
    void switched() {
        if (iface().isUp()) {
            upSince = iface().stack().nanos();
            tree.bridgeUp();
        } else {
            tree.bridgeDown();
        }
    }

    /** Until stations that fell silent are struck out, in nanoseconds: a tenth of a second after it goes up, then once an ageing time. */
    public long untilCleaning() {
        if (!iface().isUp()) {
            return 0;
        }
        long first = upSince + 100 * SimClock.MILLI - iface().stack().nanos();
        long period = Math.max(stations.ageingNanos(), 10 * SimClock.MILLI);
        return first >= 0 ? first : period - -first % period;
    }

    /** A port's link came or went. */
    void linkChanged(BridgePort port) {
        tree.linkChanged(port);
    }

    @Override
    void removed() {
        List.copyOf(ports).forEach(this::release);
    }

    /** A frame comes in by a port ({@code br_handle_frame}). */
    void receive(BridgePort in, Frame frame) {
        NetStack stack = iface().stack();
        boolean reserved = (frame.destination().bits() & ~15L) == RESERVED;
        if (in.state() == PortState.DISABLED) {
            return;
        }
        if (reserved && (tree.isOn() || !frame.destination().equals(TreeTalk.GROUP))) {
            if (in.learns()) {
                learn(in, frame);
            }
            if (frame.content() instanceof Frame.Stp stp) {
                tree.talk().receive(in, stp.bpdu());
            }
            return;
        }
        if (!stack.network().queue().switched()) {
            return;
        }
        if (frame.content() instanceof Frame.Ip ip) {
            stack.tell(new PacketEvent.Received(
                    stack.nanos(), stack.name(), ip.packetId(), in.iface().name(), ip.packet()));
        }
        if (!in.learns()) {
            blocked(in, frame, in, false);
        } else if (frame.content() instanceof Frame.Ip ip && netfilter.isOn()) {
            netfilter.receive(in, frame, ip);
        } else {
            pass(in, frame, null);
        }
    }

    private boolean learn(BridgePort in, Frame frame) {
        return !isOwn(frame.source()) && stations.learn(frame.source(), in);
    }

    /**
     * Learns, and finds out where the frame goes ({@code br_handle_frame_finish}).
     *
     * @param skb the packet in it where iptables is shown it; null where not
     */
    void pass(BridgePort in, Frame frame, @Nullable Skb skb) {
        boolean news = learn(in, frame);
        if (!in.forwards()) {
            blocked(in, frame, in, news);
            return;
        }
        MacAddress to = frame.destination();
        if (isOwn(to)) {
            tell(in, frame, Switching.LOCAL, List.of(), news);
            up(in, frame, skb);
            return;
        }
        List<BridgePort> out = outOf(in, frame, news);
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
        outOf(null, frame, false).forEach(port -> send(port, frame));
    }

    /** No port forwards: where the tree holds them back, that is told. */
    @Override
    void lost(Frame frame) {
        outOf(null, frame, false);
    }

    /**
     * The port that is known, or all; never the one the frame came by, nor one that doesn't forward. The newest port
     * comes first.
     */
    private List<BridgePort> outOf(@Nullable BridgePort in, Frame frame, boolean news) {
        MacAddress to = frame.destination();
        Optional<BridgePort> known = to.isGroup() ? Optional.empty() : stations.find(to);
        List<BridgePort> ways = known.map(List::of).orElse(newestFirst()).stream()
                .filter(p -> p != in && p.state() != PortState.DISABLED)
                .toList();
        List<BridgePort> out = ways.stream().filter(BridgePort::forwards).toList();
        if (out.isEmpty() && !ways.isEmpty() && !(to.isGroup() && in != null)) {
            blocked(in, frame, ways.getFirst(), news);
        } else {
            tell(in, frame, known.isPresent() ? Switching.FORWARDED : Switching.FLOODED, out, news);
        }
        return out;
    }

    /** The frame ends at {@code at}, which doesn't forward (yet). */
    private void blocked(@Nullable BridgePort in, Frame frame, BridgePort at, boolean news) {
        NetStack stack = iface().stack();
        if (!stack.telling()) {
            return;
        }
        tell(in, frame, Switching.BLOCKED, List.of(), news);
        if (frame.content() instanceof Frame.Ip ip) {
            stack.tell(new PacketEvent.Dropped(
                    stack.nanos(),
                    stack.name(),
                    ip.packetId(),
                    PacketEvent.DropReason.PORT_BLOCKED,
                    "port " + at.iface().name() + " of " + iface().name() + " is "
                            + at.state().text()
                            + (at.forwardDelay().isPending()
                                    ? ", for " + (at.forwardDelay().remaining() + SimClock.SECOND - 1) / SimClock.SECOND
                                            + " s more"
                                    : ""),
                    ip.packet()));
        }
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
