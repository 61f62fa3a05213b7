package org.ringlab.display;

import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/** Packets in a few words. */
final class PacketWords {
    private PacketWords() {}

    /** {@code TCP SYN 192.168.66.132:40001 → 172.18.133.212:80}. */
    static String summary(Packet packet, Language language) {
        return switch (packet.payload()) {
            case TcpSegment t ->
                "TCP " + flags(t) + " " + ends(packet, ":" + t.sourcePort(), ":" + t.destinationPort(), language)
                        + data(t);
            case UdpDatagram u -> "UDP " + ends(packet, ":" + u.sourcePort(), ":" + u.destinationPort(), language);
            case IcmpMessage i -> "ICMP " + kind(i, language) + " " + ends(packet, "", "", language);
            case OtherPayload o ->
                language.pick("协议 ", "protocol ") + o.protocol() + " " + ends(packet, "", "", language);
        };
    }

    /** What an ICMP message says: {@code echo request}, {@code port unreachable}. */
    static String kind(IcmpMessage icmp, Language language) {
        return switch (icmp.type()) {
            case IcmpMessage.ECHO -> language.pick("回显请求", "echo request");
            case IcmpMessage.ECHO_REPLY -> language.pick("回显应答", "echo reply");
            case IcmpMessage.UNREACHABLE -> unreachable(icmp.code(), language);
            case IcmpMessage.TIME_EXCEEDED -> language.pick("超时（TTL 用尽）", "time exceeded");
            default -> language.pick("类型 ", "type ") + icmp.type() + language.pick(" 代码 ", " code ") + icmp.code();
        };
    }

    private static String unreachable(int code, Language language) {
        return switch (code) {
            case 0 -> language.pick("网络不可达", "network unreachable");
            case 1 -> language.pick("主机不可达", "host unreachable");
            case 2 -> language.pick("协议不可达", "protocol unreachable");
            case 3 -> language.pick("端口不可达", "port unreachable");
            case 4 -> language.pick("需要分片", "fragmentation needed");
            case 9 -> language.pick("网络被管理员禁止", "network prohibited");
            case 10 -> language.pick("主机被管理员禁止", "host prohibited");
            case 13 -> language.pick("被管理员禁止", "administratively prohibited");
            default -> language.pick("不可达，代码 ", "unreachable, code ") + code;
        };
    }

    /** The port a packet is for, in words: {@code TCP port 80}; empty where it has none. */
    static String destinationPort(Packet packet, Language language) {
        return switch (packet.payload()) {
            case TcpSegment t -> language.pick("TCP 端口 ", "TCP port ") + t.destinationPort();
            case UdpDatagram u -> language.pick("UDP 端口 ", "UDP port ") + u.destinationPort();
            case IcmpMessage i -> "";
            case OtherPayload o -> "";
        };
    }

    private static String flags(TcpSegment t) {
        return t.flags() == 0 ? "NONE" : String.join(",", TcpSegment.flagNames(t.flags()));
    }

    private static String data(TcpSegment t) {
        return t.data().length() == 0 ? "" : " (" + t.data().length() + " B)";
    }

    /** A packet for which there was no way out has no source address either. */
    private static String ends(Packet packet, String sourcePort, String destinationPort, Language language) {
        String source = packet.source().equals(Ipv4Address.ANY)
                ? language.pick("（未发出）", "(not sent)")
                : packet.source() + sourcePort;
        return source + " → " + packet.destination() + destinationPort;
    }
}
