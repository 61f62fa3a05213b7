package org.ringlab.netfilter.stack;

import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.packet.Bpdu;

/**
 * The tree has changed, so stations may have moved: who notices tells the root until it acknowledges, and the root has
 * all bridges forget soon what they learned (IEEE 802.1D, 8.3.5; {@code br_topology_change_detection}).
 */
public final class TopologyChanges {
    private final Bridge bridge;
    private final SpanningTree tree;
    private final KernelTimer notice;
    private final KernelTimer telling;
    private boolean told;
    private boolean detected;

    TopologyChanges(Bridge bridge, SpanningTree tree) {
        this.bridge = bridge;
        this.tree = tree;
        notice = new KernelTimer(bridge.iface().stack().network(), this::noticeDue);
        telling = new KernelTimer(bridge.iface().stack().network(), this::over);
    }

    /** Whether the root has all forget soon what they learned. */
    public boolean areTold() {
        return told;
    }

    /** Whether something changed here that the root hasn't acknowledged. */
    public boolean areDetected() {
        return detected;
    }

    /** Runs out when the root is told again. */
    public KernelTimer notice() {
        return notice;
    }

    /** Runs out when the root has told all long enough. */
    public KernelTimer telling() {
        return telling;
    }

    void detected() {
        if (!tree.isOn()) {
            return;
        }
        if (tree.isRoot()) {
            set(true);
            telling.start(tree.ownTimes().forwardDelay() + tree.ownTimes().maxAge());
        } else if (!detected) {
            tellRoot();
        }
        detected = true;
    }

    /** Stations are forgotten sooner, or as usual again. */
    void set(boolean changing) {
        told = changing;
        if (changing) {
            bridge.stations().hurry(tree.times().forwardDelay());
        } else {
            bridge.stations().calm();
        }
    }

    void acknowledged() {
        detected = false;
        notice.stop();
    }

    /** Another bridge is the root: it shall hear what this one told all. */
    void noLongerRoot() {
        if (detected) {
            telling.stop();
            tellRoot();
        }
    }

    /** The bridge went down. */
    void end() {
        over();
        telling.stop();
        notice.stop();
    }

    private void over() {
        detected = false;
        set(false);
    }

    private void tellRoot() {
        BridgePort way = tree.towardsRoot();
        if (way != null) {
            tree.talk().send(way, new Bpdu.TopologyChange());
        }
        notice.start(tree.ownTimes().hello());
    }

    private void noticeDue() {
        if (!tree.isRoot() && bridge.iface().isUp()) {
            tellRoot();
        }
    }
}
