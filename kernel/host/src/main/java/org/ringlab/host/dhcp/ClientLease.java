package org.ringlab.host.dhcp;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.route.Route;
import org.ringlab.netfilter.route.RouteType;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/**
 * What a client was lent.
 *
 * @param address with its network's length
 * @param broadcast the network's broadcast address
 * @param router where all else goes; empty for nowhere
 * @param dns name servers
 * @param domain the domain's name
 * @param server who lent it
 * @param name the name the server knows the client by
 * @param seconds how long
 * @param t1 seconds until it asks the server again, as the server said
 * @param t2 seconds until it asks anybody
 * @param renewNanos when it really asks, in the lab's time
 * @param rebindNanos when it asks anybody
 * @param expireNanos when it ends
 */
public record ClientLease(
        Ipv4Prefix address,
        Ipv4Address broadcast,
        Optional<Ipv4Address> router,
        List<Ipv4Address> dns,
        Optional<String> domain,
        Ipv4Address server,
        Optional<String> name,
        long seconds,
        long t1,
        long t2,
        long renewNanos,
        long rebindNanos,
        long expireNanos) {

    /** The same with other times. */
    ClientLease at(long renew, long rebind, long expire) {
        return new ClientLease(
                address, broadcast, router, dns, domain, server, name, seconds, t1, t2, renew, rebind, expire);
    }

    /** Gives an interface what was lent: the address for its time, and the way to all else. */
    void configure(NetInterface iface) {
        NetStack stack = iface.stack();
        stack.addAddress(iface, address, broadcast, iface.name());
        stack.setLifetime(iface, address, seconds * SimClock.SECOND);
        router.ifPresent(by -> stack.routing()
                .add(new Route(
                        RouteType.UNICAST,
                        Ipv4Prefix.ALL,
                        by,
                        iface.name(),
                        null,
                        0,
                        Route.Protocol.BOOT,
                        Route.Scope.GLOBAL)));
    }
}
