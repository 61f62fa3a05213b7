package org.ringlab.host.command;

import org.ringlab.host.Profile;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.BridgePort;
import org.ringlab.netfilter.stack.Dummy;
import org.ringlab.netfilter.stack.EthernetCard;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.IpTunnel;
import org.ringlab.netfilter.stack.Loopback;
import org.ringlab.netfilter.stack.Macvlan;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.OvsInternal;
import org.ringlab.netfilter.stack.SpanningTree;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.netfilter.stack.Tun;
import org.ringlab.netfilter.stack.Veth;
import org.ringlab.netfilter.stack.Vlan;
import org.ringlab.netfilter.stack.Vxlan;

/**
 * What {@code ip -d} adds to the second line about an interface, and below it (ip/ipaddress.c, {@code print_linkinfo}, and
 * ip/iplink_*.c).
 */
final class LinkDetails {
    private final NetInterface iface;
    private final boolean old;

    private LinkDetails(NetInterface iface, boolean old) {
        this.iface = iface;
        this.old = old;
    }

    /**
     * The words behind the hardware address, and the lines below.
     *
     * @param link whether {@code ip link} asks, not {@code ip addr}
     */
    static String of(NetInterface iface, Profile profile, boolean link) {
        return new LinkDetails(iface, profile == Profile.CENTOS7).text(link);
    }

    private String text(boolean link) {
        int eager = iface.isPromiscuous() || iface.port().isPresent() ? 1 : 0;
        String kind = kind();
        return " promiscuity " + eager
                + (old ? " " : "  allmulti " + (iface.port().isPresent() ? 1 : 0) + " " + sizes())
                + (kind.isEmpty() ? "" : "\n    " + kind)
                + iface.port().map(p -> "\n    " + port(p)).orElse("")
                + (link ? "addrgenmode eui64 " : "")
                + queues();
    }

    /** The least and greatest MTU that can be set. */
    private String sizes() {
        return switch (iface.device()) {
            case Loopback lo -> "minmtu 0 maxmtu 0 ";
            case Dummy dummy -> "minmtu 0 maxmtu 0 ";
            case Vlan vlan -> "minmtu 0 maxmtu 65535 ";
            case IpTunnel tunnel -> tunnel.isEthernet() ? "minmtu 68 maxmtu 0 " : "minmtu 0 maxmtu 0 ";
            case Tap tap -> "minmtu 68 maxmtu 65521 ";
            case EthernetCard card -> "minmtu 68 maxmtu 65535 ";
            case GuestCard card -> "minmtu 68 maxmtu 65535 ";
            case Veth veth -> "minmtu 68 maxmtu 65535 ";
            case Macvlan macvlan -> "minmtu 68 maxmtu 65535 ";
            case Bridge bridge -> "minmtu 68 maxmtu 65535 ";
            case Vxlan vxlan -> "minmtu 68 maxmtu 65535 ";
            case OvsInternal internal -> "minmtu 68 maxmtu 65535 ";
            case Tun tun -> "minmtu 68 maxmtu 65535 ";
        };
    }

    /** How many queues there are, and how much is cut only by the card: a virtual cable's end takes all. */
    private String queues() {
        boolean cable = iface.device() instanceof Veth;
        String queues = "numtxqueues " + (cable && !old ? 2 : 1) + " numrxqueues " + (cable && !old ? 2 : 1)
                + " gso_max_size 65536 gso_max_segs 65535 ";
        return old
                ? queues
                : queues + "tso_max_size " + (takesAll(iface) ? 524280 : 65536)
                        + " tso_max_segs 65535 gro_max_size 65536 ";
    }

    private static boolean takesAll(NetInterface iface) {
        return switch (iface.device()) {
            case Loopback lo -> true;
            case Veth veth -> true;
            case Macvlan macvlan -> takesAll(macvlan.lower());
            case Vlan vlan -> takesAll(vlan.lower());
            case Bridge bridge ->
                !bridge.ports().isEmpty() && bridge.ports().stream().allMatch(p -> takesAll(p.iface()));
            case Dummy dummy -> false;
            case IpTunnel tunnel -> false;
            case Tap tap -> false;
            case Tun tun -> false;
            case EthernetCard card -> false;
            case GuestCard card -> false;
            case Vxlan vxlan -> false;
            case OvsInternal internal -> false;
        };
    }

    private String kind() {
        return switch (iface.device()) {
            case Loopback lo -> "";
            case EthernetCard card -> "";
            case GuestCard card -> "";
            case OvsInternal internal -> "openvswitch ";
            case Dummy dummy -> "dummy ";
            case Veth veth -> "veth ";
            case Vlan vlan -> "vlan protocol 802.1Q id " + vlan.number() + " <REORDER_HDR> ";
            case Macvlan macvlan ->
                "macvlan mode " + macvlan.mode().text() + " " + (old ? "" : "bcqueuelen 1000 usedbcqueuelen 1000 ");
            case Tap tap -> old ? "tun " : "tun type tap pi off vnet_hdr off persist on ";
            case Tun tun -> old ? "tun " : "tun type tun pi off vnet_hdr off persist on ";
            case Vxlan vxlan -> vxlan(vxlan.config());
            case IpTunnel tunnel -> tunnel(tunnel.config());
            case Bridge bridge -> bridge(bridge);
        };
    }

