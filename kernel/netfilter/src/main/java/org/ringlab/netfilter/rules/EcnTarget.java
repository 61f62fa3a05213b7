package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.TcpSegment;

/** {@code -j ECN --ecn-tcp-remove} (net/ipv4/netfilter/ipt_ECN.c): clears both ECN flags of TCP. */
public record EcnTarget() implements AlteringTarget {
    @Override
    public PacketChange alter(ChangeablePacket packet) {
        if (!(packet.packet().payload() instanceof TcpSegment tcp)) {
            return new PacketChange(PacketField.TCP_FLAGS, "", "");
        }
        int flags = tcp.flags() & ~(TcpSegment.ECE | TcpSegment.CWR);
        packet.setPacket(packet.packet().withPayload(tcp.withFlags(flags)));
        return new PacketChange(
                PacketField.TCP_FLAGS,
                String.join(",", TcpSegment.flagNames(tcp.flags())),
                String.join(",", TcpSegment.flagNames(flags)));
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.MANGLE && ruleProtocol == TcpSegment.PROTOCOL;
    }

    @Override
    public String name() {
        return "ECN";
    }

    @Override
    public String text() {
        return "-j ECN --ecn-tcp-remove";
    }

    @Override
    public String listing(boolean numeric) {
        return "ECN TCP remove";
    }
}
