package org.ringlab.netfilter.iptables;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.PktTypeMatch;

/** {@code -m pkttype} (extensions/libxt_pkttype.c). */
final class PktTypeExtension extends OneMatchExtension {
    private static final Map<String, PacketKind> KINDS = Map.of(
            "unicast", PacketKind.HOST,
            "host", PacketKind.HOST,
            "broadcast", PacketKind.BROADCAST,
            "bcast", PacketKind.BROADCAST,
            "multicast", PacketKind.MULTICAST,
            "mcast", PacketKind.MULTICAST,
            "otherhost", PacketKind.OTHER_HOST);

    PktTypeExtension() {
        super("pkttype", ExtensionOption.of("pkt-type"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        @Nullable PacketKind kind = KINDS.get(argument.toLowerCase(Locale.ROOT));
        if (kind == null) {
            throw IptablesError.parameter("Bad packet type '" + argument + "'");
        }
        return new PktTypeMatch(kind, inverted);
    }
}
