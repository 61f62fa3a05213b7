package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.packet.Bpdu;
import org.ringlab.netfilter.packet.BridgeId;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.BridgePort.Word;

/**
 * The spanning tree protocol as the kernel runs it (IEEE 802.1D-1998, clause 8; net/bridge/br_stp.c, br_stp_if.c,
 * br_stp_timer.c). The bridges elect the least identity for a root, each finds its cheapest way there, and ports that
 * lead neither to the root nor away from it are blocked, so that no loop is left. Ports have their states without it
 * too; they forward at once then.
 *
 * <p>The kernel rounds the hello and hold timers to whole seconds of its own clock, so there they come up to half a
 * second sooner or later than here.
 */
public final class SpanningTree {
    /** Where bridges speak to each other. */
    static final MacAddress GROUP = new MacAddress(0x0180_C200_0000L);

    private static final long HOLD_TIME = SimClock.SECOND;
    /** What a word ages at least on its way through a bridge. */
    private static final long MESSAGE_AGE_STEP = SimClock.SECOND / Bpdu.TICKS_PER_SECOND;

    private final Bridge bridge;
    private final KernelTimer hello;
    private final TopologyChanges changes;
    private final TreeTimes own = new TreeTimes();
    private TreeTimes times = own.copy();
    private boolean on;
    private BridgeId identity = new BridgeId(BridgeId.DEFAULT_PRIORITY, MacAddress.ZERO);
    private BridgeId root = identity;
    private int rootPathCost;
    private @Nullable BridgePort rootPort;

    SpanningTree(Bridge bridge) {
        this.bridge = bridge;
        hello = new KernelTimer(bridge.iface().stack().network(), this::helloDue);
        changes = new TopologyChanges(bridge, this);
    }

    /** Whether the protocol is switched on. */
    public boolean isOn() {
        return on;
    }

    /** Who this bridge is. */
    public BridgeId identity() {
        return identity;
    }

    /** Who the root is, as far as this bridge knows. */
    public BridgeId root() {
        return root;
    }

    /** Whether it is this bridge. */
    public boolean isRoot() {
        return root.equals(identity);
    }

    /** What the way there costs. */
    public int rootPathCost() {
        return rootPathCost;
    }

    /** Number of the port that leads there; 0 at the root. */
    public int rootPort() {
        return rootPort == null ? 0 : rootPort.number();
    }

    /** The port that leads there; null at the root. */
    @Nullable
    BridgePort towardsRoot() {
        return rootPort;
    }

    /** The times it would set as the root. */
    TreeTimes ownTimes() {
        return own;
    }

    /** The times it goes by: the root's. */
    public TreeTimes times() {
        return times;
    }

    /** Which changes of the tree are told, and to whom. */
    public TopologyChanges changes() {
        return changes;
    }

    /** Runs out when the root speaks again. */
    public KernelTimer hello() {
        return hello;
    }

    // ---- what people and links do (br_stp_if.c)

    /** Switches it on or off. A port that is blocked then stays so until its neighbour is forgotten. */
    public void setOn(boolean newOn) {
        if (newOn == on) {
            return;
        }
        on = newOn;
        if (on) {
            setForwardDelay(Math.clamp(own.forwardDelay(), TreeTimes.MIN_FORWARD_DELAY, TreeTimes.MAX_FORWARD_DELAY));
            if (bridge.iface().isUp()) {
                hello.start(times.hello());
            }
            selectPortStates();
        }
    }

    /** Sets how long ports listen, and learn, in nanoseconds; false where it is out of range ({@code ERANGE}). */
    public boolean setForwardDelay(long nanos) {
        if (on && (nanos < TreeTimes.MIN_FORWARD_DELAY || nanos > TreeTimes.MAX_FORWARD_DELAY)) {
            return false;
        }
        own.setForwardDelay(nanos);
        if (isRoot()) {
            times.setForwardDelay(nanos);
        }
        return true;
    }

    /** Sets how often the root speaks, in nanoseconds; false where it is out of range. */
    public boolean setHello(long nanos) {
        if (nanos < TreeTimes.MIN_HELLO || nanos > TreeTimes.MAX_HELLO) {
            return false;
        }
        own.setHello(nanos);
        if (isRoot()) {
            times.setHello(nanos);
        }
        return true;
    }

