package org.ringlab.netfilter.rules;

import java.util.Locale;
import org.ringlab.netfilter.packet.Fragment;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * The line LOG writes (net/netfilter/nf_log_syslog.c), without what no simulation can foretell: MAC, IP id, window,
 * sequence numbers and the bytes of TCP options.
 */
final class LogLine {
    private LogLine() {}

    static String of(Target.Log log, PacketContext context) {
        StringBuilder s = new StringBuilder(log.prefix());
        s.append("IN=").append(context.inInterface());
        s.append(" OUT=").append(context.outInterface()).append(' ');
        packet(s, context.packet(), log.tcpOptions());
        if (log.uid() && context.owner() == SocketOwner.ROOT) {
            s.append(" UID=0 GID=0");
        }
        if (context.mark() != 0) {
            s.append(" MARK=0x").append(Integer.toHexString(context.mark()));
        }
        return s.toString();
    }

    private static void packet(StringBuilder s, Packet packet, boolean tcpOptions) {
        s.append("SRC=").append(packet.source());
        s.append(" DST=").append(packet.destination());
        s.append(" LEN=").append(packet.length());
        s.append(String.format(Locale.ROOT, " TOS=0x%02X PREC=0x%02X", packet.tos() & 0x1E, packet.tos() & 0xE0));
        s.append(" TTL=").append(packet.ttl());
        if (packet.dontFragment()) {
            s.append(" DF");
        }
        if (packet.fragment() != null) {
            fragment(s, packet.fragment());
        }
        if (packet.isLaterFragment()) {
            s.append(" PROTO=").append(protocol(packet.payload()));
            return;
        }
        switch (packet.payload()) {
            case TcpSegment tcp -> tcp(s, tcp, tcpOptions);
            case UdpDatagram udp ->
                s.append(" PROTO=UDP SPT=")
                        .append(udp.sourcePort())
                        .append(" DPT=")
                        .append(udp.destinationPort())
                        .append(" LEN=")
                        .append(udp.length());
            case IcmpMessage icmp -> icmp(s, icmp);
            case OtherPayload other -> s.append(" PROTO=").append(other.protocol());
        }
    }

    private static void fragment(StringBuilder s, Fragment fragment) {
        if (fragment.more()) {
            s.append(" MF");
        }
        if (fragment.offset() > 0) {
            s.append(" FRAG:").append(fragment.offset() / 8);
        }
    }

    private static String protocol(Payload payload) {
        return switch (payload) {
            case TcpSegment tcp -> "TCP";
            case UdpDatagram udp -> "UDP";
            case IcmpMessage icmp -> "ICMP";
            case OtherPayload other -> String.valueOf(other.protocol());
        };
    }

    private static void tcp(StringBuilder s, TcpSegment tcp, boolean options) {
        s.append(" PROTO=TCP SPT=").append(tcp.sourcePort());
        s.append(" DPT=").append(tcp.destinationPort());
        s.append(" RES=0x00");
        for (String flag : TcpSegment.flagNames(tcp.flags()).reversed()) {
            s.append(' ').append(flag);
        }
        s.append(" URGP=0");
        if (options && tcp.optionsLength() > 0) {
            s.append(" OPT (...)");
        }
    }

    private static void icmp(StringBuilder s, IcmpMessage icmp) {
        s.append(" PROTO=ICMP TYPE=").append(icmp.type()).append(" CODE=").append(icmp.code());
        if (icmp.type() == IcmpMessage.ECHO || icmp.type() == IcmpMessage.ECHO_REPLY) {
            s.append(" ID=").append(icmp.id());
        }
        if (icmp.type() == 12) {
            s.append(" PARAMETER=").append(icmp.id() >>> 8);
            return;
        }
        if (icmp.type() == IcmpMessage.REDIRECT) {
            s.append(" GATEWAY=").append(icmp.gateway());
        }
        if (icmp.isError() && icmp.quoted() != null) {
            s.append(" [");
            packet(s, icmp.quoted(), false);
            s.append(" ]");
            if (icmp.type() == IcmpMessage.UNREACHABLE && icmp.code() == 4) {
                s.append(" MTU=").append(icmp.sequence());
            }
        }
    }
}
