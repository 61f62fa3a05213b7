package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.event.PacketEvent.RouteDecision;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.PacketKind;

/**
 * The path of a packet through one stack, as every textbook draws it (net/ipv4/ip_input.c, ip_forward.c, ip_output.c):
 *
 * <pre>
 *  receive → PREROUTING → route ─┬→ FORWARD ─┬→ POSTROUTING → transmit
 *                                ↓           │
 *                              INPUT       OUTPUT
 *                                ↓           ↑
 *                             deliver      route ← send
 * </pre>
 *
 * What happens at a hook is in {@link HookChains}; nothing but this class calls it.
 */
final class PacketPath {
    /** What an IPv4 packet can hold. */
    private static final int MAX_LENGTH = 65_535;

    private final NetStack stack;
    private final PacketRoutes routes;
    private final HookChains hooks;
    private final Delivery delivery;
    private final Answers answers;
    private final Reassembly reassembly;
    private final Transmission transmission;
    private final Peers peers = new Peers();

    PacketPath(NetStack stack) {
        this.stack = stack;
        routes = new PacketRoutes(stack);
        hooks = new HookChains(stack, routes::reroute);
        answers = new Answers(stack, this);
        delivery = new Delivery(stack, this, answers);
        reassembly = new Reassembly(stack, this, answers);
        transmission = new Transmission(stack, this, answers);
    }

    /** A frame comes in by an interface. */
    void frame(NetInterface in, Frame frame) {
        boolean forUs = frame.destination().isGroup()
                || frame.destination().equals(in.mac())
                || !in.device().isEthernet();
        bridged(in, frame, forUs);
    }

    /**
     * A frame comes in by an interface, maybe by way of its bridge.
     *
     * @param forUs whether it is addressed to the interface; others are overheard only
     */
    void bridged(NetInterface in, Frame frame, boolean forUs) {
        if (!forUs || !in.isUp()) {
            return;
        }
        switch (frame.content()) {
            case Frame.Arp arp -> stack.neighbours().receive(in, arp.arp(), arp.packetId());
            case Frame.Ip ip -> {
                Skb skb = new Skb(stack, ip.packetId(), ip.packet());
                skb.setIn(in);
                skb.setFrame(frame.source(), kindOf(frame.destination()));
                received(skb, in);
                receive(skb);
            }
            case Frame.Stp stp -> {
                // an interface that is no port has no use for it
            }
        }
    }

    /** A packet comes in by a bridge where PREROUTING was asked already. */
    void shown(Skb skb) {
        received(skb, known(skb.in()));
        routeInput(skb);
    }

    private void received(Skb skb, NetInterface in) {
        if (stack.telling()) {
            stack.tell(new PacketEvent.Received(stack.nanos(), stack.name(), skb.id(), in.name(), skb.packet()));
        }
    }

    private static PacketKind kindOf(MacAddress destination) {
        if (destination.equals(MacAddress.BROADCAST)) {
            return PacketKind.BROADCAST;
        }
        return destination.isGroup() ? PacketKind.MULTICAST : PacketKind.HOST;
    }

    /** {@code ip_rcv}: from an interface. Connection tracking has fragments put together before anything else. */
    private void receive(Skb skb) {
        if (stack.tracks() && !whole(skb)) {
            return;
        }
        if (pass(Hook.PREROUTING, skb)) {
            routeInput(skb);
        }
    }

    /** Whether the packet is whole, now that this piece came. */
    boolean whole(Skb skb) {
        return skb.packet().fragment() == null || reassembly.add(skb);
    }

    /** What this host sent to itself comes back by {@code lo}, its route already known. */
    void receiveLooped(Skb skb) {
        NetInterface lo = stack.loopback();
        lo.countReceived(skb.packet().length());
        lo.tapReceived(new Frame(MacAddress.ZERO, MacAddress.ZERO, new Frame.Ip(skb.packet(), skb.id())), true);
        comeBack(skb, lo);
    }

    /** What goes to all stations comes to this one too, by the interface it leaves by ({@code ip_mc_output}). */
    private void loopBroadcast(Skb skb, NetInterface out) {
        Skb copy = skb.copy();
        copy.setFrame(out.mac(), PacketKind.BROADCAST);
        if (pass(Hook.POSTROUTING, copy)) {
            stack.network().queue().soon(() -> comeBack(copy, out));
        }
    }

    private void comeBack(Skb skb, NetInterface in) {
        skb.setIn(in);
        skb.lookAgain();
        received(skb, in);
        // Its destination was translated at OUTPUT already, if at all.
        if (pass(Hook.PREROUTING, skb)) {
            input(skb);
        }
    }

