package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.ArpFailed;
import org.ringlab.netfilter.event.PacketEvent.Dropped;
import org.ringlab.netfilter.event.PacketEvent.PolicyApplied;
import org.ringlab.netfilter.event.PacketEvent.RuleCompared;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.TcpSegment;

/** A loss in a student's words: what happened, what shows it, and what to do. Read from events only. */
final class LossWords {
    private LossWords() {}

    /** What went wrong, in one sentence. */
    static String sentence(Journey journey, Dropped drop, Language language) {
        String host = drop.host();
        Ipv4Address to = drop.packet().destination();
        return switch (drop.reason()) {
            case NOT_FORWARDING ->
                language.pick(
                        host + " 收到了发给 " + to + " 的报文，这不是它自己的地址，而它没有打开转发（net.ipv4.ip_forward = 0），只好丢弃。",
                        host + " received a packet for " + to
                                + ", which is none of its own addresses, and threw it away"
                                + " because it doesn't forward (net.ipv4.ip_forward = 0).");
            case NO_ROUTE ->
                language.pick(
                        host + " 没有到 " + to + " 的路由：它的路由表里没有一条覆盖这个地址。",
                        host + " has no route to " + to + ": no row of its routing table covers that address.");
            case RULE_DROP, RULE_REJECT ->
                decidingRule(journey)
                        .map(rule -> byRule(host, rule, language))
                        .orElseGet(() -> host + ": " + DropWords.label(drop.reason(), language));
            case POLICY_DROP ->
                decidingPolicy(journey)
                        .map(p -> language.pick(
                                host + " 的 " + p.chain() + " 链里没有规则管到这个报文，默认策略 " + p.policy() + " 把它丢弃了。",
                                "No rule of " + host + "'s chain " + p.chain() + " took this packet, so the policy "
                                        + p.policy() + " dropped it."))
                        .orElseGet(() -> host + ": " + DropWords.label(drop.reason(), language));
            case NO_NEIGHBOUR ->
                language.pick(
                        host + " 用 ARP 询问 " + asked(journey, to) + "，网段上没有主机应答。",
                        host + " asked for " + asked(journey, to) + " by ARP, and nobody on that segment answered.");
            case CONNTRACK_FULL ->
                language.pick(host + " 的连接跟踪表已满，放不下新的连接。", "The table of tracked connections on " + host + " is full.");
            case CONNTRACK_REFUSED ->
                language.pick(
                        host + " 的连接跟踪无法跟踪这个报文（" + drop.detail() + "），把它丢弃了。",
                        "Connection tracking on " + host + " can't follow this packet (" + drop.detail()
                                + ") and dropped it.");
            case NAT_IMPOSSIBLE ->
                language.pick(
                        host + " 无法转换这个报文的地址（" + drop.detail() + "），把它丢弃了。",
                        host + " can't translate this packet's address (" + drop.detail() + ") and dropped it.");
            case NO_SOCKET ->
                isStrayAnswer(drop)
                        ? language.pick(
                                host + " 收到了 " + drop.packet().source() + " 的应答，可是它没有向这个地址的这个端口发起过这样的连接，不认。",
                                host + " got an answer from " + drop.packet().source()
                                        + " that belongs to no connection it began, and refused it.")
                        : language.pick(
                                "报文到了 " + host + "，但那里没有程序在监听" + port(drop, language) + "。",
                                "The packet reached " + host + ", but nobody listens there" + port(drop, language)
                                        + ".");
            case TTL_EXPIRED ->
                language.pick("报文的 TTL 在 " + host + " 上减到了 0。", "The packet's time to live ran out at " + host + ".");
            case LINK_DOWN ->
                language.pick(host + " 要用的网卡已停用。", "The interface that " + host + " would have to use is down.");
            case REFUSED_BY_ROUTE ->
                language.pick(
                        host + " 有一条拒绝到 " + to + " 的路由。", host + " has a route that refuses packets to " + to + ".");
            case TOO_BIG ->
                language.pick(
                        "报文比 " + host + " 出口网卡的 MTU 大，又不许分片（DF）。",
                        "The packet is bigger than the MTU of " + host + "'s outgoing interface and may not be"
                                + " fragmented (DF).");
            case MARTIAN_SOURCE ->
                language.pick(
                        host + " 不接受源地址 " + drop.packet().source() + " 从这块网卡进来。",
                        host + " doesn't accept the source address "
                                + drop.packet().source() + " by this interface.");
            case OTHER_STATION -> language.pick("这个帧是给别的网卡的。", "The frame was for another station.");
            case PORT_BLOCKED ->
                language.pick(
                        host + " 的网桥没有转发这个帧，生成树还没有（或不）让端口转发：" + drop.detail() + "。",
                        "The bridge on " + host + " passed the frame to nobody, for the spanning tree: " + drop.detail()
                                + ".");
            case VLAN ->
                language.pick(
                        host + " 上的交换机没有把报文送出去，因为 VLAN 不对：" + drop.detail() + "。",
                        "The switch on " + host + " passed the packet on to nobody, for its VLAN: " + drop.detail()
                                + ".");
            case TUNNEL ->
                language.pick(
                        host + " 上的隧道到不了另一端：" + drop.detail() + "。",
                        "A tunnel of " + host + " can't reach its other end: " + drop.detail() + ".");
            case INCOMPLETE ->
                language.pick(
                        host + " 等了 30 秒，这个报文的其他分片一直没有来。",
                        host + " waited 30 s, but the packet's other fragments never came.");
            case STEP_BUDGET ->
                language.pick(
                        "报文一直在网络里兜圈子，模拟到此为止。", "The packet keeps going round in circles; the simulation stopped it.");
        };
    }

