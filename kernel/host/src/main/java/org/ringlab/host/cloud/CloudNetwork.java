package org.ringlab.host.cloud;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.container.Cables;
import org.ringlab.host.container.Overlay;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.Vxlan;

/**
 * A tenants' network: a bridge on every host that has a guest of it, and between the bridges a VXLAN of its own number
 * (neutron's linuxbridge agent; every agent knows all the others).
 */
public final class CloudNetwork {
    private final String id;
    private final String name;
    private final int vni;
    private final Ipv4Prefix subnet;
    private final Set<Ipv4Address> taken = new HashSet<>();

    CloudNetwork(String id, String name, int vni, Ipv4Prefix subnet) {
        this.id = id;
        this.name = name;
        this.vni = vni;
        this.subnet = subnet;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its VXLAN's number. */
    public int vni() {
        return vni;
    }

    /** Its addresses. */
    public Ipv4Prefix subnet() {
        return subnet;
    }

    /** {@code brq} and eleven digits. */
    public String bridge() {
        return "brq" + id.substring(0, 11);
    }

    /** The next free address; .1 is for a router, .2 the DHCP server's. */
    Optional<Ipv4Address> take() {
        for (int i = 3; i < (1 << 32 - subnet.length()) - 1; i++) {
            Ipv4Address next = new Ipv4Address(subnet.network().address().bits() + i);
            if (taken.add(next)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    void release(Ipv4Address address) {
        taken.remove(address);
    }

    /** The bridge and the tunnel of a host, made where they are missing. */
    Bridge on(Machine host, Ipv4Address own, List<Ipv4Address> others) {
        return Overlay.on(host, bridge(), "vxlan-" + vni, vni, Vxlan.Config.LINUX_PORT, own, others);
    }

    /** The namespace on the controller that lends addresses, and from which guests can be tried. */
    void lend(Machine controller) {
        String space = "qdhcp-" + id;
        Machine inside = controller.addNamespace(
                space, controller.processes().init().memberships().user());
        inside.stack().setUp(inside.stack().loopback(), true);
        Ipv4Address own = new Ipv4Address(subnet.network().address().bits() + 2);
        Cables.End end = new Cables.End(
                "ns-" + id.substring(0, 8), new Ipv4Prefix(own, subnet.length()), Cables.mac("fa16", own));
        Cables.plug(controller, bridge(), "tap" + id.substring(0, 8), inside, end);
    }
}