    private static String vxlan(Vxlan.Config c) {
        boolean anyPort = c.firstPort() == VxlanWords.FIRST_PORT && c.endPort() == VxlanWords.END_PORT;
        return "vxlan id " + c.vni()
                + (c.remote().equals(Ipv4Address.ANY) ? "" : " remote " + c.remote())
                + (c.local().equals(Ipv4Address.ANY) ? "" : " local " + c.local())
                + (c.link().isEmpty() ? "" : " dev " + c.link())
                + (anyPort ? " srcport 0 0" : " srcport " + c.firstPort() + " " + c.endPort())
                + " dstport " + c.port() + (c.learns() ? "" : " nolearning")
                + " ttl " + (c.ttl() == 0 ? "auto" : c.ttl())
                + " ageing 300 udpcsum noudp6zerocsumtx noudp6zerocsumrx ";
    }

    /** Of GRE only what isn't usual is told, of IPIP whether DF is set. */
    private String tunnel(IpTunnel.Config c) {
        boolean ipip = c.mode() == IpTunnel.Mode.IPIP;
        String keys = c.key() == null
                ? ""
                : "ikey " + new Ipv4Address(c.key().intValue()) + " okey "
                        + new Ipv4Address(c.key().intValue()) + " ";
        return iface.device().kind() + " " + (ipip && !old ? "ipip " : "") + "remote " + end(c.remote()) + " local "
                + end(c.local()) + " ttl " + (c.ttl() == 0 ? "inherit" : c.ttl()) + " " + (ipip ? "pmtudisc " : "")
                + keys;
    }

    private static String end(Ipv4Address address) {
        return address.equals(Ipv4Address.ANY) ? "any" : address.toString();
    }

    private String bridge(Bridge bridge) {
        SpanningTree tree = bridge.tree();
        return "bridge forward_delay " + BrctlTree.hundredths(tree.times().forwardDelay()) + " hello_time "
                + BrctlTree.hundredths(tree.times().hello()) + " max_age "
                + BrctlTree.hundredths(tree.times().maxAge()) + " ageing_time "
                + BrctlTree.hundredths(bridge.stations().ageingNanos()) + " stp_state "
                + (tree.isOn() ? 1 : 0) + " priority "
                + Integer.parseInt(tree.identity().toString().substring(0, 4), 16)
                + " vlan_filtering 0 vlan_protocol 802.1Q bridge_id "
                + identity(tree.identity().toString())
                + " designated_root "
                + identity(tree.root().toString()) + " root_port " + tree.rootPort() + " root_path_cost "
                + tree.rootPathCost() + " topology_change "
                + (tree.changes().areTold() ? 1 : 0) + " topology_change_detected "
                + (tree.changes().areDetected() ? 1 : 0) + " hello_timer " + BrctlTree.left(tree.hello())
                + " tcn_timer " + BrctlTree.left(tree.changes().notice()) + " topology_change_timer "
                + BrctlTree.left(tree.changes().telling()) + " gc_timer " + BrctlTree.seconds(bridge.untilCleaning())
                + " vlan_default_pvid 1 vlan_stats_enabled 0 " + (old ? "" : "vlan_stats_per_port 0 ")
                + "group_fwd_mask 0 group_address 01:80:c2:00:00:00 mcast_snooping 1 "
                + (old ? "" : "no_linklocal_learn 0 mcast_vlan_snooping 0 ")
                + "mcast_router 1 mcast_query_use_ifaddr 0 mcast_querier 0 mcast_hash_elasticity " + (old ? 4 : 16)
                + " mcast_hash_max " + (old ? 512 : 4096)
                + " mcast_last_member_count 2 mcast_startup_query_count 2 mcast_last_member_interval 100"
                + " mcast_membership_interval 26000 mcast_querier_interval 25500 mcast_query_interval 12500"
                + " mcast_query_response_interval 1000 mcast_startup_query_interval " + (old ? 3125 : 3124)
                + " mcast_stats_enabled 0 mcast_igmp_version 2 mcast_mld_version 1 nf_call_iptables 0"
                + " nf_call_ip6tables 0 nf_call_arptables 0 ";
    }

    private String port(BridgePort port) {
        return "bridge_slave state " + port.state().text() + " priority " + port.priority() + " cost "
                + port.pathCost()
                + " hairpin off guard off root_block off fastleave off learning on flood on port_id 0x"
                + Integer.toHexString(port.identifier()) + " port_no 0x" + Integer.toHexString(port.number())
                + " designated_port " + port.designatedPort() + " designated_cost " + port.designatedCost()
                + " designated_bridge " + identity(port.designatedBridge().toString()) + " designated_root "
                + identity(port.designatedRoot().toString()) + " hold_timer " + BrctlTree.left(port.hold())
                + " message_age_timer " + BrctlTree.left(port.messageAge()) + " forward_delay_timer "
                + BrctlTree.left(port.forwardDelay()) + " topology_change_ack " + (port.acknowledges() ? 1 : 0)
                + " config_pending " + (port.configPending() ? 1 : 0)
                + " proxy_arp off proxy_arp_wifi off mcast_router 1 mcast_fast_leave off mcast_flood on "
                + (old
                        ? ""
                        : "bcast_flood on mcast_to_unicast off neigh_suppress off group_fwd_mask 0 group_fwd_mask_str 0x0"
                                + " vlan_tunnel off isolated off locked off ");
    }

    /** {@code 8000.020000010001} as iproute2 writes it: {@code 8000.2:0:0:1:0:1}. */
    private static String identity(String text) {
        StringBuilder s = new StringBuilder(text.substring(0, text.indexOf('.') + 1));
        for (int at = text.indexOf('.') + 1; at < text.length(); at += 2) {
            s.append(Integer.toHexString(Integer.parseInt(text.substring(at, at + 2), 16)))
                    .append(at + 2 < text.length() ? ":" : "");
        }
        return s.toString();
    }
}