    /** Sets when a silent neighbour is forgotten, in nanoseconds; false where it is out of range. */
    public boolean setMaxAge(long nanos) {
        if (nanos < TreeTimes.MIN_MAX_AGE || nanos > TreeTimes.MAX_MAX_AGE) {
            return false;
        }
        own.setMaxAge(nanos);
        if (isRoot()) {
            times.setMaxAge(nanos);
        }
        return true;
    }

    /** Gives the bridge another priority, 0 to 65535. */
    public void setPriority(int priority) {
        boolean wasRoot = isRoot();
        BridgeId next = identity.withPriority(priority);
        for (BridgePort p : bridge.newestFirst()) {
            if (p.state() != PortState.DISABLED && p.isDesignated()) {
                Word heard = p.heard();
                p.setHeard(new Word(heard.root(), heard.cost(), next, heard.port()));
            }
        }
        identity = next;
        update(wasRoot);
    }

    /** The bridge's address changed, and so who it is ({@code br_stp_change_bridge_id}). */
    void changeAddress(MacAddress mac) {
        if (mac.equals(identity.mac())) {
            return;
        }
        boolean wasRoot = isRoot();
        MacAddress old = identity.mac();
        for (BridgePort p : bridge.newestFirst()) {
            Word heard = p.heard();
            BridgeId speaker = heard.bridge();
            BridgeId itsRoot = heard.root();
            p.setHeard(new Word(
                    itsRoot.mac().equals(old) ? itsRoot.withMac(mac) : itsRoot,
                    heard.cost(),
                    speaker.mac().equals(old) ? speaker.withMac(mac) : speaker,
                    heard.port()));
        }
        identity = identity.withMac(mac);
        update(wasRoot);
    }

    /** Gives a port another priority, 0 to 63; false where it is out of range. */
    public boolean setPriority(BridgePort port, int priority) {
        if (priority < 0 || priority > 63) {
            return false;
        }
        boolean designated = port.isDesignated();
        port.setPriority(priority);
        Word heard = port.heard();
        if (designated) {
            port.setHeard(new Word(heard.root(), heard.cost(), heard.bridge(), port.identifier()));
        }
        if (identity.equals(heard.bridge()) && port.identifier() < port.designatedPort()) {
            designate(port);
            selectPortStates();
        }
        return true;
    }

    /** Gives a port another cost, 1 to 65535; false where it is out of range. */
    public boolean setPathCost(BridgePort port, int cost) {
        if (cost < 1 || cost > 65_535) {
            return false;
        }
        port.setPathCost(cost);
        select();
        selectPortStates();
        return true;
    }

    /**
     * A person chooses a port's state ({@code br_set_port_state}); not while the protocol does, and one that is blocked
     * forwards again at once.
     *
     * @return the error's name; empty where all went well
     */
    public String force(BridgePort port, PortState state) {
        if (on) {
            return "EBUSY";
        }
        if (!port.iface().isUp() || !port.iface().isRunning() && state != PortState.DISABLED) {
            return "ENETDOWN";
        }
        setState(port, state);
        selectPortStates();
        return "";
    }

    /** The bridge was switched on ({@code br_stp_enable_bridge}). */
    void bridgeUp() {
        if (on) {
            hello.start(times.hello());
        }
        speak();
        for (BridgePort p : bridge.newestFirst()) {
            if (p.iface().isRunning()) {
                enable(p);
            }
        }
    }

    /** The bridge was switched off ({@code br_stp_disable_bridge}). */
    void bridgeDown() {
        for (BridgePort p : bridge.newestFirst()) {
            if (p.state() != PortState.DISABLED) {
                disable(p);
            }
        }
        changes.end();
        hello.stop();
    }

    /** A port's link came or went, or the port itself came ({@code br_port_carrier_check}). */
    void linkChanged(BridgePort port) {
        if (!bridge.iface().isUp()) {
            return;
        }
        boolean running = port.iface().isRunning();
        if (running && port.state() == PortState.DISABLED) {
            enable(port);
        } else if (!running && port.state() != PortState.DISABLED) {
            disable(port);
        }
    }

    private void enable(BridgePort port) {
        designate(port);
        setState(port, PortState.BLOCKING);
        port.setAcknowledges(false);
        port.setConfigPending(false);
        selectPortStates();
    }