    /** {@code ip_route_input_slow}: for us, through us, or for nobody. */
    private void routeInput(Skb skb) {
        NetInterface in = known(skb.in());
        Packet packet = skb.packet();
        if (Martian.is(packet)) {
            drop(skb, DropReason.MARTIAN_SOURCE, Martian.text(packet, in));
            return;
        }
        if (Martian.isForNobody(packet) || stack.routing().isBroadcast(packet.destination())) {
            if (packet.source().isZero() || sourcePasses(skb, in)) {
                input(skb);
            }
            return;
        }
        RouteLookup route = routes.lookup(skb);
        boolean forwards = stack.sysctls().forwards(in);
        if (route.decision() == RouteDecision.LOCAL) {
            if (sourcePasses(skb, in)) {
                input(skb);
            }
            return;
        }
        if (!forwards) {
            drop(skb, DropReason.NOT_FORWARDING, Sysctls.IP_FORWARD + " is 0");
            return;
        }
        switch (route.decision()) {
            case LOCAL, UNICAST -> {
                if (sourcePasses(skb, in)) {
                    forward(skb, route);
                }
            }
            case NO_ROUTE -> {
                drop(skb, DropReason.NO_ROUTE, "no route to " + packet.destination());
                routeError(skb, 0);
            }
            case UNREACHABLE -> {
                drop(skb, DropReason.REFUSED_BY_ROUTE, String.valueOf(route.route()));
                routeError(skb, 1);
            }
            case PROHIBIT -> {
                drop(skb, DropReason.REFUSED_BY_ROUTE, String.valueOf(route.route()));
                routeError(skb, 13);
            }
            case BLACKHOLE -> drop(skb, DropReason.REFUSED_BY_ROUTE, String.valueOf(route.route()));
        }
    }

    /** {@code ip_error}. */
    private void routeError(Skb skb, int code) {
        if (peers.allowsError(skb.packet().source(), stack.nanos())) {
            answers.icmpError(skb, IcmpMessage.UNREACHABLE, code, 0);
        }
    }

    private boolean sourcePasses(Skb skb, NetInterface in) {
        String objection = routes.sourceObjection(skb, in);
        if (objection != null) {
            drop(skb, DropReason.MARTIAN_SOURCE, objection);
        }
        return objection == null;
    }

    /** {@code ip_forward}. The time to live is already one less when the FORWARD chains see the packet. */
    private void forward(Skb skb, RouteLookup route) {
        Packet packet = skb.packet();
        NetInterface out = known(route.iface());
        if (skb.kind() != PacketKind.HOST) {
            drop(skb, DropReason.OTHER_STATION, "the frame was for everybody");
            return;
        }
        if (packet.ttl() <= 1) {
            drop(skb, DropReason.TTL_EXPIRED, "time to live was " + packet.ttl());
            answers.icmpError(skb, IcmpMessage.TIME_EXCEEDED, 0, 0);
            return;
        }
        int mtu = Transmission.limit(out, route.mtu());
        if (packet.length() > mtu && packet.dontFragment()) {
            drop(skb, DropReason.TOO_BIG, packet.length() + " bytes over the MTU of " + out.name() + ", " + mtu);
            answers.icmpError(skb, IcmpMessage.UNREACHABLE, 4, mtu);
            return;
        }
        skb.setPacket(packet.withTtl(packet.ttl() - 1));
        skb.setRoute(route);
        if (stack.routing().redirects().due(packet, known(skb.in()), route)
                && peers.allowsRedirect(packet.source(), stack.nanos())) {
            answers.redirect(skb, route.nextHop());
        }
        if (pass(Hook.FORWARD, skb) && pass(Hook.POSTROUTING, skb)) {
            transmission.transmit(skb, out, route.nextHop());
        }
    }

    /** {@code ip_local_deliver}. */
    private void input(Skb skb) {
        if (whole(skb) && pass(Hook.INPUT, skb)) {
            delivery.deliver(skb);
        }
    }

    /**
     * A packet made here sets out: route → OUTPUT → POSTROUTING → transmit ({@code ip_local_out}).
     *
     * @param by what made it
     * @param causedBy the packet it answers, 0 where none
     * @param inherited for errors and resets: what is known of the packet they answer
     */
    SendResult send(Packet packet, String by, long causedBy, @Nullable Tracking inherited) {
        return send(packet, by, SocketOwner.KERNEL, causedBy, inherited);
    }

