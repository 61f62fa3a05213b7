package org.ringlab.netfilter.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.netfilter.packet.Packet;

/**
 * {@code -j TOS} (net/netfilter/xt_DSCP.c, {@code tos_tg}): {@code tos = (tos & ~mask) ^ value}.
 *
 * @param value what is put in, 0 to 255
 * @param mask the bits cleared before, 0 to 255
 */
public record TosTarget(int value, int mask) implements AlteringTarget {
    @Override
    public PacketChange alter(ChangeablePacket packet) {
        return put(packet, packet.packet().tos() & ~mask ^ value);
    }

    /** Gives a packet another type of service byte. */
    static PacketChange put(ChangeablePacket packet, int tos) {
        Packet before = packet.packet();
        packet.setPacket(before.withTos(tos));
        return PacketChange.hex(PacketField.TOS, before.tos(), tos);
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.MANGLE;
    }

    @Override
    public String name() {
        return "TOS";
    }

    @Override
    public String text() {
        return "-j TOS --set-tos " + TosMatch.hex(value, mask);
    }

    @Override
    public String listing(boolean numeric) {
        if (numeric) {
            return "TOS set " + TosMatch.hex(value, mask);
        }
        Optional<String> name = TosMatch.name(value, mask);
        if (name.isPresent()) {
            return " TOS set" + name.get();
        }
        if (value == mask) {
            return "TOS or " + hex(value);
        }
        if (value == 0) {
            return "TOS and " + hex(~mask & 0xFF);
        }
        return mask == 0 ? "TOS xor " + hex(value) : "TOS set " + TosMatch.hex(value, mask);
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "0x%02x", value);
    }
}
