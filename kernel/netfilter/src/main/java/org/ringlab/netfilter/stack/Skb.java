package org.ringlab.netfilter.stack;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.conntrack.Helper;
import org.ringlab.netfilter.conntrack.Template;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.conntrack.Tuple;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.rules.AddressKind;
import org.ringlab.netfilter.rules.BridgePorts;
import org.ringlab.netfilter.rules.ChangeablePacket;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.netfilter.rules.CountedTuple;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NamedMemories;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.TrackingTarget;

/**
 * A packet on its way through one stack, with all that is known of it there (struct sk_buff). It is the view that rules
 * get of the packet.
 */
final class Skb implements ChangeablePacket {
    private final NetStack stack;
    private final long id;
    private Packet packet;
    private Hook hook = Hook.PREROUTING;
    private @Nullable NetInterface in;
    private @Nullable NetInterface out;
    private @Nullable NetInterface outAtHook;
    private SendResult refusal = SendResult.EPERM;
    private @Nullable Ipv4Address nextHop;
    private @Nullable MacAddress sourceMac;
    private PacketKind kind = PacketKind.HOST;
    private SocketOwner owner = SocketOwner.NONE;
    private int mark;
    private int priority;
    private int fragmentSize;
    private int routeMtu;
    private boolean traced;
    private boolean bound;
    private @Nullable Bridged bridged;
    private @Nullable Tracking tracking;
    private Template template = Template.NONE;

    Skb(NetStack stack, long id, Packet packet) {
        this.stack = stack;
        this.id = id;
        this.packet = packet;
    }

    long id() {
        return id;
    }

    @Override
    public void setPacket(Packet newPacket) {
        packet = newPacket;
    }

    void setHook(Hook newHook) {
        hook = newHook;
        outAtHook = out;
    }

    @Nullable
    NetInterface in() {
        return in;
    }

    void setIn(@Nullable NetInterface iface) {
        in = iface;
    }

    @Nullable
    NetInterface out() {
        return out;
    }

    void setOut(@Nullable NetInterface iface) {
        out = iface;
    }

    /** What its sender is told where a hook doesn't let it through. */
    SendResult refusal() {
        return refusal;
    }

    void setRefusal(SendResult result) {
        refusal = result;
    }

    /** Where it goes: by which interface, to whom on the link. */
    void setRoute(RouteLookup route) {
        out = route.iface();
        // To all stations there is no way by a gateway.
        nextHop = packet.destination().equals(Ipv4Address.BROADCAST) ? Ipv4Address.BROADCAST : route.nextHop();
        routeMtu = route.mtu();
    }

    /** The MTU of the route it takes; 0 where that has none of its own. */
    int routeMtu() {
        return routeMtu;
    }

    /** Whom on the link it goes to: a gateway, or its destination itself. */
    Ipv4Address nextHop() {
        return nextHop == null ? packet.destination() : nextHop;
    }

    void setFrame(MacAddress source, PacketKind newKind) {
        sourceMac = source;
        kind = newKind;
    }

    /** What connection tracking said; null where it hasn't looked yet. */
    @Nullable
    Tracking tracking() {
        return tracking;
    }

    void setTracking(@Nullable Tracking newTracking) {
        tracking = newTracking;
    }

    /** What a rule wants for the connection it begins. */
    Template template() {
        return template;
    }

    /** It was found to belong to no connection; where it comes in again, it is looked at anew. */
    void lookAgain() {
        if (tracking == Tracking.INVALID) {
            tracking = null;
            template = Template.NONE;
        }
    }

    @Override
    public void track(TrackingTarget how) {
        if (tracking != null || template != Template.NONE) {
            return;
        }
        switch (how) {
            case TrackingTarget.NoTrack no -> tracking = Tracking.UNTRACKED;
            case TrackingTarget.Ct ct -> {
                if (ct.notrack()) {
                    tracking = Tracking.UNTRACKED;
                } else {
                    template = new Template(
                            Helper.named(ct.helper()).orElse(null),
                            ct.zone().original(),
                            ct.zone().reply());
                }
            }
        }
    }

    /**
     * What is known of a packet that a bridge shows to iptables.
     *
     * @param in the port it came by
     * @param out the port it leaves by; null before that is known, and for the host's own
     * @param source who sent the frame
     * @param destination for whom the frame was
     */
    record Bridged(NetInterface in, @Nullable NetInterface out, MacAddress source, MacAddress destination) {}

    /** How it passes a bridge; null where it doesn't, or where bridges don't call iptables. */
    @Nullable
    Bridged bridged() {
        return bridged;
    }

    void setBridged(Bridged passage) {
        bridged = passage;
    }

