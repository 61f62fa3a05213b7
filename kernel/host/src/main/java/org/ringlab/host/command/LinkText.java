package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.Dummy;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.IpTunnel;
import org.ringlab.netfilter.stack.Loopback;
import org.ringlab.netfilter.stack.Macvlan;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.OvsInternal;
import org.ringlab.netfilter.stack.OvsPort;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.netfilter.stack.Tun;
import org.ringlab.netfilter.stack.Veth;
import org.ringlab.netfilter.stack.Vlan;
import org.ringlab.netfilter.stack.Vxlan;

/** What {@code ip} writes about an interface (ip/ipaddress.c, {@code print_linkinfo}). */
public final class LinkText {
    private LinkText() {}

    /** The first line. */
    static String head(NetInterface iface, String mode) {
        String master = iface.port()
                .map(p -> " master " + p.bridge().iface().name())
                .or(() -> iface.ovsPort()
                        .filter(p -> p.kind() == OvsPort.Kind.SYSTEM)
                        .map(p -> " master ovs-system"))
                .orElse("");
        return iface.index() + ": " + name(iface) + ": <" + flags(iface) + "> mtu " + iface.mtu() + " qdisc "
                + queue(iface) + master + " state " + state(iface) + " " + mode + "group default qlen "
                + iface.queueLength().orElse(iface.device() instanceof Tun ? 500 : 1000);
    }

    private static String queue(NetInterface iface) {
        if (iface.device() instanceof EthernetCard
                || iface.isUp() && (iface.device() instanceof Tap || iface.device() instanceof Tun)) {
            return "pfifo_fast";
        }
        return iface.isUp() ? "noqueue" : "noop";
    }

    /** The second line. */
    static String hardware(NetInterface iface, Session session) {
        if (iface.isLoopback()) {
            return "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00";
        }
        if (iface.device() instanceof Tun) {
            return "    link/none ";
        }
        if (iface.device() instanceof IpTunnel tunnel && !tunnel.isEthernet()) {
            IpTunnel.Config c = tunnel.config();
            return "    link/" + c.mode().text() + " " + c.local()
                    + (c.remote().equals(Ipv4Address.ANY) ? " brd 0.0.0.0" : " peer " + c.remote());
        }
        return "    link/ether " + iface.mac() + " brd ff:ff:ff:ff:ff:ff" + peerPlace(iface, session);
    }

    /** The name, with the other end of a cable behind it. */
    static String name(NetInterface iface) {
        return switch (iface.device()) {
            case Veth veth -> iface.name() + "@" + place(iface, veth.peer());
            case IpTunnel tunnel -> iface.name() + "@NONE";
            case Loopback lo -> iface.name();
            case EthernetCard card -> iface.name();
            case Dummy dummy -> iface.name();
            case Tap tap -> iface.name();
            case Tun tun -> iface.name();
            case Macvlan macvlan -> iface.name() + "@" + place(iface, macvlan.lower());
            case GuestCard card -> iface.name();
            case OvsInternal internal -> iface.name();
            case Vlan vlan -> iface.name() + "@" + place(iface, vlan.lower());
            case Bridge bridge -> iface.name();
            case Vxlan vxlan -> iface.name();
        };
    }

    private static String place(NetInterface iface, NetInterface other) {
        return other.stack() == iface.stack() ? other.name() : "if" + other.index();
    }

    /** The other end of a cable, or the card that a macvlan is on. */
    private static Optional<NetInterface> linked(NetInterface iface) {
        return iface.device() instanceof Veth veth
                ? Optional.of(veth.peer())
                : iface.device() instanceof Macvlan macvlan ? Optional.of(macvlan.lower()) : Optional.empty();
    }

    /** Behind the hardware address: the namespace that the other end is in. */
    static String peerPlace(NetInterface iface, Session session) {
        Optional<NetInterface> linked = linked(iface);
        if (linked.isEmpty() || linked.get().stack() == iface.stack()) {
            return "";
        }
        NetStack there = linked.get().stack();
        for (Map.Entry<String, Machine> namespace :
                session.machine().namespaces().entrySet()) {
            if (namespace.getValue().stack() == there) {
                return " link-netns " + namespace.getKey();
            }
        }
        return " link-netnsid 0";
    }

    /** {@code operstate}. */
    public static String state(NetInterface iface) {
        if (!iface.isUp()) {
            return "DOWN";
        }
        if (!iface.isRunning()) {
            // The kernel looks for the other end here only (default_operstate).
            boolean besidePeer =
                    linked(iface).filter(l -> l.stack() == iface.stack()).isPresent();
            return besidePeer ? "LOWERLAYERDOWN" : "DOWN";
        }
        if (iface.device() instanceof Bridge bridge && !bridge.hadPort()) {
            return "UNKNOWN";
        }
        return switch (iface.device().kind()) {
            case "", "veth", "bridge", "vlan", "macvlan" -> iface.isLoopback() ? "UNKNOWN" : "UP";
            default -> "UNKNOWN";
        };
    }

    static String flags(NetInterface iface) {
        List<String> flags = new ArrayList<>();
        if (iface.isUp() && !iface.isRunning()) {
            flags.add("NO-CARRIER");
        }
        if (iface.isLoopback()) {
            flags.add("LOOPBACK");
        } else if (iface.device() instanceof Tun) {
            flags.addAll(List.of("POINTOPOINT", "MULTICAST", "NOARP"));
        } else if (iface.device() instanceof IpTunnel && !iface.device().isEthernet()) {
            flags.addAll(List.of("POINTOPOINT", "NOARP"));
        } else if (iface.device().kind().equals("dummy")) {
            flags.addAll(List.of("BROADCAST", "NOARP"));
        } else {
            flags.addAll(List.of("BROADCAST", "MULTICAST"));
        }
        if (iface.isPromiscuous()) {
            flags.add("PROMISC");
        }
        if (iface.isUp()) {
            flags.add("UP");
        }
        if (iface.isRunning()) {
            flags.add("LOWER_UP");
        }
        if (linked(iface).filter(l -> l.stack() == iface.stack() && !l.isUp()).isPresent()) {
            flags.add("M-DOWN");
        }
        return String.join(",", flags);
    }
}