    /** What else the events show about it: which packet it was, and the state of its connection. */
    static List<String> details(Journey journey, Dropped drop, Language language) {
        List<String> details = new ArrayList<>();
        List<PacketEvent> here = journey.hops().getLast().events();
        for (PacketEvent event : here) {
            if (event instanceof PacketEvent.Tracked) {
                details.add(EventWords.line(event, language));
            }
        }
        journey.packet()
                .ifPresent(p -> details.addFirst(language.pick("报文：", "Packet: ") + PacketWords.summary(p, language)));
        return details;
    }

    /** What to look at or do next. */
    static String hint(Journey journey, Dropped drop, Language language) {
        String host = drop.host();
        Ipv4Address to = drop.packet().destination();
        return switch (drop.reason()) {
            case NOT_FORWARDING ->
                language.pick(
                        "在 " + host + " 上打开转发：echo 1 > /proc/sys/net/ipv4/ip_forward",
                        "Turn forwarding on at " + host + ": echo 1 > /proc/sys/net/ipv4/ip_forward");
            case NO_ROUTE ->
                language.pick(
                        "在 " + host + " 上用 route -n 查看路由表；route add -net 网络/长度 gw 下一跳 能添加一条，下一跳必须在 " + host
                                + " 直接相连的网络里。",
                        "Look at the table with route -n on " + host
                                + "; route add -net NETWORK/LENGTH gw NEXT-HOP adds a"
                                + " row, and the next hop must be in a network that " + host + " is directly on.");
            case RULE_DROP, RULE_REJECT, POLICY_DROP ->
                language.pick(
                        "在 " + host + " 上运行 iptables -L " + chain(journey)
                                + " -n -v --line-numbers：规则从上往下比较，第一条匹配的规则说了算。",
                        "Run iptables -L " + chain(journey) + " -n -v --line-numbers on " + host
                                + ": rules are compared from the top, and the first one that matches decides.");
            case CONNTRACK_FULL ->
                language.pick(
                        "在 " + host + " 上比较 /proc/sys/net/netfilter/ 里的 nf_conntrack_count 和 nf_conntrack_max。",
                        "Compare nf_conntrack_count with nf_conntrack_max in /proc/sys/net/netfilter/ on " + host
                                + ".");
            case CONNTRACK_REFUSED ->
                language.pick(
                        "在 " + host + " 上用 conntrack -L 查看已有的连接。",
                        "Look at the connections with conntrack -L on " + host + ".");
            case NAT_IMPOSSIBLE ->
                language.pick(
                        "在 " + host + " 上用 ip addr 查看网卡的地址，用 iptables -t nat -L -n 查看规则。",
                        "Look at the interfaces' addresses with ip addr and at the rules with iptables -t nat -L -n on "
                                + host + ".");
            case NO_NEIGHBOUR ->
                language.pick(
                        "地址 " + asked(journey, to) + " 写对了吗？那台主机的网卡启用了吗？它在同一个网段上吗？",
                        "Is " + asked(journey, to) + " the right address? Is that host's interface up, and on the same"
                                + " segment?");
            case NO_SOCKET ->
                isStrayAnswer(drop)
                        ? language.pick(
                                "请求在路上被改过地址吗？那么应答要经过同一台主机改回来。用 %trace 比较去程和回程。",
                                "Was the request's address translated on its way? Then the answer has to pass the same"
                                        + " host to be changed back. Compare both ways in %trace.")
                        : language.pick(
                                "防火墙和路由都没有问题。在 " + host + " 上启动服务，或换一个端口。",
                                "Firewalls and routes are fine. Start the service on " + host
                                        + ", or try another port.");
            case TTL_EXPIRED, STEP_BUDGET ->
                language.pick("两台路由器的路由是不是互相指向了对方？", "Do the routes of two routers point at each other?");
            case LINK_DOWN ->
                language.pick(
                        "在 " + host + " 上用 ip link set 网卡 up 启用它。",
                        "Bring it up on " + host + ": ip link set INTERFACE up");
            case REFUSED_BY_ROUTE -> language.pick("用 ip route 查看这条路由。", "Look at that route with ip route.");
            case PORT_BLOCKED ->
                language.pick(
                        "用 brctl showstp 网桥 查看端口的状态：listening 和 learning 各持续一个 forward delay，之后才转发；blocking 的端口是环路上的备用。",
                        "Look at the ports with brctl showstp BRIDGE: listening and learning last a forward delay each"
                                + " before a port forwards, and a blocking one is held back to break a loop.");
            case VLAN ->
                language.pick(
                        "用 ovs-vsctl show 查看各端口的 tag 和 trunks。",
                        "Compare the tag and trunks of the ports: ovs-vsctl show.");
            case TUNNEL ->
                language.pick(
                        "隧道外层的路由不能经过隧道本身：用 ip route get 查看到另一端的路由。",
                        "The way to the other end must not lead through the tunnel: look at it with ip route get.");
            case INCOMPLETE ->
                language.pick(
                        "路上的规则是不是只放行了第一片？后面的分片没有端口，-f 能匹配它们。",
                        "Did a rule on the way let only the first fragment pass? Later ones have no ports; -f matches them.");
            case TOO_BIG, MARTIAN_SOURCE, OTHER_STATION -> "";
        };
    }

