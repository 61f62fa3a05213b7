package org.ringlab.netfilter.stack;

import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent.PortState;
import org.ringlab.netfilter.link.KernelTimer;
import org.ringlab.netfilter.packet.Bpdu;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.BridgePort.Word;

/**
 * What bridges say to each other, and when (net/bridge/br_stp_bpdu.c).
 *
 * <p>The kernel rounds the hello and hold timers to whole seconds of its own clock, so there they come up to half a
 * second sooner or later than here.
 */
final class TreeTalk {
    /** Where bridges speak to each other. */
    static final MacAddress GROUP = new MacAddress(0x0180_C200_0000L);

    private static final long HOLD_TIME = SimClock.SECOND;
    /** What a word ages at least on its way through a bridge. */
    private static final long MESSAGE_AGE_STEP = SimClock.SECOND / Bpdu.TICKS_PER_SECOND;

    private final Bridge bridge;
    private final SpanningTree tree;
    private final TreeElection election;
    private final KernelTimer hello;

    TreeTalk(Bridge bridge, SpanningTree tree, TreeElection election) {
        this.bridge = bridge;
        this.tree = tree;
        this.election = election;
        hello = new KernelTimer(bridge.iface().stack().network(), this::helloDue);
    }

    /** Runs out when the root speaks again. */
    KernelTimer hello() {
        return hello;
    }

    private void helloDue() {
        if (bridge.iface().isUp()) {
            speak();
            if (tree.isOn()) {
                hello.start(election.times().hello());
            }
        }
    }

    void mayTalkAgain(BridgePort port) {
        if (port.configPending()) {
            speak(port);
        }
    }

    /** {@code br_config_bpdu_generation}. */
    void speak() {
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
        BridgePort rootPort = election.rootPort();
        long age = rootPort == null ? 0 : bridge.iface().stack().nanos() - rootPort.rootSpoke() + MESSAGE_AGE_STEP;
        if (age >= election.times().maxAge()) {
            return;
        }
        send(
                p,
                new Bpdu.Config(
                        election.root(),
                        election.rootPathCost(),
                        tree.identity(),
                        p.identifier(),
                        ticks(age),
                        ticks(election.times().maxAge()),
                        ticks(election.times().hello()),
                        ticks(election.times().forwardDelay()),
                        tree.changes().areTold(),
                        p.acknowledges()));
        p.setAcknowledges(false);
        p.setConfigPending(false);
        if (tree.isOn()) {
            p.hold().start(HOLD_TIME);
        }
    }

    void send(BridgePort p, Bpdu bpdu) {
        if (tree.isOn()) {
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
        if (!tree.isOn() || !bridge.iface().isUp() || p.state() == PortState.DISABLED) {
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
                    tree.changes().detected();
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
        boolean wasRoot = election.isRoot();
        p.setHeard(word);
        p.setRootSpoke(bridge.iface().stack().nanos() - nanos(config.messageAge()));
        p.messageAge().start(nanos(config.maxAge() - config.messageAge()));
        election.select();
        election.selectPortStates();
        if (!election.isRoot() && wasRoot) {
            hello.stop();
            tree.changes().noLongerRoot();
        }
        if (p == election.rootPort()) {
            election.setTimes(
                    new TreeTimes(nanos(config.maxAge()), nanos(config.helloTime()), nanos(config.forwardDelay())));
            tree.changes().set(config.topologyChange());
            speak();
            if (config.acknowledged()) {
                tree.changes().acknowledged();
            }
        }
    }

    /** Whether a neighbour's word is better than what was heard, or renews it ({@code br_supersedes_port_info}). */
    private boolean supersedes(Word word, BridgePort p) {
        boolean sameSpeaker = word.root().equals(p.designatedRoot())
                && word.cost() == p.designatedCost()
                && word.bridge().equals(p.designatedBridge());
        return sameSpeaker
                ? !word.bridge().equals(tree.identity()) || word.port() <= p.designatedPort()
                : word.compareTo(p.heard()) < 0;
    }
}
