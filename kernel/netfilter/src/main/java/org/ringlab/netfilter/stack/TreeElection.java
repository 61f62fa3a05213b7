package org.ringlab.netfilter.stack;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.packet.BridgeId;
import org.ringlab.netfilter.stack.BridgePort.Word;

/**
 * Who is the root, who speaks on which segment, and so which ports forward (net/bridge/br_stp.c): a bridge's part in the
 * election that all hold together.
 */
final class TreeElection {
    private final Bridge bridge;
    private final SpanningTree tree;
    private TreeTimes times;
    private BridgeId root;
    private int rootPathCost;
    private @Nullable BridgePort rootPort;

    TreeElection(Bridge bridge, SpanningTree tree) {
        this.bridge = bridge;
        this.tree = tree;
        times = tree.ownTimes().copy();
        root = tree.identity();
    }

    /** Who the root is, as far as this bridge knows. */
    BridgeId root() {
        return root;
    }

    boolean isRoot() {
        return root.equals(tree.identity());
    }

    /** What the way there costs. */
    int rootPathCost() {
        return rootPathCost;
    }

    /** The port that leads there; null at the root. */
    @Nullable
    BridgePort rootPort() {
        return rootPort;
    }

    /** The times it goes by: the root's. */
    TreeTimes times() {
        return times;
    }

    void setTimes(TreeTimes newTimes) {
        times = newTimes;
    }

    /** What this bridge says by a port. */
    Word word(BridgePort port) {
        return new Word(root, rootPathCost, tree.identity(), port.identifier());
    }

    /** What is known changed ({@code br_configuration_update} and what follows). */
    void update(boolean wasRoot) {
        select();
        selectPortStates();
        if (isRoot() && !wasRoot) {
            becomeRoot();
        }
    }

    /** {@code br_configuration_update}. */
    void select() {
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
        root = best == null ? tree.identity() : best.designatedRoot();
        rootPathCost = best == null ? 0 : best.designatedCost() + best.pathCost();
    }

    private boolean leadsToRoot(BridgePort p) {
        return p.state() != PortState.DISABLED
                && !p.isDesignated()
                && tree.identity().compareTo(p.designatedRoot()) > 0;
    }

    private static boolean isBetter(BridgePort p, BridgePort than) {
        int order = p.heard().over(p.pathCost()).compareTo(than.heard().over(than.pathCost()));
        return order != 0 ? order < 0 : p.identifier() < than.identifier();
    }

    /** Whether nobody on the port's segment has something better to say. */
    private boolean shouldSpeak(BridgePort p) {
        return p.isDesignated() || !p.designatedRoot().equals(root) || word(p).compareTo(p.heard()) < 0;
    }

    /** The bridge speaks for itself there. */
    void designate(BridgePort p) {
        p.setHeard(word(p));
    }

    /** Towards the root and away from it ports forward, the others are blocked ({@code br_port_state_selection}). */
    void selectPortStates() {
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
        if (!tree.isOn() || times.forwardDelay() == 0) {
            setState(p, PortState.FORWARDING);
            tree.changes().detected();
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
            tree.changes().detected();
        }
        setState(p, PortState.BLOCKING);
        p.forwardDelay().stop();
    }

    private void becomeRoot() {
        times = tree.ownTimes().copy();
        tree.changes().detected();
        tree.changes().notice().stop();
        if (bridge.iface().isUp()) {
            tree.talk().speak();
            tree.hello().start(times.hello());
        }
    }

    void setState(BridgePort p, PortState state) {
        if (tree.isOn() && p.state() != state) {
            NetStack stack = bridge.iface().stack();
            String name = bridge.iface().name();
            stack.tell(new PacketEvent.PortChanged(
                    stack.nanos(), stack.name(), 0, name, p.iface().name(), state, root.toString()));
        }
        p.setState(state);
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
                tree.changes().detected();
            }
            bridge.setCarrier(true);
        }
    }
}