    /** {@code br_stp_disable_port}: also where a port is taken away. */
    void disable(BridgePort port) {
        boolean wasRoot = isRoot();
        designate(port);
        setState(port, PortState.DISABLED);
        port.setAcknowledges(false);
        port.setConfigPending(false);
        port.messageAge().stop();
        port.forwardDelay().stop();
        port.hold().stop();
        bridge.stations().forgetPort(port);
        update(wasRoot);
    }

    // ---- who is the root, who speaks where, who forwards (br_stp.c)

    /** What this bridge says by a port. */
    Word word(BridgePort port) {
        return new Word(root, rootPathCost, identity, port.identifier());
    }

    private void update(boolean wasRoot) {
        select();
        selectPortStates();
        if (isRoot() && !wasRoot) {
            becomeRoot();
        }
    }

    /** {@code br_configuration_update}. */
    private void select() {
        selectRoot();
        for (BridgePort p : bridge.newestFirst()) {
            if (p.state() != PortState.DISABLED && shouldSpeak(p)) {
                designate(p);
            }
        }
    }

    private void selectRoot() {
        BridgePort best = null;
        for (BridgePort p : bridge.newestFirst()) {
            if (leadsToRoot(p) && (best == null || isBetter(p, best))) {
                best = p;
            }
        }
        rootPort = best;
        root = best == null ? identity : best.designatedRoot();
        rootPathCost = best == null ? 0 : best.designatedCost() + best.pathCost();
    }

    private boolean leadsToRoot(BridgePort p) {
        return p.state() != PortState.DISABLED && !p.isDesignated() && identity.compareTo(p.designatedRoot()) > 0;
    }

    private static boolean isBetter(BridgePort p, BridgePort than) {
        int order = p.heard().over(p.pathCost()).compareTo(than.heard().over(than.pathCost()));
        return order != 0 ? order < 0 : p.identifier() < than.identifier();
    }

    /** Whether nobody on the port's segment has something better to say. */
    private boolean shouldSpeak(BridgePort p) {
        return p.isDesignated() || !p.designatedRoot().equals(root) || word(p).compareTo(p.heard()) < 0;
    }

    private void designate(BridgePort p) {
        p.setHeard(word(p));
    }

    /** Towards the root and away from it ports forward, the others are blocked ({@code br_port_state_selection}). */
    private void selectPortStates() {
        boolean forwards = false;
        for (BridgePort p : bridge.newestFirst()) {
            if (p.state() == PortState.DISABLED) {
                continue;
            }
            if (p == rootPort) {
                p.setConfigPending(false);
                p.setAcknowledges(false);
                unblock(p);
            } else if (p.isDesignated()) {
                p.messageAge().stop();
                unblock(p);
            } else {
                p.setConfigPending(false);
                p.setAcknowledges(false);
                block(p);
            }
            forwards |= p.forwards();
        }
        bridge.setCarrier(forwards);
    }

    private void unblock(BridgePort p) {
        if (p.state() != PortState.BLOCKING) {
            return;
        }
        if (!on || times.forwardDelay() == 0) {
            setState(p, PortState.FORWARDING);
            changes.detected();
        } else {
            setState(p, PortState.LISTENING);
        }
        if (times.forwardDelay() != 0) {
            p.forwardDelay().start(times.forwardDelay());
        }
    }

    private void block(BridgePort p) {
        if (p.state() == PortState.BLOCKING) {
            return;
        }
        if (p.learns()) {
            changes.detected();
        }
        setState(p, PortState.BLOCKING);
        p.forwardDelay().stop();
    }

    private void becomeRoot() {
        times = own.copy();
        changes.detected();
        changes.notice().stop();
        if (bridge.iface().isUp()) {
            speak();
            hello.start(times.hello());
        }
    }

    private void setState(BridgePort p, PortState state) {
        if (on && p.state() != state) {
            NetStack stack = bridge.iface().stack();
            String name = bridge.iface().name();
            stack.tell(new PacketEvent.PortChanged(
                    stack.nanos(), stack.name(), 0, name, p.iface().name(), state, root.toString()));
        }
        p.setState(state);
    }

    // ---- timers (br_stp_timer.c)

    private void helloDue() {
        if (bridge.iface().isUp()) {
            speak();
            if (on) {
                hello.start(times.hello());
            }
        }
    }

    /** The segment's speaker fell silent ({@code br_message_age_timer_expired}). */
    void neighbourLost(BridgePort port) {
        if (port.state() != PortState.DISABLED) {
            boolean wasRoot = isRoot();
            designate(port);
            update(wasRoot);
        }
    }

