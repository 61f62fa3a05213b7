package org.ringlab.host.container;

import java.util.Locale;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;

/** Virtual cables between a bridge of a host and a network namespace. */
public final class Cables {
    private Cables() {}

    /**
     * One end of a cable in a namespace.
     *
     * @param name what it is called there
     * @param address its address
     * @param mac its Ethernet address
     */
    public record End(String name, Ipv4Prefix address, MacAddress mac) {}

    /** Makes a bridge with an address; it is up. */
    public static void bridge(Machine host, String name, Ipv4Prefix address, MacAddress mac) {
        NetInterface iface = host.stack().links().addBridge(name);
        host.stack().links().setMac(iface, mac);
        host.stack().addAddress(iface, address, address.broadcast(), name);
        host.stack().setUp(iface, true);
    }

    /** Runs a cable from a bridge to a namespace. */
    public static void plug(Machine host, String bridge, String outerName, Machine net, End end) {
        NetInterface outer = host.stack().links().addVeth(outerName, net.stack().links(), end.name());
        host.stack().findInterface(bridge).ifPresent(b -> {
            if (b.device() instanceof Bridge device) {
                host.stack().links().enslave(outer, device);
            }
        });
        host.stack().setUp(outer, true);
        net.stack().findInterface(end.name()).ifPresent(inner -> {
            net.stack().links().setMac(inner, end.mac());
            net.stack().setUp(inner, true);
            net.stack().addAddress(inner, end.address(), end.address().broadcast(), end.name());
        });
    }

    /** An Ethernet address of four digits and an IP address: {@code 02:42:ac:11:00:02}. */
    public static MacAddress mac(String prefix, Ipv4Address address) {
        return new MacAddress(Long.parseLong(prefix + String.format(Locale.ROOT, "%08x", address.bits()), 16));
    }
}
