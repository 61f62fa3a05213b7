package org.ringlab.host.container;

import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.NetStack;

/** Routes that daemons add. */
public final class Routes {
    private Routes() {}

    /** A route by way of a gateway. */
    public static void add(NetStack stack, Ipv4Prefix to, Ipv4Address gateway, String iface) {
        stack.routing()
                .add(new Route(
                        RouteType.UNICAST, to, gateway, iface, null, 0, Route.Protocol.BOOT, Route.Scope.GLOBAL));
    }

    /** Takes it away. */
    public static void remove(NetStack stack, Ipv4Prefix to, Ipv4Address gateway, String iface) {
        stack.routing().remove(to, gateway, iface, 0);
    }
}
