package org.ringlab.display;

import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.RuleCompared;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.PacketChange;

/** One event in one line. */
final class EventWords {
    private EventWords() {}

    static String line(PacketEvent event, Language language) {
        return switch (event) {
            case PacketEvent.Created e -> created(e, language);
            case PacketEvent.Received e -> language.pick("进入 ", "in by ") + e.iface();
            case PacketEvent.Transmitted e -> language.pick("发出 ", "out by ") + e.iface() + " → " + e.to();
            case PacketEvent.ArpSent e -> "ARP " + e.iface() + ": " + e.arp();
            case PacketEvent.ArpFailed e ->
                "ARP " + e.iface() + ": " + language.pick("没有主机应答 ", "nobody answers for ") + e.address();
            case PacketEvent.Routed e -> routed(e, language);
            case PacketEvent.Encapsulated e ->
                language.pick(e.iface() + " 把它封装成：", e.iface() + " puts it into: ") + e.outer();
            case PacketEvent.Decapsulated e ->
                language.pick(e.iface() + " 取出里面的报文", e.iface() + " takes out the packet inside");
            case PacketEvent.Fragmented e ->
                language.pick(
                        "分成 " + e.pieces().size() + " 片（" + e.iface() + " 的 MTU 是 " + e.mtu() + "）",
                        "cut into " + e.pieces().size() + " fragments (MTU of " + e.iface() + ": " + e.mtu() + ")");
            case PacketEvent.Reassembled e ->
                language.pick("由 " + e.pieces() + " 片重组", "put together from " + e.pieces() + " fragments");
            case PacketEvent.Switched e -> switched(e, language);
            case PacketEvent.PortChanged e -> portChanged(e, language);
            case PacketEvent.AtHook e -> e.hook().name();
            case PacketEvent.Tracked e ->
                language.pick("连接状态 ", "connection state ")
                        + e.state()
                        + (e.created() ? language.pick("（新建条目）", " (new entry)") : "");
            case RuleCompared e -> compared(e, language);
            case PacketEvent.PolicyApplied e ->
                e.table().text() + " " + e.chain() + language.pick(" 默认策略 ", " policy ") + e.policy();
            case PacketEvent.Changed e -> changed(e.change(), language);
            case PacketEvent.Translated e -> language.pick("地址转换：", "translated: ") + e.before() + "  ⇒  " + e.after();
            case PacketEvent.Announced e -> announced(e, language);
            case PacketEvent.Delivered e -> "✓ " + language.pick("交给 ", "delivered to ") + e.to();
            case PacketEvent.Dropped e -> "✗ " + DropWords.label(e.reason(), language);
        };
    }

    /** {@code ftp helper: expects tcp src=… ; 227 … ⇒ 227 …}. */
    private static String announced(PacketEvent.Announced e, Language language) {
        String head = language.pick(e.helper() + " 助手：等待连接 ", e.helper() + " helper: expects ") + e.expected();
        String before = said(e.before());
        String after = said(e.after());
        return before.equals(after) ? head : head + language.pick("；改写 ", "; rewrites ") + before + "  ⇒  " + after;
    }

    private static String said(Packet packet) {
        return packet.payload() instanceof TcpSegment segment
                ? segment.data().utf8().strip()
                : packet.toString();
    }

    private static String created(PacketEvent.Created e, Language language) {
        String answer = e.causedBy() == 0 ? "" : language.pick("，回应报文 ", ", in answer to packet ") + e.causedBy();
        return language.pick("由 " + e.by() + " 发出", "sent by " + e.by()) + answer;
    }

    private static String routed(PacketEvent.Routed e, Language language) {
        String to = language.pick("路由 ", "route to ") + e.destination() + ": ";
        return switch (e.decision()) {
            case LOCAL -> to + language.pick("本机地址", "an address of this host");
            case UNICAST -> to + e.route();
            case NO_ROUTE -> to + language.pick("没有匹配的路由", "no route matches");
            case UNREACHABLE, PROHIBIT, BLACKHOLE -> to + e.route();
        };
    }

    private static String changed(PacketChange change, Language language) {
        String field = switch (change.field()) {
            case MARK -> language.pick("标记 mark", "mark");
            case CONNECTION_MARK -> language.pick("连接的标记 connmark", "the connection's mark");
            case TTL -> "TTL";
            case TOS -> "TOS";
            case MSS -> "MSS";
            case TCP_OPTIONS -> language.pick("TCP 选项", "TCP options");
            case TCP_FLAGS -> language.pick("TCP 标志位", "TCP flags");
            case PRIORITY -> language.pick("队列类别 class", "queueing class");
        };
        return "✎ " + field + ": " + change.before() + " → " + change.after();
    }

    private static String switched(PacketEvent.Switched e, Language language) {
        String out = e.to().isEmpty() ? language.pick("无端口", "no port") : String.join(", ", e.to());
        String learned = e.learned()
                ? language.pick(
                        "；学到 " + e.source() + " 在 " + e.from(), "; learned that " + e.source() + " is at " + e.from())
                : "";
        String what = switch (e.decision()) {
            case FORWARDED -> language.pick("转给 ", "forwards to ") + out;
            case FLOODED -> language.pick("泛洪到 ", "floods to ") + out;
            case LOCAL -> language.pick("交给本机", "hands it to the host itself");
            case BLOCKED ->
                language.pick("不转发：生成树没有让端口转发", "passes it nowhere: the spanning tree lets no port forward it");
        };
        return language.pick("网桥 ", "bridge ") + e.bridge() + ": " + what + learned;
    }

    private static String portChanged(PacketEvent.PortChanged e, Language language) {
        return language.pick(
                "网桥 " + e.bridge() + "：端口 " + e.port() + " 变为 " + e.state().text() + "（根网桥 " + e.root() + "）",
                "bridge " + e.bridge() + ": port " + e.port() + " is "
                        + e.state().text() + " now (root " + e.root() + ")");
    }

    private static String compared(RuleCompared e, Language language) {
        String rule = e.table().text() + " " + e.chain() + " #" + e.number() + "  " + e.rule();
        if (!e.matched()) {
            return rule + language.pick("   ✗ 不匹配：", "   ✗ no match: ") + e.failed();
        }
        return rule + language.pick("   ✓ 匹配", "   ✓ match") + (e.target().isEmpty() ? "" : " → " + e.target());
    }
}
