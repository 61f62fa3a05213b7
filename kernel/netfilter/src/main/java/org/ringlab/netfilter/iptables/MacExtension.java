package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.rules.MacMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m mac} (extensions/libxt_mac.c). */
final class MacExtension extends OneMatchExtension {
    MacExtension() {
        super("mac", ExtensionOption.of("mac-source"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        MacAddress source =
                MacAddress.parse(argument).orElseThrow(() -> IptablesError.parameter("Invalid MAC address specified."));
        return new MacMatch(source, inverted);
    }
}
