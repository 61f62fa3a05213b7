package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.LengthMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m length} (extensions/libxt_length.c). */
final class LengthExtension extends OneMatchExtension {
    LengthExtension() {
        super("length", ExtensionOption.of("length"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        long[] bytes = Numbers.range("length", option, argument, 65535);
        return new LengthMatch((int) bytes[0], (int) bytes[1], inverted);
    }
}