    /** Whether it answers a connection that its receiver never began, at least not with that address and port. */
    private static boolean isStrayAnswer(Dropped drop) {
        return drop.packet().payload() instanceof TcpSegment segment && segment.has(TcpSegment.SYN | TcpSegment.ACK);
    }

    private static String byRule(String host, RuleCompared rule, Language language) {
        String text = rule.rule().isEmpty() ? "" : "（" + rule.rule() + "）";
        String english = rule.rule().isEmpty() ? "" : " (" + rule.rule() + ")";
        boolean silent = rule.target().equals("DROP");
        return language.pick(
                host + " 的 " + rule.chain() + " 链第 " + rule.number() + " 条规则" + text
                        + (silent ? "悄悄丢弃了这个报文。" : "拒绝了这个报文。"),
                "Rule " + rule.number() + " of " + host + "'s chain " + rule.chain() + english
                        + (silent ? " dropped this packet silently." : " rejected this packet."));
    }

    /** The rule that ended it: the last one that matched. */
    static Optional<RuleCompared> decidingRule(Journey journey) {
        return journey.events().stream()
                .filter(RuleCompared.class::isInstance)
                .map(RuleCompared.class::cast)
                .filter(RuleCompared::matched)
                .reduce((a, b) -> b);
    }

    private static Optional<PolicyApplied> decidingPolicy(Journey journey) {
        return journey.events().stream()
                .filter(PolicyApplied.class::isInstance)
                .map(PolicyApplied.class::cast)
                .reduce((a, b) -> b);
    }

    private static String chain(Journey journey) {
        return decidingRule(journey)
                .map(RuleCompared::chain)
                .or(() -> decidingPolicy(journey).map(PolicyApplied::chain))
                .orElse("");
    }

    private static Ipv4Address asked(Journey journey, Ipv4Address otherwise) {
        return journey.events().stream()
                .filter(ArpFailed.class::isInstance)
                .map(e -> ((ArpFailed) e).address())
                .findFirst()
                .orElse(otherwise);
    }

    private static String port(Dropped drop, Language language) {
        String port = PacketWords.destinationPort(drop.packet(), language);
        return port.isEmpty() ? "" : language.pick(" ", " on ") + port;
    }
}