    void setBridgedOut(NetInterface port) {
        if (bridged != null) {
            bridged = new Bridged(bridged.in, port, bridged.source, bridged.destination);
        }
    }

    @Override
    public Optional<BridgePorts> bridgePorts() {
        Bridged passage = bridged;
        if (passage == null) {
            return Optional.empty();
        }
        String leaves = passage.out == null ? "" : passage.out.name();
        return Optional.of(new BridgePorts(passage.in.name(), leaves));
    }

    /** Size of the largest fragment it came in, header included; 0 where it came whole. It leaves in no larger ones. */
    int fragmentSize() {
        return fragmentSize;
    }

    void setFragmentSize(int bytes) {
        fragmentSize = bytes;
    }

    /** The same packet's piece, with all that is known of it. */
    Skb piece(Packet piece) {
        Skb copy = copy();
        copy.packet = piece;
        return copy;
    }

    /** Another one like this, for a bridge that floods. */
    Skb copy() {
        Skb copy = new Skb(stack, id, packet);
        copy.hook = hook;
        copy.in = in;
        copy.out = out;
        copy.nextHop = nextHop;
        copy.routeMtu = routeMtu;
        copy.sourceMac = sourceMac;
        copy.kind = kind;
        copy.mark = mark;
        copy.priority = priority;
        copy.bridged = bridged;
        copy.tracking = tracking;
        copy.template = template;
        copy.owner = owner;
        return copy;
    }

    @Override
    public boolean laterFragment() {
        return packet.isLaterFragment();
    }

    @Override
    public Packet packet() {
        return packet;
    }

    @Override
    public Hook hook() {
        return hook;
    }

    @Override
    public String inInterface() {
        boolean hidden = hook == Hook.OUTPUT
                || hook == Hook.POSTROUTING && !stack.profile().postroutingKnowsInterface();
        return hidden || in == null ? "" : in.name();
    }

    @Override
    public String outInterface() {
        // A packet that takes another way meanwhile is still at the hook of the old one.
        return hook == Hook.PREROUTING || hook == Hook.INPUT || outAtHook == null ? "" : outAtHook.name();
    }

    @Override
    public Optional<MacAddress> sourceMac() {
        return Optional.ofNullable(sourceMac);
    }

    @Override
    public ConnectionState connectionState() {
        return tracking == null ? ConnectionState.INVALID : tracking.state();
    }

    @Override
    public Optional<String> wayTo(Ipv4Address address) {
        return Optional.ofNullable(stack.lookup(address).iface()).map(NetInterface::name);
    }

    @Override
    public void trace() {
        traced = true;
    }

    @Override
    public boolean isTraced() {
        return traced;
    }

    @Override
    public SocketOwner owner() {
        return owner;
    }

    void setOwner(SocketOwner newOwner) {
        owner = newOwner;
    }

    /** Whether its source was chosen before it is routed, so that routing knows it. */
    boolean bound() {
        return bound;
    }

    void setBound() {
        bound = true;
    }

    @Override
    public NamedMemories memories() {
        return stack.ruleSet().memories();
    }

    @Override
    public SeededRandom random() {
        return stack.network().random();
    }

    @Override
    public int mark() {
        return mark;
    }

    @Override
    public void setMark(int newMark) {
        mark = newMark;
    }

    @Override
    public void setConnectionMark(int newMark) {
        if (tracking != null && tracking.connection() != null) {
            tracking.connection().setMark(newMark);
        }
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public void setPriority(int newPriority) {
        priority = newPriority;
    }

    @Override
    public int pathMtu() {
        NetInterface back = stack.lookup(packet.source()).iface();
        int there = out == null ? Integer.MAX_VALUE : out.mtu();
        return back == null ? there : Math.min(there, back.mtu());
    }

    @Override
    public long nanos() {
        return stack.network().clock().nanos();
    }

    @Override
    public PacketKind kind() {
        return kind;
    }

    @Override
    public AddressKind addressKind(Ipv4Address address, String iface) {
        return stack.routing().kindOf(address, iface);
    }

    @Override
    public Optional<ConnectionView> connection() {
        Tracking known = tracking;
        if (known == null || known.connection() == null) {
            return Optional.empty();
        }
        return Optional.of(new TrackedView(
                known.connection(), known.reply(), stack.network().clock()));
    }

    @Override
    public Optional<CountedTuple> countedTuple() {
        Tracking known = tracking;
        Tuple tuple = known == null || known.connection() == null
                ? Tuple.of(packet)
                : known.connection().original();
        return Optional.of(
                new TupleInTable(tuple, stack.conntrack(), stack.network().clock()));
    }

    @Override
    public OptionalLong moment() {
        return stack.profile().countsByMoment()
                ? OptionalLong.of(stack.network().queue().moment())
                : OptionalLong.empty();
    }
}
