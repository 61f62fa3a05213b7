package org.ringlab.proof.meaning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.link.Segment;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.Verdict;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.Dummy;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Veth;
import org.ringlab.netfilter.stack.Vlan;

/**
 * Where a frame can come to that a host sends by an interface, until somebody takes it as IP: over segments, pairs of virtual cards and
 * VLANs, and through bridges, which flood what they don't know. It follows {@code NetInterface.transmit} and {@code receive}.
 */
final class Wires {
    private final Lab lab;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private String beyond = "";
    private String filter = "";

    private Wires(Lab lab) {
        this.lab = lab;
    }

    /**
     * An interface at which IP takes the frame.
     *
     * @param filter the bridge, {@code br0 of host}, whose host shows passing packets to iptables; empty for none
     */
    record Arrival(NetStack host, NetInterface in, String filter) {}

    /**
     * All that a frame can come to.
     *
     * @param beyond by what some of it leaves what is followed: a tunnel, a switch of Open vSwitch, a guest; empty for nothing
     */
    record Reach(List<Arrival> arrivals, String beyond) {
        /** Copies the list. */
        Reach {
            arrivals = List.copyOf(arrivals);
        }
    }

    static Reach from(Lab lab, NetInterface out) {
        Wires wires = new Wires(lab);
        wires.leave(out, 0);
        return new Reach(wires.arrivals, wires.beyond);
    }

    private void leave(NetInterface out, int tag) {
        if (!out.isRunning()) {
            return;
        }
        switch (out.device()) {
            case EthernetCard card -> onSegment(card.segment(), out, tag);
            case Veth veth -> enter(veth.peer(), tag);
            case Vlan vlan -> {
                if (tag == 0) {
                    leave(vlan.lower(), vlan.number());
                } else {
                    beyond = name(out);
                }
            }
            case Bridge bridge -> flood(bridge, null, tag);
            case Dummy dummy -> {}
            default -> beyond = name(out);
        }
    }

    private void onSegment(Segment segment, NetInterface out, int tag) {
        for (String host : lab.hostNames()) {
            for (NetInterface in : lab.machine(host).stack().interfaces()) {
                if (in != out && in.segment().filter(segment::equals).isPresent()) {
                    enter(in, tag);
                }
            }
        }
    }

    private void enter(NetInterface in, int tag) {
        if (!in.isUp() || !seen.add(name(in) + " " + tag + " " + filter)) {
            return;
        }
        Vlan vlan = tag == 0 ? null : in.vlans().get(tag);
        Optional<BridgePort> port = in.port();
        if (vlan != null) {
            enter(vlan.iface(), 0);
        } else if (in.ovsPort().isPresent()) {
            beyond = name(in);
        } else if (port.isPresent()) {
            through(port.get(), tag);
        } else if (tag == 0) {
            arrivals.add(new Arrival(in.stack(), in, filter));
        }
    }

    private void through(BridgePort in, int tag) {
        if (!in.forwards()) {
            return;
        }
        String before = filter;
        NetInterface own = in.bridge().iface();
        if (filter.isEmpty() && tag == 0 && shows(own.stack())) {
            filter = name(own);
        }
        enter(own, tag);
        flood(in.bridge(), in, tag);
        filter = before;
    }

    private void flood(Bridge bridge, @Nullable BridgePort in, int tag) {
        for (BridgePort port : bridge.ports()) {
            if (port != in && port.forwards()) {
                leave(port.iface(), tag);
            }
        }
    }

    /** Whether a host shows what its bridges pass to iptables, and has rules that could say something about it. */
    private static boolean shows(NetStack stack) {
        return stack.sysctls().get("net.bridge.bridge-nf-call-iptables").orElse(0) != 0
                && stack.ruleSet().tables().stream().anyMatch(Wires::decides);
    }

    private static boolean decides(Table table) {
        return table.chains().stream()
                .anyMatch(chain -> !chain.rules().isEmpty()
                        || chain.policy() != null && !(chain.policy() instanceof Verdict.Accept));
    }

    private static String name(NetInterface iface) {
        return iface.name() + " of " + iface.stack().name();
    }
}
