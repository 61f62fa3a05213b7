package org.ringlab.display;

import org.ringlab.netfilter.event.PacketEvent.DropReason;

/** Short names of the ways in which packets end. */
final class DropWords {
    private DropWords() {}

    static String label(DropReason reason, Language language) {
        return switch (reason) {
            case RULE_DROP -> language.pick("被规则丢弃（DROP）", "dropped by a rule");
            case RULE_REJECT -> language.pick("被规则拒绝（REJECT）", "rejected by a rule");
            case POLICY_DROP -> language.pick("被默认策略丢弃", "dropped by the policy");
            case NOT_FORWARDING -> language.pick("没有打开转发（ip_forward = 0）", "not forwarding (ip_forward = 0)");
            case NO_ROUTE -> language.pick("没有路由", "no route");
            case REFUSED_BY_ROUTE -> language.pick("被路由拒绝", "refused by a route");
            case NO_NEIGHBOUR -> language.pick("下一跳不应答 ARP", "next hop doesn't answer ARP");
            case TTL_EXPIRED -> language.pick("TTL 用尽", "time to live ran out");
            case TOO_BIG -> language.pick("超过 MTU 且不许分片", "bigger than the MTU, DF set");
            case MARTIAN_SOURCE -> language.pick("源地址不可能出现在这里", "impossible source address");
            case LINK_DOWN -> language.pick("网卡已停用", "interface is down");
            case OTHER_STATION -> language.pick("帧是给别的网卡的", "frame for another station");
            case CONNTRACK_FULL -> language.pick("连接跟踪表已满", "connection table full");
            case CONNTRACK_REFUSED -> language.pick("连接跟踪无法跟踪它", "connection tracking can't follow it");
            case NAT_IMPOSSIBLE -> language.pick("无法做地址转换", "can't be translated");
            case NO_SOCKET -> language.pick("没有程序在监听", "nobody listens");
            case PORT_BLOCKED -> language.pick("网桥端口没有转发（生成树）", "the bridge's port isn't forwarding (spanning tree)");
            case VLAN -> language.pick("交换机端口不属于这个 VLAN", "the switch's port isn't in its VLAN");
            case TUNNEL -> language.pick("隧道到不了另一端", "no way to the tunnel's other end");
            case INCOMPLETE -> language.pick("分片没有到齐", "fragments missing");
            case STEP_BUDGET -> language.pick("步数用尽（循环）", "step budget used up (a loop)");
        };
    }
}
