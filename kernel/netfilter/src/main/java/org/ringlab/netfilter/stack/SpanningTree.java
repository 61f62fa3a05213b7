package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.packet.BridgeId;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.BridgePort.Word;

/**
 * The spanning tree protocol as the kernel runs it (IEEE 802.1D-1998, clause 8). The bridges elect the least identity for
 * a root, each finds its cheapest way there, and ports that lead neither to the root nor away from it are blocked, so that
 * no loop is left. Ports have their states without it too; they forward at once then.
 *
 * <p>This is what people and links do to it (net/bridge/br_stp_if.c). Who is the root is settled in {@link TreeElection},
 * what bridges say in {@link TreeTalk}; {@link TopologyChanges} tells who must forget what it learned.
 */
public final class SpanningTree {
    private final Bridge bridge;
    private final TreeTimes own = new TreeTimes();
    private boolean on;
    private BridgeId identity = new BridgeId(BridgeId.DEFAULT_PRIORITY, MacAddress.ZERO);
    private final TreeElection election;
    private final TreeTalk talk;
    private final TopologyChanges changes;

    SpanningTree(Bridge bridge) {
        this.bridge = bridge;
        election = new TreeElection(bridge, this);
        talk = new TreeTalk(bridge, this, election);
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
        return election.root();
    }

    /** Whether it is this bridge. */
    public boolean isRoot() {
        return election.isRoot();
    }

    /** What the way there costs. */
    public int rootPathCost() {
        return election.rootPathCost();
    }

    /** Number of the port that leads there; 0 at the root. */
    public int rootPort() {
        BridgePort port = election.rootPort();
        return port == null ? 0 : port.number();
    }

    /** The port that leads there; null at the root. */
    @Nullable
    BridgePort towardsRoot() {
        return election.rootPort();
    }

    /** The times it would set as the root. */
    TreeTimes ownTimes() {
        return own;
    }

    /** The times it goes by: the root's. */
    public TreeTimes times() {
        return election.times();
    }

    /** Which changes of the tree are told, and to whom. */
    public TopologyChanges changes() {
        return changes;
    }

    /** Runs out when the root speaks again. */
    public KernelTimer hello() {
        return talk.hello();
    }

    TreeElection election() {
        return election;
    }

    TreeTalk talk() {
        return talk;
    }

    /** Switches it on or off. A port that is blocked then stays so until its neighbour is forgotten. */
    public void setOn(boolean newOn) {
        if (newOn == on) {
            return;
        }
        on = newOn;
        if (on) {
            setForwardDelay(Math.clamp(own.forwardDelay(), TreeTimes.MIN_FORWARD_DELAY, TreeTimes.MAX_FORWARD_DELAY));
            if (bridge.iface().isUp()) {
                hello().start(times().hello());
            }
            election.selectPortStates();
        }
    }

    /** Sets how long ports listen, and learn, in nanoseconds; false where it is out of range ({@code ERANGE}). */
    public boolean setForwardDelay(long nanos) {
        if (on && (nanos < TreeTimes.MIN_FORWARD_DELAY || nanos > TreeTimes.MAX_FORWARD_DELAY)) {
            return false;
        }
        own.setForwardDelay(nanos);
        if (isRoot()) {
            times().setForwardDelay(nanos);
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
            times().setHello(nanos);
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
            times().setMaxAge(nanos);
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
        election.update(wasRoot);
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
        election.update(wasRoot);
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
            election.designate(port);
            election.selectPortStates();
        }
        return true;
    }

    /** Gives a port another cost, 1 to 65535; false where it is out of range. */
    public boolean setPathCost(BridgePort port, int cost) {
        if (cost < 1 || cost > 65_535) {
            return false;
        }
        port.setPathCost(cost);
        election.select();
        election.selectPortStates();
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
        election.setState(port, state);
        election.selectPortStates();
        return "";
    }

    /** The bridge was switched on ({@code br_stp_enable_bridge}). */
    void bridgeUp() {
        if (on) {
            hello().start(times().hello());
        }
        talk.speak();
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
        hello().stop();
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
        election.designate(port);
        election.setState(port, PortState.BLOCKING);
        port.setAcknowledges(false);
        port.setConfigPending(false);
        election.selectPortStates();
    }

    /** {@code br_stp_disable_port}: also where a port is taken away. */
    void disable(BridgePort port) {
        boolean wasRoot = isRoot();
        election.designate(port);
        election.setState(port, PortState.DISABLED);
        port.setAcknowledges(false);
        port.setConfigPending(false);
        port.messageAge().stop();
        port.forwardDelay().stop();
        port.hold().stop();
        bridge.stations().forgetPort(port);
        election.update(wasRoot);
    }
}
