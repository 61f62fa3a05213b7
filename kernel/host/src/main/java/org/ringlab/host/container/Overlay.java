package org.ringlab.host.container;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.Vxlan;

/** One layer 2 over several hosts: a bridge on each, and a VXLAN between the bridges that knows all the others. */
public final class Overlay {
    private Overlay() {}

    /**
     * The bridge of a host, made with its tunnel where they are missing.
     *
     * @param vni the VXLAN's number
     * @param own the host's address, by which the others reach it
     * @param others all hosts' addresses; its own among them does no harm
     */
    public static Bridge on(
            Machine host, String bridge, String tunnel, int vni, int port, Ipv4Address own, List<Ipv4Address> others) {
        NetStack stack = host.stack();
        if (stack.findInterface(bridge).isEmpty()) {
            NetInterface made = stack.links().addBridge(bridge);
            stack.setUp(made, true);
            String link = stack.interfaces().stream()
                    .filter(i -> i.addresses().stream()
                            .anyMatch(a -> a.prefix().address().equals(own)))
                    .map(NetInterface::name)
                    .findFirst()
                    .orElse("");
            NetInterface vxlan = stack.links()
                    .addVxlan(tunnel, new Vxlan.Config(vni, own, Ipv4Address.ANY, link, port, 32_768, 61_000, 0, true));
            stack.setUp(vxlan, true);
            if (made.device() instanceof Bridge device) {
                stack.links().enslave(vxlan, device);
            }
        }
        stack.findInterface(tunnel).ifPresent(i -> {
            if (i.device() instanceof Vxlan vxlan) {
                others.stream().filter(o -> !o.equals(own)).forEach(vxlan::addOther);
            }
        });
        return (Bridge) stack.findInterface(bridge).orElseThrow().device();
    }
}
