package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.HelperMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m helper} (extensions/libxt_helper.c). */
final class HelperExtension extends OneMatchExtension {
    private static final int LONGEST_NAME = 29;

    HelperExtension() {
        super("helper", ExtensionOption.of("helper"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) {
        return new HelperMatch(argument.substring(0, Math.min(LONGEST_NAME, argument.length())), inverted);
    }
}