    /** From listening to learning, from learning to forwarding. */
    void delayPassed(BridgePort port) {
        if (port.state() == PortState.LISTENING) {
            setState(port, PortState.LEARNING);
            port.forwardDelay().start(times.forwardDelay());
        } else if (port.state() == PortState.LEARNING) {
            setState(port, PortState.FORWARDING);
            if (bridge.newestFirst().stream().anyMatch(p -> p.state() != PortState.DISABLED && p.isDesignated())) {
                changes.detected();
            }
            bridge.setCarrier(true);
        }
    }

    void mayTalkAgain(BridgePort port) {
        if (port.configPending()) {
            speak(port);
        }
    }

    // ---- talking (br_stp_bpdu.c)

    /** {@code br_config_bpdu_generation}. */
    private void speak() {
        for (BridgePort p : bridge.newestFirst()) {
            if (p.state() != PortState.DISABLED && p.isDesignated()) {
                speak(p);
            }
        }
    }

    /** {@code br_transmit_config}: not twice within a second. */
    private void speak(BridgePort p) {
        if (p.hold().isPending()) {
            p.setConfigPending(true);
            return;
        }
        long age = rootPort == null ? 0 : bridge.iface().stack().nanos() - rootPort.rootSpoke() + MESSAGE_AGE_STEP;
        if (age >= times.maxAge()) {
            return;
        }
        send(
                p,
                new Bpdu.Config(
                        root,
                        rootPathCost,
                        identity,
                        p.identifier(),
                        ticks(age),
                        ticks(times.maxAge()),
                        ticks(times.hello()),
                        ticks(times.forwardDelay()),
                        changes.areTold(),
                        p.acknowledges()));
        p.setAcknowledges(false);
        p.setConfigPending(false);
        if (on) {
            p.hold().start(HOLD_TIME);
        }
    }

    void send(BridgePort p, Bpdu bpdu) {
        if (on) {
            p.iface().transmit(new Frame(p.iface().mac(), GROUP, new Frame.Stp(bpdu)));
        }
    }

    private static int ticks(long nanos) {
        return (int) (nanos * Bpdu.TICKS_PER_SECOND / SimClock.SECOND);
    }

    private static long nanos(int ticks) {
        return ticks * SimClock.SECOND / Bpdu.TICKS_PER_SECOND;
    }

    /** A neighbour speaks ({@code br_stp_rcv}). */
    void receive(BridgePort p, Bpdu bpdu) {
        if (!on || !bridge.iface().isUp() || p.state() == PortState.DISABLED) {
            return;
        }
        switch (bpdu) {
            case Bpdu.Config config -> {
                if (config.messageAge() <= config.maxAge()) {
                    receive(p, config);
                }
            }
            case Bpdu.TopologyChange change -> {
                if (p.isDesignated()) {
                    changes.detected();
                    p.setAcknowledges(true);
                    speak(p);
                }
            }
        }
    }

    private void receive(BridgePort p, Bpdu.Config config) {
        Word word = new Word(config.root(), config.rootPathCost(), config.bridge(), config.port());
        if (!supersedes(word, p)) {
            if (p.isDesignated()) {
                speak(p);
            }
            return;
        }
        boolean wasRoot = isRoot();
        p.setHeard(word);
        p.setRootSpoke(bridge.iface().stack().nanos() - nanos(config.messageAge()));
        p.messageAge().start(nanos(config.maxAge() - config.messageAge()));
        select();
        selectPortStates();
        if (!isRoot() && wasRoot) {
            hello.stop();
            changes.noLongerRoot();
        }
        if (p == rootPort) {
            times = new TreeTimes(nanos(config.maxAge()), nanos(config.helloTime()), nanos(config.forwardDelay()));
            changes.set(config.topologyChange());
            speak();
            if (config.acknowledged()) {
                changes.acknowledged();
            }
        }
    }

    /** Whether a neighbour's word is better than what was heard, or renews it ({@code br_supersedes_port_info}). */
    private boolean supersedes(Word word, BridgePort p) {
        boolean sameSpeaker = word.root().equals(p.designatedRoot())
                && word.cost() == p.designatedCost()
                && word.bridge().equals(p.designatedBridge());
        return sameSpeaker
                ? !word.bridge().equals(identity) || word.port() <= p.designatedPort()
                : word.compareTo(p.heard()) < 0;
    }
}
