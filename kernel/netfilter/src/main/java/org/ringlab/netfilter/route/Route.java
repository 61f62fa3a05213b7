package org.ringlab.netfilter.route;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * A row of a routing table.
 *
 * @param type what it does
 * @param destination the network it is for, host bits zero
 * @param gateway the next hop; null where the destination is on the link
 * @param iface the interface to leave by; empty for unreachable, prohibit and blackhole
 * @param preferredSource the source address for packets made here; null to choose one of the interface's
 * @param metric less wins among equal prefixes
 * @param protocol who made it
 * @param scope how far its destination is
 * @param mtu largest packet this way in bytes; 0 for the interface's
 * @param ownGateway an address of this host's own that somebody gave as gateway: such a row is taken, and leads to its
 *     destinations directly ({@code fib_check_nh}, a next hop of scope host); null where there is none
 */
public record Route(
        RouteType type,
        Ipv4Prefix destination,
        @Nullable Ipv4Address gateway,
        String iface,
        @Nullable Ipv4Address preferredSource,
        int metric,
        Protocol protocol,
        Scope scope,
        int mtu,
        @Nullable Ipv4Address ownGateway) {
    /** A row whose gateway is another's. */
    public Route(
            RouteType type,
            Ipv4Prefix destination,
            @Nullable Ipv4Address gateway,
            String iface,
            @Nullable Ipv4Address preferredSource,
            int metric,
            Protocol protocol,
            Scope scope,
            int mtu) {
        this(type, destination, gateway, iface, preferredSource, metric, protocol, scope, mtu, null);
    }

    /** A row without an MTU of its own. */
    public Route(
            RouteType type,
            Ipv4Prefix destination,
            @Nullable Ipv4Address gateway,
            String iface,
            @Nullable Ipv4Address preferredSource,
            int metric,
            Protocol protocol,
            Scope scope) {
        this(type, destination, gateway, iface, preferredSource, metric, protocol, scope, 0);
    }

    /** Who made a route (/etc/iproute2/rt_protos): only the kernel's own rows are told from others by anybody. */
    public enum Protocol {
        /** The kernel, for an address. */
        KERNEL,
        /** A person with {@code ip route} or {@code route}. */
        BOOT,
        /** A person who said so. */
        STATIC,
        /** A client of DHCP. */
        DHCP,
        /** Zebra, of FRR or Quagga. */
        ZEBRA,
        /** The BIRD Internet Routing Daemon. */
        BIRD,
        /** An ICMP redirect. */
        REDIRECT
    }

    /** How far a destination is. */
    public enum Scope {
        /** Beyond a gateway. */
        GLOBAL,
        /** On the link. */
        LINK,
        /** This host. */
        HOST
    }

    /** The same by way of an interface. */
    public Route by(String other) {
        return new Route(type, destination, gateway, other, preferredSource, metric, protocol, scope, mtu, ownGateway);
    }

    /** The same where its gateway is this host itself. */
    public Route throughItself() {
        return new Route(type, destination, null, iface, preferredSource, metric, protocol, scope, mtu, gateway);
    }

    /** The gateway as it was given, be it another's or one's own; null where none was. */
    public @Nullable Ipv4Address given() {
        return ownGateway == null ? gateway : ownGateway;
    }

    /** Whether its destination is 0.0.0.0/0. */
    public boolean isDefault() {
        return destination.length() == 0;
    }

    /** As {@code ip route show} prints it, without a trailing blank. */
    @Override
    public String toString() {
        return text("");
    }

    /** The same with the name of its table, where that isn't the one people look at. */
    public String text(String table) {
        StringBuilder s = new StringBuilder();
        if (type != RouteType.UNICAST) {
            s.append(type.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
        }
        s.append(
                isDefault()
                        ? "default"
                        : destination.length() == 32 ? destination.address().toString() : destination.toString());
        if (given() != null) {
            s.append(" via ").append(given());
        }
        if (!iface.isEmpty()) {
            s.append(" dev ").append(iface);
        }
        if (!table.isEmpty()) {
            s.append(" table ").append(table);
        }
        if (protocol != Protocol.BOOT) {
            s.append(" proto ").append(protocol.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (scope == Scope.LINK) {
            s.append(" scope link");
        } else if (scope == Scope.HOST) {
            s.append(" scope host");
        }
        if (preferredSource != null) {
            s.append(" src ").append(preferredSource);
        }
        if (metric != 0) {
            s.append(" metric ").append(metric);
        }
        if (mtu != 0) {
            s.append(" mtu ").append(mtu);
        }
        return s.toString();
    }
}
