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
        String[] parts = argument.split(":", -1);
        long bits = 0;
        for (String part : parts) {
            CNumber number = CNumber.read(part, 16);
            if (parts.length != 6 || part.length() > 2 || number.end() != part.length()) {
                throw IptablesError.parameter("Invalid MAC address specified.");
            }
            bits = bits << 8 | number.value() & 0xFF;
        }
        return new MacMatch(new MacAddress(bits), inverted);
    }
}