    /** The same, by somebody's socket. */
    SendResult send(Packet packet, String by, SocketOwner owner, long causedBy, @Nullable Tracking inherited) {
        Skb skb = stack.created(packet, by, causedBy);
        skb.setOwner(owner);
        if (owner == SocketOwner.KERNEL) {
            skb.setBound();
        }
        skb.setTracking(inherited);
        return send(skb);
    }

    /** A program's packet, whose source it chose itself ({@code bind}, {@code IP_PKTINFO}). */
    SendResult sendBound(Packet packet, String by) {
        Skb skb = stack.created(packet, by, 0);
        skb.setOwner(SocketOwner.ROOT);
        skb.setBound();
        return send(skb);
    }

    /**
     * A tunnel's packet sets out in place of the one it carries, and stays its sender's ({@code iptunnel_xmit}); what it
     * carries for ARP is a packet of its own.
     *
     * @param bound whether the tunnel's configuration says from which address
     */
    void sendTunnelled(Packet outer, boolean bound, Frame carried, NetInterface tunnel) {
        Skb skb;
        if (carried.content() instanceof Frame.Ip ip) {
            stack.tell(new PacketEvent.Encapsulated(stack.nanos(), stack.name(), ip.packetId(), tunnel.name(), outer));
            skb = new Skb(stack, ip.packetId(), outer);
            skb.setOwner(ip.owner());
        } else {
            skb = stack.created(outer, tunnel.device().kind(), 0);
        }
        if (bound) {
            skb.setBound();
        }
        send(skb);
    }

    /** A bridge's answer in another's name goes straight back by the port; it passes no hooks. */
    void sendByPort(Packet packet, String by, Skb about, Skb.Bridged bridged) {
        Skb skb = stack.created(packet, by, about.id());
        stack.tell(new PacketEvent.Transmitted(
                stack.nanos(), stack.name(), skb.id(), bridged.in().name(), bridged.source(), packet));
        bridged.in().transmit(new Frame(bridged.destination(), bridged.source(), new Frame.Ip(packet, skb.id())));
    }

    /** The same, as it stands. */
    SendResult send(Skb skb) {
        Packet packet = skb.packet();
        RouteLookup route = routes.lookup(skb);
        LocalRefusal refusal = LocalRefusal.of(packet.source(), packet.destination(), route);
        if (refusal != null) {
            drop(skb, refusal.reason(), refusal.detail());
            return refusal.result();
        }
        NetInterface out = known(route.iface());
        boolean tcp = packet.payload() instanceof TcpSegment;
        if (packet.length() > (tcp ? out.mtu() : MAX_LENGTH)) {
            drop(skb, DropReason.TOO_BIG, packet.length() + " bytes over the MTU of " + out.name() + ", " + out.mtu());
            return SendResult.EMSGSIZE;
        }
        // Programs leave it to the kernel: what doesn't fit goes in fragments (IP_PMTUDISC_WANT).
        if (!tcp && packet.length() > stack.routing().mtu(out, route.mtu(), packet.destination())) {
            skb.setPacket(packet.withDontFragment(false));
        }
        skb.setRoute(route);
        if (!pass(Hook.OUTPUT, skb)) {
            return skb.refusal();
        }
        NetInterface leaves = known(skb.out());
        if (stack.routing().isBroadcast(skb.nextHop()) && !leaves.isLoopback()) {
            loopBroadcast(skb, leaves);
        }
        if (!pass(Hook.POSTROUTING, skb)) {
            return skb.refusal();
        }
        transmission.transmit(skb, leaves, skb.nextHop());
        return SendResult.OK;
    }

    /** How its packets find their way. */
    PacketRoutes routes() {
        return routes;
    }

    Transmission transmission() {
        return transmission;
    }

    /** Asks a hook; a REJECT is answered from here. */
    boolean pass(Hook hook, Skb skb) {
        return switch (hooks.ask(hook, skb)) {
            case HookChains.Outcome.Pass pass -> true;
            case HookChains.Outcome.Drop(DropReason reason, String detail) -> {
                drop(skb, reason, detail);
                yield false;
            }
            case HookChains.Outcome.Reject(var with, String detail) -> {
                drop(skb, DropReason.RULE_REJECT, detail);
                answers.reject(skb, with);
                yield false;
            }
        };
    }

    void drop(Skb skb, DropReason reason, String detail) {
        if (stack.telling()) {
            stack.tell(new PacketEvent.Dropped(stack.nanos(), stack.name(), skb.id(), reason, detail, skb.packet()));
        }
    }

    private static NetInterface known(@Nullable NetInterface iface) {
        if (iface == null) {
            throw new IllegalStateException("a routed packet has an interface");
        }
        return iface;
    }
}
